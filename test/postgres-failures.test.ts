import { afterEach, beforeEach, expect, test } from "vitest";
import { type Guest, gather, step } from "./crowd.ts";
import { hold } from "./held-rows.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { openWorld, type TestWorld } from "./world.ts";

const APOLOGY = /something is out of order on our side/;
const CONFIRMING = 4;

let server: PostgresServer;
let world: TestWorld;
let slug: string;

beforeEach(async () => {
  server = await startPostgres();
  world = await openWorld({ databaseUrl: server.url });
  ({ slug } = await world.publish({ maxParticipants: null }));
});
afterEach(async () => {
  await world.stop();
  await server.remove();
});

/** Guests who have only the last press before them. */
async function gatherBeforeConfirming(count: number): Promise<Guest[]> {
  const guests = gather(world, slug, count);
  for (let n = 0; n < CONFIRMING; n++) await step(guests, n);
  await world.app.processAll();
  return guests;
}

async function countRegistrations(): Promise<number> {
  const rows = await world.app.database.db.selectFrom("eventRegistrations").select("status").execute();
  expect(rows.every(({ status }) => status === "confirmed")).toBe(true);
  return rows.length;
}

const apologies = (guest: Guest) => guest.transcript().filter((text) => APOLOGY.test(text)).length;
const logged = (message: string) => world.logged.filter((line) => line.includes(message)).length;
const refusals = () => logged("will bring it again");

/** The newest update of Telegram once more, to see the answer itself. */
function postAgain(): Promise<Response> {
  const secret = world.sandbox.world.state.telegram.webhook?.secret ?? "";
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret };
  return world.fetch("/telegram", { method: "POST", headers, body: world.sandbox.webhooks.telegram.last() });
}

test("a press while Postgres is stopped is answered 503, apologised for once, and confirms when it is brought again", async () => {
  const [guest] = await gatherBeforeConfirming(1);
  if (!guest) throw new Error("nobody came");
  await server.stop();

  const confirming = step([guest], CONFIRMING);
  await guest.actor.telegram.hears(APOLOGY);
  const answer = await postAgain();
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  await expect.poll(refusals).toBeGreaterThan(3);

  await server.restart();
  await confirming;
  await world.app.processAll();
  expect(apologies(guest)).toBe(1);
  expect(await countRegistrations()).toBe(1);
  expect((await postAgain()).status).toBe(200);
  expect(await countRegistrations()).toBe(1);
});

test.each(["fast", "immediate"] as const)(
  "%s: a stop in the midst of a commit leaves nothing half done",
  async (mode) => {
    const guests = await gatherBeforeConfirming(4);
    const held = await hold(server.url, "lock table registration_changes in access exclusive mode");
    const confirming = step(guests, CONFIRMING);
    await held.awaited();

    await server.stop(mode);
    await held.release();
    await expect.poll(refusals, { timeout: 20_000 }).toBeGreaterThan(guests.length);
    await server.restart();
    await confirming;

    await world.app.processAll();
    expect(await countRegistrations()).toBe(guests.length);
    for (const guest of guests) expect(apologies(guest)).toBeLessThanOrEqual(1);
  },
);

test("a short restart among many people costs nobody a step, and nobody hears anything twice", async () => {
  const [telegram, whatsapp, ...guests] = gather(world, slug, 20);
  if (!telegram || !whatsapp) throw new Error("nobody came");
  for (let n = 0; n <= CONFIRMING; n++) await step([telegram, whatsapp], n);
  const usual = { telegram: telegram.transcript(), whatsapp: whatsapp.transcript() };

  for (let n = 0; n <= CONFIRMING; n++) {
    const restart = n % 2 ? server.stop("immediate").then(server.restart) : undefined;
    await Promise.all([step(guests, n), restart]);
  }

  await world.app.processAll();
  for (const guest of guests) {
    expect(guest.transcript().filter((text) => !APOLOGY.test(text))).toEqual(usual[guest.platform]);
  }
  expect(await countRegistrations()).toBe(20);
});

test("a message that went out while Postgres went away is not sent again, though its lease has ended", async () => {
  const guests = await gatherBeforeConfirming(6);
  const answers = Promise.withResolvers<void>();
  world.sandbox.faults.add({ type: "held", until: answers.promise }, { times: 100 });
  await Promise.all(guests.map(({ actor, platform }) => actor[platform].says("/help")));
  await expect.poll(() => world.sandbox.faults.count({ method: "sendmessage" })).toBeGreaterThan(0);

  await server.stop("immediate");
  answers.resolve();
  for (const { actor, platform } of guests) await actor[platform].hears(/info@club.example/);
  await server.restart();
  await world.app.database.db
    .updateTable("outbox")
    .set({ leasedUntil: new Date(0) })
    .where("status", "=", "waiting")
    .execute();
  const heard = guests.map((guest) => guest.transcript().length);

  await expect.poll(countWaiting, { timeout: 10_000 }).toBe(0);
  expect(guests.map((guest) => guest.transcript().length)).toEqual(heard);
});

test("how far a message came is told again once Postgres is back, and alarms nobody meanwhile", async () => {
  const [, guest] = gather(world, slug, 2);
  await guest?.steps[0]?.();
  await world.sandbox.settled();
  const news = world.sandbox.webhooks.whatsapp;
  expect(news.last()).toContain('"statuses"');
  await server.stop();
  expect(await news.deliverAgain()).toBe(503);
  expect(logged("delivery not saved")).toBe(1);
  expect(logged("past the chats' own care")).toBe(0);
  await server.restart();
  expect(await news.deliverAgain()).toBe(200);
});

test("the log is told once that Postgres went and once that it is back", async () => {
  const [guest] = gather(world, slug, 1);
  await server.stop();
  const asking = guest?.steps[0]?.();
  await expect.poll(() => logged("cannot look"), { timeout: 5_000 }).toBe(1);
  await expect.poll(refusals, { timeout: 10_000 }).toBeGreaterThan(30);
  await server.restart();
  await asking;
  await expect.poll(() => logged("can look again"), { timeout: 5_000 }).toBe(1);
  expect(logged("cannot look")).toBe(1);
});

async function countWaiting(): Promise<number> {
  const { db } = world.app.database;
  return (await db.selectFrom("outbox").select("id").where("status", "=", "waiting").execute()).length;
}
