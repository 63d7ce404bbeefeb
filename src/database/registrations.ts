import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import type { EventRow } from "./events.ts";
import type { Database, EventRegistrationsTable, RegistrationChangesTable, RegistrationStatus } from "./schema.ts";

export type RegistrationRow = Selectable<EventRegistrationsTable>;

export async function findRegistration(
  db: Kysely<Database>,
  { eventId, userId }: { eventId: EventId; userId: UserId },
): Promise<RegistrationRow | undefined> {
  return db
    .selectFrom("eventRegistrations")
    .selectAll()
    .where("eventId", "=", eventId)
    .where("userId", "=", userId)
    .executeTakeFirst();
}

export async function findRegistrationById(
  db: Kysely<Database>,
  id: RegistrationId,
): Promise<RegistrationRow | undefined> {
  return db.selectFrom("eventRegistrations").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Of a place that is no offer. */
export const NO_OFFER = { offerExpiresAt: null, offerMessageId: null, offerToldAt: null } as const;

/** The ticket's code stays on the row, so that the door can say that it was given up; nobody is in without a seat. */
export async function setCancelled(trx: Transaction<Database>, id: RegistrationId, now: Date): Promise<void> {
  const out = { checkedInAt: null, checkedInBy: null } as const;
  await trx
    .updateTable("eventRegistrations")
    .set({ status: "cancelled", queueNo: null, ...NO_OFFER, ...out, coming: null, updatedAt: now })
    .where("id", "=", id)
    .execute();
}

/** Whether a free seat is theirs at once, or they are asked first. */
export async function setAutoTake(trx: Transaction<Database>, id: RegistrationId, autoTake: boolean): Promise<void> {
  await trx.updateTable("eventRegistrations").set({ autoTake }).where("id", "=", id).execute();
}

/** May be asked again at once, though an offer ran out of late. */
export async function setRested(trx: Transaction<Database>, id: RegistrationId): Promise<void> {
  await trx.updateTable("eventRegistrations").set({ offerExpiresAt: null }).where("id", "=", id).execute();
}

/** They say that they come. False without a seat. */
export async function setComing(
  trx: Transaction<Database>,
  { eventId, userId }: { eventId: EventId; userId: UserId },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("eventRegistrations")
    .set({ coming: true })
    .where("eventId", "=", eventId)
    .where("userId", "=", userId)
    .where("status", "=", "confirmed")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How many said that they come, of each event where somebody did; of all events unless told. */
export async function countComing(db: Kysely<Database>, eventId?: EventId): Promise<Map<EventId, number>> {
  const rows = await db
    .selectFrom("eventRegistrations")
    .select((eb) => ["eventId", eb.fn.countAll<number>().as("n")])
    .where(sql.ref<boolean>("coming"))
    .where("status", "=", "confirmed")
    .$if(eventId !== undefined, (query) => query.where("eventId", "=", eventId ?? null))
    .groupBy("eventId")
    .execute();
  return new Map(rows.map((row) => [row.eventId, row.n]));
}

/** One line of history; each change of a status has one. */
export async function insertChange(
  trx: Transaction<Database>,
  change: Insertable<RegistrationChangesTable>,
): Promise<void> {
  await trx.insertInto("registrationChanges").values(change).execute();
}

export type HeldRow = EventRow &
  Pick<RegistrationRow, "ticketCode" | "offerExpiresAt"> & { held: HeldStatus; ahead: number };
type HeldStatus = Exclude<RegistrationStatus, "cancelled">;
const HELD: HeldStatus[] = ["confirmed", "offered", "waitlisted"];

// Someone who is late still finds their ticket among the coming ones.
const overAt = sql<Date>`coalesce(e.ends_at, e.date_time + interval '6 hours')`;

/** At published events: coming seats, held ones too, and places in a queue, the soonest first, or past seats, the latest first. */
export async function listHeldRows(
  db: Kysely<Database>,
  { userId, past, now }: { userId: UserId; past: boolean; now: Date },
): Promise<HeldRow[]> {
  return (
    heldBy(db, userId)
      .selectAll("e")
      .select(["r.ticketCode", "r.offerExpiresAt", sql<HeldStatus>`r.status`.as("held"), countAhead.as("ahead")])
      .where(overAt, past ? "<=" : ">", now)
      // Having waited for nothing is no past of anyone's.
      .$if(past, (query) => query.where("r.status", "=", "confirmed"))
      .orderBy("e.dateTime", past ? "desc" : "asc")
      .orderBy("e.id", past ? "desc" : "asc")
      .execute()
  );
}

/** How many seats the person had at events that are over. */
export async function countPast(db: Kysely<Database>, { userId, now }: { userId: UserId; now: Date }): Promise<number> {
  const { n } = await heldBy(db, userId)
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where(overAt, "<=", now)
    .where("r.status", "=", "confirmed")
    .executeTakeFirstOrThrow();
  return n;
}

function heldBy(db: Kysely<Database>, userId: UserId) {
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("events as e", "e.id", "r.eventId")
    .where("r.userId", "=", userId)
    .where("r.status", "in", HELD)
    .where("e.status", "=", "published");
}

/** People who wait for the same event with a smaller number than the registration `r`. */
export const countAhead = sql<number>`(select count(*) from event_registrations ahead
  where ahead.event_id = r.event_id and ahead.status = 'waitlisted' and ahead.queue_no < r.queue_no)`;
