import type { Kysely, Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { countEvents, findUsualZone, listEventRowsPage } from "../database/event-lists.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, UserId } from "../ids.ts";
import { type EventChanges, type UpdateOutcome, updateEvent } from "./event-changes.ts";
import { createEvent, type EventRecord, findEvent, type NewEvent, toEventRecord } from "./events.ts";

/** What organisers do with events by chat: the same as through the API, written down, and asked about first. */

interface Doing {
  userId: UserId;
  now: Date;
}

/** A new event is a draft until it is published. */
export async function keepEvent(
  trx: Transaction<Database>,
  { event, userId, now }: Doing & { event: NewEvent },
): Promise<EventRecord> {
  const kept = await createEvent(trx, { ...event, status: "draft", createdBy: userId }, now);
  await insertAudit(trx, {
    actor: `user:${userId}`,
    action: "event-created",
    subject: `event:${kept.id}`,
    detail: { revision: kept.revision },
    now,
  });
  return kept;
}

export type ChangeOutcome =
  | UpdateOutcome
  /** People would hear of it, or it is for good: to be asked once more. */
  | { type: "sure-asked"; event: EventRecord }
  /** It would be published after its start. */
  | { type: "over"; event: EventRecord };

interface Change extends Doing {
  eventId: EventId;
  /** The version that was seen. */
  revision: number;
  changes: EventChanges;
  /** Goes with the news that it is cancelled. */
  word?: string | undefined;
  /** How often it was asked whether they are sure. */
  times: number;
}

export async function changeEvent(
  trx: Transaction<Database>,
  { eventId, revision, changes, word, times, userId, now }: Change,
): Promise<ChangeOutcome> {
  const before = await findEvent(trx, eventId);
  if (before && before.revision === revision) {
    if (changes.status === "published" && (changes.startsAt ?? before.startsAt) <= now) {
      return { type: "over", event: before };
    }
    if (times < timesToAsk(before, changes)) return { type: "sure-asked", event: before };
  }
  const outcome = await updateEvent(trx, { eventId, revision, changes, word, now });
  if (outcome.type === "changed" && outcome.event.revision !== revision) {
    const detail = { revision: outcome.event.revision, fields: Object.keys(changes), told: outcome.told };
    await insertAudit(trx, {
      actor: `user:${userId}`,
      action: changes.status === "cancelled" ? "event-cancelled" : "event-changed",
      subject: `event:${eventId}`,
      detail,
      now,
    });
  }
  return outcome;
}

/** Twice before an event is cancelled, once before people hear of another time or place. */
function timesToAsk({ status, taken, waiting }: EventRecord, changes: EventChanges): number {
  if (changes.status === "cancelled") return 2;
  const moves = changes.startsAt !== undefined || changes.timeZone !== undefined || changes.location !== undefined;
  return status === "published" && moves && taken + waiting > 0 ? 1 : 0;
}

interface EventPage {
  page: number;
  total: number;
  /** In which events usually take place; undefined while there are none. */
  zone: string | undefined;
  events: EventRecord[];
}

/** All events, drafts and past ones too unless they are not wanted, those to come first. */
export async function listPage(
  db: Kysely<Database>,
  { page, pageSize, now, drafts = true }: { page: number; pageSize: number; now: Date; drafts?: boolean },
): Promise<EventPage> {
  const total = await countEvents(db, { drafts });
  const last = Math.max(0, Math.ceil(total / pageSize) - 1);
  const shown = Math.min(page, last);
  const rows = await listEventRowsPage(db, { limit: pageSize, offset: shown * pageSize, now, drafts });
  return { page: shown, total, zone: await findUsualZone(db), events: rows.map(toEventRecord) };
}
