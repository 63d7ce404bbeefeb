import type { Kysely, Transaction } from "kysely";
import { toEventFacts } from "../database/events.ts";
import { inTransaction } from "../database/faults.ts";
import { setComing } from "../database/registrations.ts";
import { insertReminders, listEventsToRemind, type Reminded, type ReminderKind } from "../database/reminders.ts";
import type { Database } from "../database/schema.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import type { Actor, Card, EventFacts } from "../messages.ts";
import { findCard } from "./cards.ts";
import { reminder } from "./notices.ts";

const HOUR_MS = 60 * 60_000;
const BATCH = 5_000;
/** Reminders that a stopped process missed are written down as expired, for starts of the last month. */
const MISSED_MS = 31 * 24 * HOUR_MS;

/** `leadMs` before the start, at the latest `latestMs` before it, and not to seats younger than `settledMs` by then. */
export const RULES: { kind: ReminderKind; leadMs: number; latestMs: number; settledMs: number }[] = [
  { kind: "reminder-24h", leadMs: 24 * HOUR_MS, latestMs: 2 * HOUR_MS, settledMs: 3 * HOUR_MS },
  { kind: "reminder-1h", leadMs: HOUR_MS, latestMs: 0, settledMs: 0 },
];

/**
 * Reminds everybody whose moment has come, in commits of at most 5,000. Twice, late, or in several processes at once:
 * each is reminded once of each start, and of every reminder that is not sent the outbox keeps the reason.
 * `tell` hears of each commit, for a later one may fail.
 */
export async function remind(
  db: Kysely<Database>,
  now: Date,
  tell: (batch: Reminded) => void = () => {},
): Promise<Reminded> {
  const total: Reminded = { read: 0, waiting: 0, late: 0, skipped: 0, expired: 0 };
  for (const { kind, ...times } of RULES) {
    const after = new Date(now.getTime() - MISSED_MS);
    const until = new Date(now.getTime() + times.leadMs);
    const rows = await listEventsToRemind(db, { kind, after, until });
    const events = rows.map(toEventFacts).map((event) => {
      return { id: event.id, startsAt: event.startsAt, intent: reminder(kind, event) };
    });
    for (let read = events.length; read > 0; ) {
      const ids = Array.from({ length: BATCH }, () => newId<OutboxId>());
      const batch = await inTransaction(db, (trx) => insertReminders(trx, { kind, events, ids, ...times, now }));
      add(total, batch);
      tell(batch);
      read = batch.read;
    }
  }
  return total;
}

function add(total: Reminded, batch: Reminded): void {
  total.read += batch.read;
  total.waiting += batch.waiting;
  total.late += batch.late;
  total.skipped += batch.skipped;
  total.expired += batch.expired;
}

export type ComingOutcome =
  | { type: "coming-noted"; event: EventFacts }
  /** No seat, or it is too late to say so: how things stand. */
  | { type: "event-found"; card: Card }
  | { type: "event-missing" };

/** [I'm coming]: organisers count it. Which start a button spoke of does not matter: it is answered with the present one. */
export async function sayComing(
  trx: Transaction<Database>,
  { actor, eventId, now }: { actor: Actor; eventId: EventId; now: Date },
): Promise<ComingOutcome> {
  const { userId } = actor;
  const card = await findCard(trx, { event: { id: eventId }, userId, now });
  if (!card) return { type: "event-missing" };
  const isOpen = userId && card.standing.type === "confirmed" && !card.closed;
  if (!isOpen || !(await setComing(trx, { eventId, userId }))) return { type: "event-found", card };
  return { type: "coming-noted", event: card.event };
}
