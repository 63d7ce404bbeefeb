import { expect, test } from "vitest";
import type { EventId } from "../src/ids.ts";
import type { TestPostgres } from "./database.ts";
import { moveTo } from "./daytime.ts";
import { CHOIR } from "./journey.ts";
import { type Member, seatMembers } from "./members.ts";
import { ownerOf } from "./organisers.ts";
import { openWorldOnPostgres } from "./stored-world.ts";
import { stage, type Talk } from "./transcript.ts";
import type { TestWorld } from "./world.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

interface Full {
  world: TestWorld;
  database: TestPostgres;
  eventId: EventId;
  members: Member[];
  max: Talk;
  [Symbol.asyncDispose](): Promise<void>;
}

/** An event with so many people, every second in WhatsApp, and an organiser on its page. */
async function openFull(count: number): Promise<Full> {
  const world = await openWorldOnPostgres();
  const { database } = world;
  moveTo(world.clock, 12);
  const { id } = await world.publish(CHOIR);
  const eventId = id as EventId;
  const on = (n: number) => (n % 2 ? (["whatsapp"] as const) : (["telegram"] as const));
  const members = await seatMembers(world, database.db, { eventId, count, on });
  const max = stage(world).talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));
  await max.says("menu");
  await max.taps("Events");
  await max.taps("1 · Mon 14 Dec, 19:00");
  return { world, database, eventId, members, max, [Symbol.asyncDispose]: world.stop };
}

async function setChats({ database }: Full, members: Member[], change: { blockedAt?: Date; lastInboundAt?: Date }) {
  const ids = members.flatMap(({ chats }) => chats.map(({ id }) => id));
  await database.db.updateTable("chats").set(change).where("id", "in", ids).execute();
}

async function silence({ database, world }: Full, members: Member[]): Promise<void> {
  const ids = members.map(({ userId }) => userId);
  await database.db.updateTable("users").set({ silencedAt: world.clock.now() }).where("id", "in", ids).execute();
}

const phoneOf = ({ world }: Full, { person, platforms: [platform] }: Member) =>
  world.sandbox.person(person.name)[platform ?? "telegram"];

/** How often somebody has read these words. */
const timesRead = (full: Full, member: Member, words: RegExp) =>
  phoneOf(full, member).messages.filter(({ author, text }) => author === "bot" && words.test(text)).length;

test("112 of 120 are reached: who is not is named before, and in the report", async () => {
  await using full = await openFull(120);
  const { world, members, max, database } = full;
  const inWhatsapp = members.filter(({ platforms }) => platforms[0] === "whatsapp");
  const inTelegram = members.filter(({ platforms }) => platforms[0] === "telegram");
  const blocked = [...inTelegram.slice(0, 3), ...inWhatsapp.slice(0, 2)];
  const stopped = inTelegram.slice(3, 6);
  await setChats(full, inWhatsapp.slice(2, 8), { lastInboundAt: new Date(world.clock.now().getTime() - 30 * HOUR_MS) });
  await setChats(full, blocked, { blockedAt: world.clock.now() });
  await silence(full, stopped);
  const unreached = [...blocked, ...stopped].map(({ person }) => person.name).toSorted((a, b) => (a < b ? -1 : 1));

  await max.taps("Write");
  await max.says("The hall has moved: first floor.");
  const { text } = max.last();
  expect(text).toContain(
    `All who have a place or wait: 112 of 120; 6 by template; 8 cannot be reached: ${unreached.slice(0, 5).join(", ")} and 3 more.`,
  );

  await max.taps("Send");
  await world.app.processAll();
  world.clock.moveForward(20 * SECOND_MS);
  await world.app.runJobs();
  const report = await max.hears(/your message/);
  expect(report.text).toContain("It went to 112 of 120.");
  expect(report.text).toMatch(/Telegram: 54$/m);
  expect(report.text).toMatch(/WhatsApp: 58, delivered \d+, read \d+$/m);
  expect(report.text).toMatch(/^Cannot be reached: 5 \(/m);
  expect(report.text).toMatch(/^Said “stop”: 3 \(/m);
  for (const member of members) {
    const expected = blocked.includes(member) || stopped.includes(member) ? 0 : 1;
    expect(timesRead(full, member, /first floor/)).toBe(expected);
  }
  const figures = await (await world.fetch("/metrics")).text();
  expect(figures).toMatch(/^doorlist_broadcasts 1$/m);
  expect(figures).toMatch(/^doorlist_broadcasts_open 0$/m);
  const audit = await database.db
    .selectFrom("auditLog")
    .selectAll()
    .where("action", "=", "people-written-to")
    .execute();
  expect(audit.map(({ detail }) => detail)).toMatchObject([
    { audience: "all", people: 120, reachable: 112, byTemplate: 6 },
  ]);
  expect(JSON.stringify(audit)).not.toContain("first floor");
});

test("stopped in mid-way: who had it is told, what was under way is settled, and nobody else gets it", async () => {
  await using full = await openFull(160);
  const { world, max, members, database } = full;
  const arrival = Promise.withResolvers<void>();
  world.sandbox.faults.add({ type: "held", until: arrival.promise }, { times: 500, method: "POST messages" });
  await max.taps("Write");
  await max.says("Doors at six.");
  await max.taps("Send");
  const counts = async () => {
    const rows = await database.db
      .selectFrom("outbox")
      .select((eb) => ["status", eb.fn.countAll<number>().as("n")])
      .where("kind", "=", "broadcast")
      .groupBy("status")
      .execute();
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  };
  await expect.poll(async () => (await counts()).sent, { timeout: 20_000 }).toBe(80);

  world.clock.moveForward(5 * SECOND_MS);
  const telling = world.app.runJobs(); // waits for what is under way
  await max.hears(/Sent 80 of 160/);
  await max.taps("Stop");
  const stopped = max.last();
  arrival.resolve();
  await telling;
  world.clock.moveForward(20 * SECOND_MS);
  await world.app.runJobs();
  const report = await max.hears(/your message/);

  const underWay = Number(/To (\d+) it was on its way/.exec(stopped.text)?.[1]);
  expect(stopped.text).toMatch(/^Choir evening\. Stopped: 80 of 160 had it already\./);
  expect(underWay).toBeGreaterThan(0);
  expect(report.text).toContain(`It went to ${80 + underWay} of 160.`);
  expect(report.text).toContain(`Stopped before it went out: ${80 - underWay}`);
  const read = members.map((member) => timesRead(full, member, /Doors at six/));
  expect(read.filter((times) => times === 1)).toHaveLength(80 + underWay);
  expect(Math.max(...read)).toBe(1);
});
