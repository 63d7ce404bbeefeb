import { setTimeout } from "node:timers/promises";
import type { Breach } from "../src/sandbox/limits.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { openPaceWorld, type PaceWorld } from "./pace-worlds.ts";

/** So many ask us something again and again while the others are told. */
const ASKERS = 8;
const ANSWER_TIMEOUT_MS = 60_000;
const PAUSE_MS = 2_500; // longer than it takes to be told to calm down

export interface BroadcastResult {
  breaches: readonly Breach[];
  /** Messages of the broadcast that the platforms took. */
  told: number;
  /** What the outbox says of them. */
  statuses: { [status: string]: number };
  asked: number;
  /** Of each answer, from the question to the answer on the phone. */
  answerMs: number[];
  /** Of the whole broadcast. */
  ms: number;
}

/** Tells everybody of another place, half of them on each messenger, while some ask for their tickets. */
export async function sendBroadcast({
  people,
  scale,
  redisUrl,
}: {
  people: number;
  /** How many times the platforms' real pace, for gates and doubles alike. */
  scale: number;
  redisUrl?: string | undefined;
}): Promise<BroadcastResult> {
  const half = Math.floor(people / 2);
  await using place = await openPaceWorld({
    scale,
    people: { telegram: half, whatsapp: people - half },
    ...(redisUrl !== undefined && { redisUrl }),
  });
  const { world, eventId, database } = place;
  const before = countTaken(place);
  const started = performance.now();
  await world.api(`/events/${eventId}`, { location: "Park, at the fountain" }, "PATCH");
  const telling = tellAll(place);
  const asking = Array.from({ length: ASKERS }, (_, n) => askUntil(toPhone(place, n), telling.done));
  await telling.over;
  const ms = performance.now() - started;
  const times = (await Promise.all(asking)).flat();
  const rows = await database.db
    .selectFrom("outbox")
    .select((eb) => ["status", eb.fn.countAll<number>().as("n")])
    .where("kind", "<>", "reply")
    .groupBy("status")
    .execute();
  const delivered = rows.filter(({ status }) => status !== "waiting");
  return {
    breaches: world.sandbox.limits.broken,
    told: countTaken(place) - before - times.length,
    statuses: Object.fromEntries(delivered.map(({ status, n }) => [status, n])),
    asked: times.length,
    answerMs: times,
    ms,
  };
}

function countTaken({ taken }: PaceWorld): number {
  return taken("telegram") + taken("whatsapp");
}

function tellAll({ world, database }: PaceWorld): { over: Promise<void>; done(): boolean } {
  let done = false;
  const isWaiting = () =>
    database.db
      .selectFrom("outbox")
      .select("id")
      .where("status", "=", "waiting")
      .where("kind", "<>", "reply")
      .limit(1)
      .executeTakeFirst();
  async function tell(): Promise<void> {
    while (await isWaiting()) await world.app.processAll();
    done = true;
  }
  return { over: tell(), done: () => done };
}

function toPhone({ world }: PaceWorld, n: number): Phone {
  const person = world.sandbox.newPerson();
  return n % 2 ? person.whatsapp : person.telegram;
}

/** Asks once more as soon as it is answered. Gives how long each answer took. */
async function askUntil(phone: Phone, done: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!done()) {
    const asked = performance.now();
    await phone.asks("help", { timeoutMs: ANSWER_TIMEOUT_MS });
    times.push(performance.now() - asked);
    await setTimeout(PAUSE_MS);
  }
  return times;
}
