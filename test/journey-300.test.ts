import { afterEach, beforeEach, expect, test } from "vitest";
import type { EventId } from "../src/ids.ts";
import type { Platform } from "../src/messages.ts";
import { titlesOf } from "../src/sandbox/conversation.ts";
import { type Fault, SENDS } from "../src/sandbox/faults.ts";
import type { Send } from "../src/sandbox/sends.ts";
import { createChance } from "./chance.ts";
import { gather, step } from "./crowd.ts";
import { type LongRun, type LongRunner, openLongRun } from "./long-run.ts";
import { findCopies, findLedgerFaults, findStale, findUnreminded, type Unsent } from "./long-run-judge.ts";
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

interface Event {
  id: EventId;
  slug: string;
}

async function publish(title: string, startsAt: Date): Promise<Event> {
  const event = { title, startsAt, timeZone: "Europe/Moscow", location: "Library hall", status: "published" };
  const { id, slug } = await run.api("/events", { method: "POST", body: event });
  return { id: id as EventId, slug: String(slug) };
}

/** Gives the moment from which it holds. */
async function change({ id }: Event, body: object, of?: LongRunner): Promise<Date> {
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

/** What a process sent in the seconds before it was killed may not have been written down. */
function isLastWordOf({ host, killedAt }: LongRunner, send: Send): boolean {
  return send.host === host && killedAt !== undefined && killedAt.getTime() - send.at.getTime() < 12_000;
}

function countSends(matching: (host: string) => boolean): number {
  return run.sandbox.sends().filter(({ host, messageId }) => messageId !== undefined && matching(host)).length;
}

/** So many more sends were taken, by one process or by any. */
async function untilSent(count: number, runner?: LongRunner): Promise<void> {
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

interface Club {
  walk: Event;
  choir: Event;
  walkers: Member[];
  singers: Member[];
}

/** 300 people: 20 by the dialogue, the others as if. */
async function open(first: Date, sung: Date): Promise<Club> {
  const walk = await publish("Forest walk", first);
  const choir = await publish("Choir evening", sung);
  const guests = gather(run, walk.slug, 20);
  for (let n = 0; n < 5; n++) await step(guests, n);
  const seat = (eventId: EventId, count: number) =>
    seatMembers(run, run.database.db, { eventId, count, on: (n) => WAYS[n % WAYS.length] ?? [] });
  return { walk, choir, walkers: await seat(walk.id, 240), singers: await seat(choir.id, 40) };
}

/** The process that tells of the move is killed in the midst of it, and another started. */
async function killWhileTelling(runner: LongRunner, event: Event, startsAt: Date): Promise<void> {
  const telling = untilSent(30, runner);
  await change(event, { startsAt }, runner);
  await telling;
  await runner.kill();
  await run.start();
  await run.endLeasesOf(runner);
  await run.drain();
}

/** Redis goes, and in the midst of the day-before reminders the event is moved again. */
async function moveWhileReminding(event: Event, { from, to }: { from: Date; to: Date }): Promise<Date> {
  await run.redis.stop();
  const reminding = run.goTo(before(from, 24));
  await untilSent(100);
  const movedAt = await change(event, { startsAt: to });
  await reminding;
  await run.drain();
  await run.redis.restart({ keepData: false });
  return movedAt;
}

/** Cancels an event between its two reminders. */
async function cancelAfterReminding(event: Event, startsAt: Date): Promise<Date> {
  await run.goTo(before(startsAt, 24));
  await run.drain();
  const cancelledAt = await change(event, { status: "cancelled" });
  await run.drain();
  return cancelledAt;
}

async function remindAndAsk(start: Date, walkers: readonly Member[]): Promise<void> {
  const healthy = walkers.filter((_, n) => !isDoomed(n));
  await run.goTo(before(start, 24));
  await run.drain();
  await press(healthy.slice(0, 30), "I'm coming");
  await press(healthy.slice(30, 36), "I can't come");
  await run.drain();
}

async function remindShortly(start: Date): Promise<void> {
  await run.goTo(before(start, 1));
  await run.drain();
  await run.goTo(before(start, -2));
}

test("300 people, two moves, a killed process, a lost Redis and a tenth of all sends in trouble cost nobody a reminder", async () => {
  const [first, second, sung, third] = [inHours(48), inHours(73), inHours(75), inHours(104)];
  const killed = await run.start();
  await run.start();
  const { walk, choir, walkers, singers } = await open(first, sung);
  const doomed = walkers.filter((_, n) => isDoomed(n));
  const off = new Set(cutOff([...doomed.slice(0, 6), ...singers.filter((_, n) => isDoomed(n))]));
  run.sandbox.faults.share(TROUBLES, { method: SENDS, oneIn: 10, random: createChance(SEED) });

  await killWhileTelling(killed, walk, second);
  const movedAt = await moveWhileReminding(walk, { from: second, to: third });
  const cancelledAt = await cancelAfterReminding(choir, sung);
  for (const address of cutOff(doomed.slice(6))) off.add(address);
  await remindAndAsk(third, walkers);
  const standing = await run.api(`/events/${walk.id}`, { method: "GET" });
  await remindShortly(third);

  expect(standing).toMatchObject({ taken: 240 + 20 - 6, coming: 30 });
  const isRight = ({ addresses }: Unsent) => addresses?.every((address) => off.has(address)) ?? false;
  expect(await findUnreminded(run, { begunBy: run.clock.now(), isRight })).toEqual([]);
  const ended = [
    { eventId: walk.id, startsAt: second, at: movedAt },
    { eventId: choir.id, startsAt: sung, at: cancelledAt },
  ];
  expect(await findStale(run, ended)).toEqual([]);
  expect(await findCopies(run, (send) => send.withheld || isLastWordOf(killed, send))).toEqual([]);
  expect(await findLedgerFaults(run)).toEqual([]);
}, 300_000);
