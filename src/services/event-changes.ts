import type { Transaction } from "kysely";
import { type EventRow, lockEvent, setEvent, toEventFacts } from "../database/events.ts";
import { insertNotices } from "../database/notices.ts";
import { countOffered } from "../database/offers.ts";
import { clearReminders } from "../database/reminder-rounds.ts";
import type { Database } from "../database/schema.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import { type EventRecord, type NewEvent, toEventRecord } from "./events.ts";
import { eventCancelled, eventChanged } from "./notices.ts";
import { renewOffers, withdrawOffers } from "./offers.ts";
import { serveNext } from "./waiting-list.ts";

/** What is left out, or undefined, stays. */
export type EventChanges = { [Field in keyof Omit<NewEvent, "createdBy">]?: NewEvent[Field] | undefined };

export type UpdateOutcome =
  /** `told`: people who hear of it; of those who waited `promoted` have a seat now, and for `offered` one is held. */
  | { type: "changed"; event: EventRecord; told: number; promoted: number; offered: number }
  | { type: "not-found" }
  /** More people have a seat than there would be seats. */
  | { type: "below-taken"; taken: number }
  | { type: "ends-before-start" }
  /** Somebody else was first; how it is now. */
  | { type: "changed-meanwhile"; event: EventRecord }
  /** People were told that it does not take place. */
  | { type: "cancelled-for-good" }
  /** A draft is invisible, and somebody has a place in it. */
  | { type: "has-registrations"; taken: number; waiting: number };

interface Update {
  eventId: EventId;
  revision?: number;
  changes: EventChanges;
  word?: string | undefined;
  now: Date;
}

/**
 * Changes an event. Whoever has a place hears of another time or place, or that it is cancelled; new seats go to
 * those who wait. Seats that are only held may go: their offers are taken back.
 *
 * `revision`: of the version that the change was made on; left out, it is made whatever the event is now.
 * `word`: of an event that is cancelled, what the organisers add to the news.
 */
export async function updateEvent(
  trx: Transaction<Database>,
  { eventId, revision, changes, word, now }: Update,
): Promise<UpdateOutcome> {
  const before = await lockEvent(trx, eventId);
  if (!before) return { type: "not-found" };
  if (revision !== undefined && revision !== before.revision) {
    return { type: "changed-meanwhile", event: toEventRecord(before) };
  }
  const columns = toColumns(before, changes);
  const offered = (await countOffered(trx, eventId)).get(eventId) ?? 0;
  const refusal = refuse(before, columns, offered);
  if (refusal) return refusal;
  if (isSame(columns, toColumns(before, {})))
    return { type: "changed", event: toEventRecord(before), told: 0, promoted: 0, offered: 0 };

  const withdrawn = await withdraw(trx, before, { columns, offered, now });
  const after = await setEvent(trx, eventId, { ...columns, updatedAt: now });
  if (before.dateTime.getTime() !== after.dateTime.getTime()) await clearReminders(trx, eventId);
  const told = withdrawn + (await tell(trx, { before, after, word, now }));
  const served = await serveNext(trx, { eventId, now });
  const event = { ...toEventRecord(after), ...seatsAfter(after, served.promoted + served.offered) };
  return { type: "changed", event, told, ...served };
}

function refuse(before: EventRow, wanted: Columns, offered: number): UpdateOutcome | undefined {
  const { takenCount: taken, waitingCount: waiting } = before;
  const confirmed = taken - offered;
  if (before.status === "cancelled" && wanted.status !== "cancelled") return { type: "cancelled-for-good" };
  if (wanted.status === "draft" && taken + waiting > 0) return { type: "has-registrations", taken, waiting };
  if (wanted.endsAt && wanted.endsAt <= wanted.dateTime) return { type: "ends-before-start" };
  if (wanted.maxParticipants !== null && wanted.maxParticipants < confirmed)
    return { type: "below-taken", taken: confirmed };
  return undefined;
}

/** No seat is held at an event that is off, and no more are than there are. Gives how many are told. */
async function withdraw(
  trx: Transaction<Database>,
  event: EventRow,
  { columns, offered, now }: { columns: Columns; offered: number; now: Date },
): Promise<number> {
  const { status, dateTime, maxParticipants } = columns;
  const isOff = status === "cancelled" || dateTime <= now;
  const seats = maxParticipants ?? Number.POSITIVE_INFINITY;
  const count = isOff ? offered : Math.min(offered, Math.max(0, event.takenCount - seats));
  return withdrawOffers(trx, event, { count, isOff, now });
}

type Columns = Pick<
  EventRow,
  | "title"
  | "description"
  | "dateTime"
  | "endsAt"
  | "timeZone"
  | "location"
  | "locationUrl"
  | "picture"
  | "maxParticipants"
  | "status"
>;

function toColumns(row: EventRow, changes: EventChanges): Columns {
  return {
    title: changes.title ?? row.title,
    description: orKept(changes.description, row.description),
    dateTime: changes.startsAt ?? row.dateTime,
    endsAt: orKept(changes.endsAt, row.endsAt),
    timeZone: changes.timeZone ?? row.timeZone,
    location: changes.location ?? row.location,
    locationUrl: orKept(changes.locationUrl, row.locationUrl),
    picture: orKept(changes.picture, row.picture),
    maxParticipants: orKept(changes.maxParticipants, row.maxParticipants),
    status: changes.status ?? row.status,
  };
}

/** null takes the value away; undefined leaves it. */
function orKept<T>(given: T | undefined, kept: T): T {
  return given === undefined ? kept : given;
}

function isSame(one: Columns, other: Columns): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function seatsAfter({ takenCount, waitingCount }: EventRow, served: number): { taken: number; waiting: number } {
  return { taken: takenCount + served, waiting: waitingCount - served };
}

type Change = { before: EventRow; after: EventRow; word: string | undefined; now: Date };

/** Nobody is told of what is over already, or was never public. */
async function tell(trx: Transaction<Database>, { before, after, word, now }: Change): Promise<number> {
  const expiresAt = before.dateTime > after.dateTime ? before.dateTime : after.dateTime;
  if (before.status !== "published" || expiresAt <= now) return 0;
  const cancelled = after.status === "cancelled";
  if (!cancelled && !isElsewhere(before, after)) return 0;
  const facts = toEventFacts(after);
  const kind = cancelled ? "event-cancelled" : "event-changed";
  const renewed = cancelled ? 0 : await renewOffers(trx, after, now);
  const noticed = await insertNotices(trx, {
    eventId: after.id,
    kind,
    intents: cancelled ? eventCancelled(facts, word) : eventChanged(facts),
    dedupeKey: `${kind}:${after.id}:${after.revision}`,
    ids: Array.from({ length: after.takenCount + after.waitingCount }, () => newId<OutboxId>()),
    now,
    expiresAt,
  });
  return renewed + noticed;
}

function isElsewhere(before: EventRow, after: EventRow): boolean {
  const moved = before.dateTime.getTime() !== after.dateTime.getTime();
  return moved || before.timeZone !== after.timeZone || before.location !== after.location;
}
