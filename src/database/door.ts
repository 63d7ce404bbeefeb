import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import type { EventRow } from "./events.ts";
import { countAhead, type RegistrationRow } from "./registrations.ts";
import type { Database } from "./schema.ts";

/** As many as one list of WhatsApp holds. */
const MOST_DOORS = 10;

/** Published events whose door is open: they start until then, and either started after that or are not over. */
export async function listEventsOn(
  db: Kysely<Database>,
  { after, until, now }: { after: Date; until: Date; now: Date },
): Promise<EventRow[]> {
  return db
    .selectFrom("events")
    .selectAll()
    .where("status", "=", "published")
    .where("dateTime", "<=", until)
    .where((eb) => eb.or([eb("dateTime", ">", after), eb("endsAt", ">", now)]))
    .orderBy("dateTime")
    .orderBy("id")
    .limit(MOST_DOORS)
    .execute();
}

export interface CodeRow {
  id: RegistrationId;
  eventId: EventId;
  userId: UserId;
}

/** Whose a ticket's code is, or was: one given up is remembered. */
export async function findByCode(db: Kysely<Database>, code: string): Promise<CodeRow | undefined> {
  const { rows } = await sql<CodeRow>`
    select r.id, r.event_id, r.user_id, true as present from event_registrations r where r.ticket_code = ${code}
    union all
    select r.id, r.event_id, r.user_id, false from registration_changes c
      join event_registrations r on r.id = c.registration_id where c.ticket_code = ${code}
    order by present desc limit 1`.execute(db);
  return rows[0];
}

export async function findEventOf(db: Kysely<Database>, id: RegistrationId): Promise<EventId | undefined> {
  const row = await db.selectFrom("eventRegistrations").select("eventId").where("id", "=", id).executeTakeFirst();
  return row?.eventId;
}

/** How many are in, and how many seats are held for somebody who was asked. */
export interface InsideRow {
  entered: number;
  held: number;
}

export type EnteredRow = InsideRow & Pick<RegistrationRow, "ticketCode"> & { name: string | null };

/**
 * Lets somebody in who has a seat and is not in yet; with a code, only if it is their present one.
 * The condition is what makes one of two doors the first; the caller holds the event, so that the count is right.
 */
export async function setCheckedIn(
  trx: Transaction<Database>,
  { id, code, by, now }: { id: RegistrationId; code: string | undefined; by: UserId; now: Date },
): Promise<EnteredRow | undefined> {
  const { rows } = await sql<EnteredRow>`
    with entered as (
      update event_registrations set checked_in_at = ${now}, checked_in_by = ${by}
      where id = ${id} and status = 'confirmed' and checked_in_at is null
        and (${code ?? null}::text is null or ticket_code = ${code ?? null})
      returning event_id, user_id, ticket_code
    )
    select n.ticket_code, u.name, ${entered(sql.raw("n.event_id"))} + 1 as entered, ${held(sql.raw("n.event_id"))} as held
    from entered n join users u on u.id = n.user_id`.execute(trx);
  return rows[0];
}

/** Whoever came in with one of their two tickets is in with the one that stays: it lets nobody else in. */
export async function setEntered(
  trx: Transaction<Database>,
  id: RegistrationId,
  { checkedInAt, checkedInBy }: Pick<RegistrationRow, "checkedInAt" | "checkedInBy">,
): Promise<void> {
  if (!checkedInAt) return;
  await trx.updateTable("eventRegistrations").set({ checkedInAt, checkedInBy }).where("id", "=", id).execute();
}

/** Takes a check-in back, if it is the one of that moment; false if it is not. */
export async function clearCheckIn(trx: Transaction<Database>, { id, at }: { id: RegistrationId; at: Date }) {
  const { numUpdatedRows } = await trx
    .updateTable("eventRegistrations")
    .set({ checkedInAt: null, checkedInBy: null })
    .where("id", "=", id)
    .where("checkedInAt", "=", at)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function countInside(db: Kysely<Database>, eventId: EventId): Promise<InsideRow> {
  const id = sql`${eventId}::uuid`;
  const { rows } = await sql<InsideRow>`select ${entered(id)} as entered, ${held(id)} as held`.execute(db);
  return rows[0] ?? { entered: 0, held: 0 };
}

/** As the statement finds it: before what it changes itself. */
function entered(eventId: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(select count(*) from event_registrations i
    where i.event_id = ${eventId} and i.checked_in_at is not null)`;
}

function held(eventId: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(select count(*) from event_registrations o
    where o.event_id = ${eventId} and o.status = 'offered' and o.offer_expires_at is not null)`;
}

export type EntryRow = Pick<
  RegistrationRow,
  "id" | "userId" | "status" | "ticketCode" | "checkedInAt" | "checkedInBy"
> & {
  name: string | null;
  /** Of a place in the queue: how many wait before. */
  ahead: number;
  /** Who let them in, while they are of the team. */
  by: string | null;
};

/** How a registration stands towards the door. */
export async function findEntry(db: Kysely<Database>, id: RegistrationId): Promise<EntryRow | undefined> {
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("users as u", "u.id", "r.userId")
    .leftJoin("staff as s", "s.userId", "r.checkedInBy")
    .leftJoin("users as b", "b.id", "s.userId")
    .select(["r.id", "r.userId", "r.status", "r.ticketCode", "r.checkedInAt", "r.checkedInBy", "u.name"])
    .select([countAhead.as("ahead"), sql<string | null>`coalesce(b.name, s.name)`.as("by")])
    .where("r.id", "=", id)
    .executeTakeFirst();
}

/** When a place was given up, the ticket with this code if there was one, and whether it was only one in the queue. */
export async function findGivenUp(
  db: Kysely<Database>,
  { id, code }: { id: RegistrationId; code: string | undefined },
): Promise<{ at: Date; wasWaiting: boolean } | undefined> {
  const row = await db
    .selectFrom("registrationChanges")
    .select(["changedAt", "fromStatus"])
    .where("registrationId", "=", id)
    .where("toStatus", "=", "cancelled")
    .$if(code !== undefined, (query) => query.where("ticketCode", "=", code ?? null))
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { at: row.changedAt, wasWaiting: row.fromStatus !== "confirmed" };
}
