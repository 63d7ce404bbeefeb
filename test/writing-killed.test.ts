import { afterEach, beforeEach, expect, test } from "vitest";
import { createClock } from "../src/clock.ts";
import { inTransaction } from "../src/database/faults.ts";
import type { EventId } from "../src/ids.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { giveRole } from "../src/services/staff.ts";
import { type AppProcess, openProcessWorld, type ProcessWorld } from "./app-process.ts";
import { openTestDatabase, type TestPostgres } from "./database.ts";
import { zoneAtNoon } from "./daytime.ts";
import { CHOIR } from "./journey.ts";
import { type Member, seatMembers } from "./members.ts";

const PEOPLE = 60;
const NEWS = /Doors at six/;

let database: TestPostgres;
let world: ProcessWorld;
let app: AppProcess;
let max: Phone;
let members: Member[];

beforeEach(async () => {
  database = await openTestDatabase("postgres");
  world = await openProcessWorld({ databaseUrl: database.url });
  app = world.apps[0] ?? app;
  const { id } = await app.publish({ ...CHOIR, timeZone: "Europe/Moscow", location: "Library hall" });
  max = world.sandbox.person("Max").telegram;
  await max.asks("/help");
  await makeOwner();
  const place = { sandbox: world.sandbox, clock: createClock() };
  const on = (n: number) => (n % 2 ? (["whatsapp"] as const) : (["telegram"] as const));
  members = await seatMembers(place, database.db, { eventId: id as EventId, count: PEOPLE, on });
  await database.db.updateTable("users").set({ timeZone: zoneAtNoon() }).execute();
  await max.asks("menu");
  for (const title of ["Events", "1 · Mon 14 Dec, 19:00", "Write"]) {
    await max.taps(title);
    await max.hears();
  }
  await max.asks("Doors at six.", /60 of 60/);
});
afterEach(async () => {
  await world.stop();
  await database.close();
});

async function makeOwner(): Promise<void> {
  const { id: chatId } = await database.db.selectFrom("chats").select("id").executeTakeFirstOrThrow();
  const speaks = { platform: "telegram" as const, locale: "en" as const, zone: undefined, profileName: "Max" };
  await inTransaction(database.db, (trx) =>
    giveRole(trx, {
      actor: { chatId, userId: undefined, ...speaks },
      role: "owner",
      invitedBy: undefined,
      now: new Date(),
    }),
  );
}

const broadcasts = () => database.db.selectFrom("broadcasts").select(["people", "closedAt"]).execute();
const rows = async (status: "waiting" | "sent") =>
  (
    await database.db
      .selectFrom("outbox")
      .select("id")
      .where("kind", "=", "broadcast")
      .where("status", "=", status)
      .execute()
  ).length;

/** How often each of them has read the news. */
const timesRead = () =>
  members.map(({ person, platforms: [platform = "telegram"] }) => {
    const { messages } = world.sandbox.person(person.name)[platform];
    return messages.filter(({ author, text }) => author === "bot" && NEWS.test(text)).length;
  });

/** A process that was started anew looks once a minute whether words are under way. */
const heardReport = () =>
  expect
    .poll(() => max.messages.map(({ text }) => text).join("\n"), { timeout: 80_000 })
    .toContain("your message. It went to 60 of 60.");

async function letLeasesEnd(): Promise<void> {
  await database.db
    .updateTable("outbox")
    .set({ leasedUntil: new Date(0) })
    .where("status", "=", "waiting")
    .execute();
}

test("killed in the midst of it: another process goes on, nobody is left out, and nobody has it twice", async () => {
  world.sandbox.faults.add({ type: "hang" }, { times: 500, method: "POST messages" });
  await max.taps("Send");
  await expect.poll(() => rows("sent"), { timeout: 20_000 }).toBe(PEOPLE / 2);
  await app.kill();
  world.sandbox.faults.clear();
  expect(timesRead().filter((times) => times === 1)).toHaveLength(PEOPLE / 2);

  await app.start();
  await letLeasesEnd();
  await expect.poll(() => rows("waiting"), { timeout: 30_000 }).toBe(0);
  await heardReport();
  expect(timesRead()).toEqual(members.map(() => 1));
  expect(await broadcasts()).toMatchObject([{ people: PEOPLE, closedAt: expect.any(Date) }]);
}, 200_000);

test("killed before the commit: nothing was sent, the words are still there, and the press comes again", async () => {
  await app.kill();
  const pressing = max.taps("Send"); // the platform keeps it
  expect(await broadcasts()).toEqual([]);
  await app.start();
  await pressing;
  await expect.poll(() => rows("waiting"), { timeout: 30_000 }).toBe(0);
  await expect.poll(() => timesRead().reduce((sum, times) => sum + times, 0), { timeout: 30_000 }).toBe(PEOPLE);
  const { telegram } = world.sandbox.webhooks;
  expect(await telegram.deliverAgain()).toBe(200);
  await heardReport();
  expect(timesRead()).toEqual(members.map(() => 1));
  expect(await broadcasts()).toHaveLength(1);
}, 200_000);
