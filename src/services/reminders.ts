import type { Kysely, Transaction } from "kysely";
import { type EventRow, toEventFacts } from "../database/events.ts";
import { inTransaction } from "../database/faults.ts";
import { setComing } from "../database/registrations.ts";
import { beginRounds, listEventsToRemind, lockFreeRounds, type ReminderKind } from "../database/reminder-rounds.ts";
import { insertReminders, type Reminded } from "../database/reminders.ts";
import type { Database } from "../database/schema.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import type { Actor, Card, EventFacts } from "../messages.ts";
import { findCard } from "./cards.ts";
import { reminder } from "./notices.ts";

const HOUR_MS = 60 * 60_000;
const BATCH = 5_000;
/** Postgres works at each with one processor. */
const AT_ONCE = 2;
/** Reminders that a stopped process missed are written down as expired, for starts of the last month. */
const MISSED_MS = 31 * 24 * HOUR_MS;

/** `leadMs` before the start, at the latest `latestMs` before it, and not to seats younger than `settledMs` by then. */
interface Rule {
  kind: ReminderKind;
  leadMs: number;
  latestMs: number;
  settledMs: number;
}

export const RULES: Rule[] = [
  { kind: "reminder-24h", leadMs: 24 * HOUR_MS, latestMs: 2 * HOUR_MS, settledMs: 3 * HOUR_MS },
  { kind: "reminder-1h", leadMs: HOUR_MS, latestMs: 0, settledMs: 0 },
];

/**
 * Reminds everybody whose moment has come, in commits of at most 5,000, two at a time. Twice, late, or in several
 * processes at once: each is reminded once of each start, and of every reminder that is not sent the outbox keeps the
 * reason. `tell` hears of each commit, for a later one may fail.
 */
export async function remind(
  db: Kysely<Database>,
  now: Date,
  tell: (batch: Reminded) => void = () => {},
): Promise<Reminded> {
  const total: Reminded = { read: 0, waiting: 0, late: 0, skipped: 0, expired: 0 };
  for (const rule of RULES) {
    const after = new Date(now.getTime() - MISSED_MS);
    const until = new Date(now.getTime() + rule.leadMs);
    const due = await listEventsToRemind(db, { kind: rule.kind, after, until });
    await beginRounds(db, { kind: rule.kind, eventIds: due.map(({ id }) => id) });
    const portions = toPortions(due);
    const work = async () => {
      for (let events = portions.shift(); events; events = portions.shift()) {
        await remindPortion(db, { rule, events, now }, (batch) => {
          add(total, batch);
          tell(batch);
        });
      }
    };
    const worked = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    const failed = worked.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
  }
  return total;
}

async function remindPortion(
  db: Kysely<Database>,
  { rule, events, now }: { rule: Rule; events: EventRow[]; now: Date },
  tell: (batch: Reminded) => void,
): Promise<void> {
  const told = events.map(toEventFacts).map((event) => {
    return { id: event.id, startsAt: event.startsAt, intent: reminder(rule.kind, event) };
  });
  for (let read = BATCH; read === BATCH; ) {
    const batch = await inTransaction(db, async (trx) => {
      const held = await lockFreeRounds(trx, { kind: rule.kind, eventIds: told.map(({ id }) => id) });
      const ids = Array.from({ length: BATCH }, () => newId<OutboxId>());
      return insertReminders(trx, { ...rule, events: told.filter(({ id }) => held.includes(id)), ids, now });
    });
    read = batch.read;
    tell(batch);
  }
}

/** Events whose people fit into one commit, where an event's own do. */
function toPortions(events: EventRow[]): EventRow[][] {
  const portions: EventRow[][] = [];
  let room = 0;
  for (const event of events) {
    if (portions.length === 0 || event.takenCount > room) {
      portions.push([]);
      room = BATCH;
    }
    portions.at(-1)?.push(event);
    room -= event.takenCount;
  }
  return portions;
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
