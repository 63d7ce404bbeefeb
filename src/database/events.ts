import { type Insertable, type Kysely, type Selectable, sql, type Transaction, type Updateable } from "kysely";
import type { EventId } from "../ids.ts";
import type { EventFacts, SeatCount } from "../messages.ts";
import { PREPARED } from "./prepared.ts";
import type { Database, EventsTable } from "./schema.ts";

export type EventRow = Selectable<EventsTable>;

/** All of them, by name: what stands in a statement whose plan is kept. */
export const EVENT_COLUMNS = [
  ...(["id", "slug", "title", "description", "dateTime", "endsAt", "timeZone", "location", "locationUrl"] as const),
  ...(["picture", "maxParticipants", "takenCount", "waitingCount", "queueHead", "status", "revision"] as const),
  ...(["createdBy", "createdAt", "updatedAt"] as const),
];

/**
 * Takes an event for this transaction. Every change of seats queues here, so that none is counted twice;
 * `no key`, so that rows which refer to the event can be written meanwhile.
 */
export async function lockEvent(trx: Transaction<Database>, id: EventId): Promise<EventRow | undefined> {
  return trx.selectFrom("events").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
}

/**
 * The same of several at once, in the order of their ids, in which everybody takes more than one.
 *
 * @param wait false: fails at once if somebody else holds one of them.
 */
export async function lockEvents(
  trx: Transaction<Database>,
  ids: EventId[],
  { wait = true }: { wait?: boolean } = {},
): Promise<EventRow[]> {
  if (!ids.length) return [];
  return trx
    .selectFrom("events")
    .select(EVENT_COLUMNS)
    .where("id", "=", sql<EventId>`any(${ids}::uuid[])`)
    .orderBy("id")
    .forNoKeyUpdate()
    .$if(!wait, (query) => query.noWait())
    .modifyEnd(PREPARED)
    .execute();
}

export async function findEventRow(db: Kysely<Database>, id: EventId): Promise<EventRow | undefined> {
  return db.selectFrom("events").selectAll().where("id", "=", id).executeTakeFirst();
}

/** What people are told about an event, whatever its status. */
export async function findEventFacts(db: Kysely<Database>, id: EventId): Promise<EventFacts | undefined> {
  const row = await findEventRow(db, id);
  return row && toEventFacts(row);
}

/** Slugs that are this one, or this one with something behind a hyphen. */
export async function listSlugsFrom(db: Kysely<Database>, base: string): Promise<string[]> {
  const rows = await db
    .selectFrom("events")
    .select("slug")
    .where((eb) => eb.or([eb("slug", "=", base), eb("slug", "like", `${base}-%`)]))
    .execute();
  return rows.map(({ slug }) => slug);
}

/** undefined if another event has the slug already. */
export async function insertEvent(
  trx: Transaction<Database>,
  event: Insertable<EventsTable>,
): Promise<EventRow | undefined> {
  return trx
    .insertInto("events")
    .values(event)
    .onConflict((c) => c.column("slug").doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Edits an event that the caller has locked, and raises its revision. */
export async function setEvent(
  trx: Transaction<Database>,
  id: EventId,
  changes: Updateable<EventsTable>,
): Promise<EventRow> {
  return trx
    .updateTable("events")
    .set((eb) => ({ ...changes, revision: eb("revision", "+", 1) }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Counts seats and people who wait up or down, for an event that the caller has locked. */
export async function setCounts(
  trx: Transaction<Database>,
  id: EventId,
  { taken, waiting }: { taken: number; waiting: number },
): Promise<void> {
  await trx
    .updateTable("events")
    .set((eb) => ({ takenCount: eb("takenCount", "+", taken), waitingCount: eb("waitingCount", "+", waiting) }))
    .where("id", "=", id)
    .execute();
}

/** The one place where `date_time` becomes `startsAt`. */
export function toEventFacts(
  row: Pick<EventRow, "id" | "slug" | "title" | "dateTime" | "endsAt" | "timeZone" | "location" | "locationUrl">,
): EventFacts {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    startsAt: row.dateTime.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    timeZone: row.timeZone,
    location: row.location,
    locationUrl: row.locationUrl,
  };
}

export function toSeatCount(row: Pick<EventRow, "maxParticipants" | "takenCount" | "waitingCount">): SeatCount {
  return { capacity: row.maxParticipants, taken: row.takenCount, waiting: row.waitingCount };
}
