import { afterEach, beforeEach, expect, test } from "vitest";
import { type AppProcess, openProcessWorld, type ProcessWorld } from "./app-process.ts";
import { type Guest, gather, step } from "./crowd.ts";
import { openTestDatabase, type TestPostgres } from "./database.ts";
import { type Post, post } from "./deliveries.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { toTelegramUpdate, toWhatsappDelivery } from "./updates.ts";

const LAST = 4;

let database: TestPostgres;
let redis: RedisServer;
let world: ProcessWorld;
let first: AppProcess;
let second: AppProcess;
let slug: string;

beforeEach(async () => {
  [database, redis] = await Promise.all([openTestDatabase("postgres"), startRedis()]);
  world = await openProcessWorld({ databaseUrl: database.url, redisUrl: redis.url, size: 2 });
  [first = first, second = second] = world.apps;
  const startsAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
  ({ slug } = await first.publish({ title: "Choir", startsAt, timeZone: "UTC", location: "Library hall" }));
});
afterEach(async () => {
  await world.stop();
  await redis.remove();
  await database.close();
});

const settled = () =>
  expect
    .poll(() => database.db.selectFrom("outbox").select("id").where("status", "=", "waiting").execute(), {
      timeout: 20_000,
    })
    .toEqual([]);

/** Some of what was brought before is brought again, to any of the two. */
async function bringSomeAgain(): Promise<void> {
  const { telegram, whatsapp } = world.sandbox.webhooks;
  const again = [telegram, whatsapp].flatMap((courier) =>
    courier
      .history()
      .filter(() => Math.random() < 0.3)
      .map((body) => courier.deliverAgain(body)),
  );
  expect((await Promise.all(again)).every((status) => status === 200)).toBe(true);
}

test("two processes that share the work, with much of it brought again, come to the same as one", async () => {
  await second.stop();
  const [telegram, whatsapp, ...guests] = gather(world, slug, 14);
  if (!telegram || !whatsapp) throw new Error("nobody came");
  for (let n = 0; n <= LAST; n++) await step([telegram, whatsapp], n);
  await second.start();

  for (let n = 0; n <= LAST; n++) await Promise.all([step(guests, n), bringSomeAgain(), bringSomeAgain()]);
  await bringSomeAgain();
  await settled();

  const usual = { telegram: telegram.transcript(), whatsapp: whatsapp.transcript() };
  for (const guest of guests) expect(guest.transcript()).toEqual(usual[guest.platform]);
  const registrations = await database.db.selectFrom("eventRegistrations").select("status").execute();
  expect(registrations).toEqual(Array(14).fill({ status: "confirmed" }));
});

test("a press and a text of one chat at the same instant cost neither the answer nor the ticket", async () => {
  const guests = gather(world, slug, 12);
  for (let n = 0; n < LAST; n++) await step(guests, n);
  await settled();

  const bringBoth = (guest: Guest) => {
    const confirm = guest.actor[guest.platform].last.rows.flat().find(({ title }) => title === "Confirm");
    if (confirm?.type !== "press") throw new Error("no button to confirm");
    const [press, help] = [told(guest, { press: confirm.data }), told(guest, { text: "/help" })];
    return Promise.all([post(first.url, press), post(second.url, help)]);
  };
  await Promise.all(guests.map(bringBoth));
  await settled();

  for (const guest of guests) {
    const said = guest.transcript();
    expect(said.filter((text) => /You are in/.test(text))).toHaveLength(1);
    expect(said.filter((text) => /info@club.example/.test(text))).toHaveLength(1);
  }
});

test("two first messages of one person at the same instant are both answered, by one chat", async () => {
  const guests = gather(world, slug, 12);
  for (const { actor, platform } of guests) {
    const thread = actor[platform].thread;
    world.sandbox.world.changeThread(thread, { started: true, lastInboundAt: new Date().toISOString() });
  }
  const bringBoth = (guest: Guest) =>
    Promise.all([post(first.url, told(guest, { text: "/help" })), post(second.url, told(guest, { text: "/privacy" }))]);
  await Promise.all(guests.map(bringBoth));
  await settled();

  for (const guest of guests) expect(guest.transcript()).toHaveLength(2);
  const chats = await database.db.selectFrom("chats").select("version").execute();
  expect(chats).toEqual(Array(12).fill({ version: 2 }));

  for (let n = 0; n <= LAST; n++) await step(guests, n);
  await settled();
  for (const guest of guests) expect(guest.transcript().filter((text) => /You are in/.test(text))).toHaveLength(1);
});

function told({ actor: { person }, platform }: Guest, does: { text: string } | { press: string }): Post {
  const doing = { person, at: new Date(), does };
  const number = world.sandbox.world.nextUpdateId();
  const body =
    platform === "telegram" ? toTelegramUpdate(doing, number) : toWhatsappDelivery([doing], `told-${number}`);
  return { platform, body };
}
