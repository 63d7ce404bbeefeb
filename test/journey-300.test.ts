import { afterEach, beforeEach, expect, test } from "vitest";
import type { EventId } from "../src/ids.ts";
import type { Platform } from "../src/messages.ts";
import { titlesOf } from "../src/sandbox/conversation.ts";
import { type Fault, SENDS } from "../src/sandbox/faults.ts";
import { createChance } from "./chance.ts";
import { gather, step } from "./crowd.ts";
import { type LongRun, openLongRun, type Runner } from "./long-run.ts";
import { findCopies, findLedgerFaults, findStale, findUnreminded } from "./long-run-judge.ts";
import { type Member, seatMembers } from "./members.ts";

const HOUR_MS = 60 * 60_000;
const SEED = 300;
const WAYS: Platform[][] = [["telegram"], ["whatsapp"], ["telegram", "whatsapp"], ["whatsapp", "telegram"]];

/** What one send in ten meets. */
const TROUBLES: Fault[] = [
  { type: "too-many", retryAfter: 1 },
  { type: "too-many", retryAfter: 3 },
  { type: "broken", status: 500 },
  { type: "broken", status: 503 },
  { type: "lost" },
];

let run: LongRun;
beforeEach(async () => {
  run = await openLongRun();
});
afterEach(() => run.stop());

const inHours = (hours: number) => new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + hours * HOUR_MS);
const before = (start: Date, hours: number) => new Date(start.getTime() - hours * HOUR_MS);

async function publish(title: string, startsAt: Date): Promise<{ id: EventId; slug: string }> {
  const event = { title, startsAt, timeZone: "Europe/Moscow", location: "Library hall", status: "published" };
  const { id, slug } = await run.api("/events", { method: "POST", body: event });
  return { id: id as EventId, slug: String(slug) };
}

/** Gives the moment from which it holds. */
async function change({ id }: { id: EventId }, body: object, of?: Runner): Promise<Date> {
  await run.api(`/events/${id}`, { method: "PATCH", body, ...(of && { of }) });
  return run.clock.now();
}

/** One in twenty, another of the ways each time. */
const isDoomed = (n: number) => n % 20 === Math.floor(n / 20) % 20;

/** They cannot be reached where they heard of us last, and only the platform's answers tell. Gives their addresses there. */
function cutOff(members: readonly Member[]): string[] {
  const { sandbox } = run;
  return members.map(({ person, platforms }) => {
    const { telegram, whatsapp } = sandbox.person(person.name);
    const more = whatsapp.messages.length - telegram.messages.length;
    const isWhatsapp = more === 0 ? platforms[0] === "whatsapp" : more > 0;
    if (isWhatsapp) whatsapp.vanishes();
    else sandbox.world.changeThread(telegram.thread, { blocked: true });
    return isWhatsapp ? (person.whatsapp.phone ?? "") : String(person.telegram.id);
  });
}

function countSends(matching: (host: string) => boolean): number {
  return run.sandbox.sends().filter(({ host, messageId }) => messageId !== undefined && matching(host)).length;
}

/** So many more sends were taken, by one process or by any. */
async function untilSent(count: number, runner?: Runner): Promise<void> {
  const matches = (host: string) => runner === undefined || runner.host === host;
  const until = countSends(matches) + count;
  await expect.poll(() => countSends(matches), { timeout: 60_000 }).toBeGreaterThanOrEqual(until);
}

/** Presses a button of the newest message that has it, on whichever messenger it came. */
async function press(members: readonly Member[], title: string): Promise<void> {
  const tap = async ({ person, platforms }: Member) => {
    const actor = run.sandbox.person(person.name);
    const asked = platforms.find((one) => actor[one].messages.some((message) => titlesOf(message).includes(title)));
    if (!asked) throw new Error(`nobody asked ${person.name}`);
    await actor[asked].taps(title);
  };
  await Promise.all(members.map(tap));
}

test("300 people, two moves, a killed process, a lost Redis and a tenth of all sends in trouble cost nobody a reminder", async () => {
  const [first, second, sung, third] = [inHours(48), inHours(73), inHours(75), inHours(104)];
  const killed = await run.start();
  await run.start();
  const walk = await publish("Forest walk", first);
  const choir = await publish("Choir evening", sung);
  const guests = gather(run, walk.slug, 20);
  for (let n = 0; n < 5; n++) await step(guests, n);
  const on = (n: number) => WAYS[n % WAYS.length] ?? [];
  const walkers = await seatMembers(run, run.database.db, { eventId: walk.id, count: 240, on });
  const singers = await seatMembers(run, run.database.db, { eventId: choir.id, count: 40, on });
  const healthy = walkers.filter((_, n) => !isDoomed(n));
  const doomed = walkers.filter((_, n) => isDoomed(n));
  const off = new Set(cutOff([...doomed.slice(0, 6), ...singers.filter((_, n) => isDoomed(n))]));
  run.sandbox.faults.share(TROUBLES, { method: SENDS, oneIn: 10, random: createChance(SEED) });

  // Moved once, and the process that tells of it is killed in the midst.
  const toldOfMove = untilSent(30, killed);
  await change(walk, { startsAt: second }, killed);
  await toldOfMove;
  await killed.kill();
  await run.start();
  await run.endLeasesOf(killed);
  await run.drain();

  // A day before Redis goes, and in the midst of the reminders the event is moved again.
  await run.redis.stop();
  const reminding = run.goTo(before(second, 24));
  await untilSent(100);
  const movedAt = await change(walk, { startsAt: third });
  await reminding;
  await run.drain();
  await run.redis.restart({ keepData: false });

  // The other event is cancelled between its two reminders.
  await run.goTo(before(sung, 24));
  await run.drain();
  const cancelledAt = await change(choir, { status: "cancelled" });
  await run.drain();

  for (const address of cutOff(doomed.slice(6))) off.add(address);
  await run.goTo(before(third, 24));
  await run.drain();
  await press(healthy.slice(0, 30), "I'm coming");
  await press(healthy.slice(30, 36), "I can't come");
  await run.drain();
  const standing = await run.api(`/events/${walk.id}`, { method: "GET" });
  expect(standing).toMatchObject({ taken: 240 + 20 - 6, coming: 30 });
  await run.goTo(before(third, 1));
  await run.drain();
  await run.goTo(before(third, -2));

  expect(await findUnreminded(run, (address) => off.has(address))).toEqual([]);
  const ended = [
    { eventId: walk.id, startsAt: second, at: movedAt },
    { eventId: choir.id, startsAt: sung, at: cancelledAt },
  ];
  expect(await findStale(run, ended)).toEqual([]);
  expect(await findCopies(run, [killed])).toEqual([]);
  expect(await findLedgerFaults(run)).toEqual([]);
}, 300_000);
