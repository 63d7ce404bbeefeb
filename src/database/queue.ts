import { type Kysely, sql, type Transaction } from "kysely";
import type { EventId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { Locale } from "../messages.ts";
import type { Database } from "./schema.ts";

/** Someone who waits or is asked, with what it takes to write to them. */
export interface QueueRow {
  registrationId: RegistrationId;
  userId: UserId;
  locale: Locale | null;
  timeZone: string | null;
}

/** The first who wait, in their order; but nobody whose last offer ran out after `restedSince`. */
export async function listNext(
  db: Kysely<Database>,
  { eventId, restedSince, limit }: { eventId: EventId; restedSince: Date; limit: number },
): Promise<(QueueRow & { autoTake: boolean })[]> {
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("users as u", "u.id", "r.userId")
    .select(["r.id as registrationId", "r.userId", "r.autoTake", "u.locale", "u.timeZone"])
    .where("r.eventId", "=", eventId)
    .where("r.status", "=", "waitlisted")
    .where((eb) => eb.or([eb("r.offerExpiresAt", "is", null), eb("r.offerExpiresAt", "<=", restedSince)]))
    .orderBy("r.queueNo")
    .limit(limit)
    .execute();
}

/** Whoever takes a free seat at once has a ticket, whoever is asked first an offer. */
export type Served = { registrationId: RegistrationId } & (
  | { ticketCode: string }
  | { offer: { messageId: OutboxId; until: Date } }
);

/**
 * Seats people who wait, or holds a seat for them, with their history and the event's counts, in one statement.
 * The caller holds the event's lock.
 */
export async function setServed(
  trx: Transaction<Database>,
  { eventId, served, now }: { eventId: EventId; served: Served[]; now: Date },
): Promise<void> {
  const records = served.map((one, n) => ({
    id: one.registrationId,
    n,
    ...("offer" in one ? { message_id: one.offer.messageId, until: one.offer.until } : { code: one.ticketCode }),
  }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g (
        id uuid, n int, code text, message_id uuid, until timestamptz)
    ), served as (
      update event_registrations r set updated_at = ${now},
        status = case when g.code is null then 'offered' else 'confirmed' end,
        confirmed_at = case when g.code is null then r.confirmed_at else ${now} end,
        ticket_code = coalesce(g.code, r.ticket_code),
        queue_no = case when g.code is null then r.queue_no end,
        offer_expires_at = g.until, offer_message_id = g.message_id, offer_told_at = null
      from given g where r.id = g.id and r.status = 'waitlisted'
      returning r.id, r.user_id, r.status, g.code, g.n
    ), changed as (
      insert into registration_changes
        (registration_id, event_id, user_id, from_status, to_status, ticket_code, actor, via, changed_at)
      select id, ${eventId}, user_id, 'waitlisted', status, code, 'system', 'system', ${now} from served order by n
    )
    update events e set taken_count = taken_count + s.n, waiting_count = waiting_count - s.n
    from (select count(*)::int as n from served) s where e.id = ${eventId}`.execute(trx);
}

/** Puts someone who waits before all who wait or are asked, whether or not they let an offer go. The caller holds the event's lock. */
export async function setFirst(
  trx: Transaction<Database>,
  { id, eventId, now }: { id: RegistrationId; eventId: EventId; now: Date },
): Promise<void> {
  await sql`
    update event_registrations set offer_expires_at = null, updated_at = ${now}, queue_no = (
      select coalesce(min(o.queue_no), 1) - 1 from event_registrations o
      where o.event_id = ${eventId} and o.status in ('waitlisted', 'offered'))
    where id = ${id} and status = 'waitlisted'`.execute(trx);
}

/** Whether the next free seat is theirs: nobody waits before them, and they let no offer go of late. */
export async function isFirst(
  db: Kysely<Database>,
  { id, eventId }: { id: RegistrationId; eventId: EventId },
): Promise<boolean> {
  const { rows } = await sql`
    select from event_registrations r where r.id = ${id} and r.offer_expires_at is null and not exists (
      select from event_registrations a
      where a.event_id = ${eventId} and a.status = 'waitlisted' and a.queue_no < r.queue_no)`.execute(db);
  return rows.length > 0;
}
