import type { Kysely, Transaction } from "kysely";
import type { BroadcastProgress, Words } from "../broadcasts.ts";
import { insertAudit } from "../database/audit-log.ts";
import {
  countAudiences,
  insertBroadcast,
  insertBroadcastMessages,
  listZones,
  markStopped,
  skipWaiting,
} from "../database/broadcasts.ts";
import { type EventRow, findEventRow, lockEvent, toEventFacts } from "../database/events.ts";
import { skipProgress } from "../database/progress.ts";
import type { Database } from "../database/schema.ts";
import { type BroadcastId, type EventId, newId, type OutboxId, type UserId } from "../ids.ts";
import type { Actor, Audience } from "../messages.ts";
import { findProgress } from "./broadcast-progress.ts";
import { type EventRecord, toEventRecord } from "./events.ts";
import { answerableAt } from "./holds.ts";
import { eventNews } from "./notices.ts";
import { type Carriers, findReach, type Reach } from "./reach.ts";

const HOUR_MS = 60 * 60_000;
/** When an event without an end is taken to be over. */
const USUAL_MS = 6 * HOUR_MS;
/** Words that did not get through within a day are news no more. */
const WORTH_MS = 24 * HOUR_MS;
/** So many of those whom nothing reaches are named. */
const NAMED = 5;

export interface Sending extends Carriers {
  dailyLimit?: number | undefined;
  now: Date;
}

export type Unwritable = { type: "not-found" } | { type: "unwritable"; event: EventRecord };

/** Whom one may write to. Nobody knows of a draft, and who was told that there is no event waits for nothing more. */
export async function findAudiences(
  db: Kysely<Database>,
  eventId: EventId,
): Promise<Unwritable | { type: "found"; event: EventRecord; counts: Record<Audience, number> }> {
  const row = await findEventRow(db, eventId);
  if (!row) return { type: "not-found" };
  const event = toEventRecord(row);
  if (row.status !== "published") return { type: "unwritable", event };
  return { type: "found", event, counts: await countAudiences(db, eventId) };
}

/** Whom it would reach now, and for how many of them it is night. */
export async function previewWords(
  db: Kysely<Database>,
  { eventId, audience, ...sending }: Sending & { eventId: EventId; audience: Audience },
): Promise<Unwritable | { type: "previewed"; event: EventRecord; reach: Reach; night: number }> {
  const row = await findEventRow(db, eventId);
  if (!row) return { type: "not-found" };
  const event = toEventRecord(row);
  if (row.status !== "published") return { type: "unwritable", event };
  const reach = await findReach(db, { ...sending, eventId, audience, template: true, named: { limit: NAMED } });
  const { night } = await findNight(db, row, { audience, now: sending.now });
  return { type: "previewed", event, reach, night };
}

export type SendOutcome =
  | Unwritable
  | { type: "changed-meanwhile" }
  | { type: "nobody"; event: EventRecord }
  /** `progress`: of these words, sent now or before. */
  | { type: "sent"; progress: BroadcastProgress };

interface Send extends Sending {
  actor: Actor & { userId: UserId };
  words: Words;
  /** At night too. */
  atOnce: boolean;
  /** The message that is to tell how far it is. */
  messageId: string | undefined;
}

/** Sends words to all whom they are for, in the transaction of the press. What was sent once is not sent again. */
export async function sendWords(trx: Transaction<Database>, send: Send): Promise<SendOutcome> {
  const { actor, words, atOnce, messageId, now } = send;
  const { id, audience, text } = words;
  const known = await findProgress(trx, id, now);
  if (known) return { type: "sent", progress: known };
  const event = await lockEvent(trx, words.event);
  if (!event) return { type: "not-found" };
  if (event.status !== "published") return { type: "unwritable", event: toEventRecord(event) };
  if (event.revision !== words.revision) return { type: "changed-meanwhile" };

  const reach = await findReach(trx, { ...send, eventId: event.id, audience, template: true, named: { limit: 0 } });
  if (reach.total === 0) return { type: "nobody", event: toEventRecord(event) };
  const reachable = reach.free + reach.byTemplate;
  const { chatId, userId: madeBy, locale } = actor;
  const made = { id, eventId: event.id, audience, words: text, madeBy, chatId, locale, messageId: messageId ?? null };
  await insertBroadcast(trx, { ...made, people: reach.total, reachable, toldAt: now, createdAt: now });
  const { dueAt } = atOnce ? { dueAt: new Map<string, Date>() } : await findNight(trx, event, { audience, now });
  await insertBroadcastMessages(trx, {
    ...{ id, eventId: event.id, audience, now, dueAt },
    intent: eventNews(toEventFacts(event), text),
    ids: Array.from({ length: event.takenCount + event.waitingCount }, () => newId<OutboxId>()),
    expiresAt: expiryOf(event, new Date(Math.max(now.getTime(), ...[...dueAt.values()].map((at) => at.getTime())))),
  });
  await writeDown(trx, {
    userId: madeBy,
    action: "people-written-to",
    event,
    detail: { id, audience, ...reachOf(reach) },
    now,
  });
  const progress = await findProgress(trx, id, now);
  if (!progress) throw new Error("a broadcast is gone in the transaction that made it");
  return { type: "sent", progress };
}

/** Ends what has not gone out yet. undefined if there is no such broadcast. */
export async function stopBroadcast(
  trx: Transaction<Database>,
  { id, userId, now }: { id: BroadcastId; userId: UserId; now: Date },
): Promise<BroadcastProgress | undefined> {
  if (await markStopped(trx, id, now)) {
    await skipWaiting(trx, id);
    await skipProgress(trx, id);
    const stopped = await findProgress(trx, id, now);
    const detail = { id, sent: stopped?.sent };
    if (stopped) await writeDown(trx, { userId, action: "broadcast-stopped", event: stopped.event, detail, now });
  }
  return findProgress(trx, id, now);
}

/** To which zones it goes later since it is night there, and to how many people. While the event is on it goes at once. */
async function findNight(
  db: Kysely<Database>,
  event: EventRow,
  { audience, now }: { audience: Audience; now: Date },
): Promise<{ night: number; dueAt: Map<string, Date> }> {
  const isOver = now >= (event.endsAt ?? new Date(event.dateTime.getTime() + USUAL_MS));
  const near = isOver ? new Date(now.getTime() + WORTH_MS) : event.dateTime;
  const dueAt = new Map<string, Date>();
  let night = 0;
  for (const { zone, people } of await listZones(db, { eventId: event.id, audience })) {
    const at = answerableAt(now, near, zone);
    if (at <= now) continue;
    dueAt.set(zone, at);
    night += people;
  }
  return { night, dueAt };
}

/** A day after it was to go, and not after the event that it is about, if that is still to come. */
function expiryOf({ endsAt, dateTime }: EventRow, lastDue: Date): Date {
  const end = endsAt ?? dateTime;
  const worth = new Date(lastDue.getTime() + WORTH_MS);
  return end > lastDue && end < worth ? end : worth;
}

function reachOf({ total, free, byTemplate }: Reach) {
  return { people: total, reachable: free + byTemplate, byTemplate };
}

/** Who wrote to whom and to how many, and never what. */
async function writeDown(
  trx: Transaction<Database>,
  { userId, event, ...entry }: { userId: UserId; action: string; event: { id: EventId }; detail: object; now: Date },
): Promise<void> {
  await insertAudit(trx, { actor: `user:${userId}`, subject: `event:${event.id}`, ...entry });
}
