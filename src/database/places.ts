import { sql, type Transaction } from "kysely";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import { PREPARED } from "./prepared.ts";
import type { Database, Via } from "./schema.ts";

interface Placed {
  id: RegistrationId;
  eventId: EventId;
  userId: UserId;
  /** Who is behind it, for the history. */
  actor: string;
  via: Via;
  /** By what they are registered, if it is another than what it is done by. */
  registeredVia?: Via;
}

/** A seat with its ticket, or a number in the queue, for someone who has no place. */
export type NewPlace = NewSeat | NewWait;
export type NewSeat = Placed & { ticketCode: string };
export type NewWait = Placed & { queueNo: number; autoTake: boolean };

/**
 * Gives places at events that the caller has locked, each on the row that its person once gave up if there is one,
 * with their history in the order given and the events' counts, in one statement.
 * Throws if somebody has a place: the caller looked, holding the event's lock.
 */
export async function insertPlaces(trx: Transaction<Database>, places: NewPlace[], now: Date): Promise<void> {
  const { rows } = await sql<{ placed: number }>`
    with given as materialized (
      select *, case when g.code is null then 'waitlisted' else 'confirmed' end as status
      from jsonb_to_recordset(${JSON.stringify(places.map(toRecord))}::jsonb) as g (
        n int, id uuid, event_id uuid, user_id uuid, actor text, via text, registered_via text, code text, queue_no bigint, auto_take boolean)
    ), placed as (
      insert into event_registrations as r (id, event_id, user_id, registered_via, status, queue_no, auto_take,
        ticket_code, confirmed_at, created_at, updated_at)
      select g.id, g.event_id, g.user_id, g.registered_via, g.status, g.queue_no, g.auto_take,
        g.code, case when g.code is not null then ${now}::timestamptz end, ${now}, ${now}
      from given g order by g.n
      on conflict (event_id, user_id) do update set registered_via = excluded.registered_via, status = excluded.status,
        queue_no = excluded.queue_no, auto_take = excluded.auto_take, ticket_code = excluded.ticket_code,
        confirmed_at = excluded.confirmed_at, offer_expires_at = null, offer_message_id = null, offer_told_at = null,
        coming = null, updated_at = excluded.updated_at
      where r.status = 'cancelled'
      returning r.id, r.event_id, r.user_id, r.status
    ), changed as (
      insert into registration_changes
        (registration_id, event_id, user_id, to_status, ticket_code, actor, via, changed_at)
      select p.id, p.event_id, p.user_id, p.status, g.code, g.actor, g.via, ${now}
      from placed p join given g on g.event_id = p.event_id and g.user_id = p.user_id order by g.n
    ), counted as (
      update events e set taken_count = taken_count + s.seats, waiting_count = waiting_count + s.waits,
        queue_head = queue_head + s.waits
      from (select event_id, count(*) filter (where status = 'confirmed')::int as seats,
        count(*) filter (where status = 'waitlisted')::int as waits from placed group by event_id) s
      where e.id = s.event_id
    )
    select count(*)::int as placed from placed ${PREPARED}`.execute(trx);
  if (rows[0]?.placed !== places.length) throw new Error("somebody who is given a place has one");
}

function toRecord(place: NewPlace, n: number): object {
  const { id, eventId, userId, actor, via, registeredVia = via } = place;
  const given =
    "ticketCode" in place
      ? { code: place.ticketCode, auto_take: true }
      : { queue_no: place.queueNo, auto_take: place.autoTake };
  return { n, id, event_id: eventId, user_id: userId, actor, via, registered_via: registeredVia, ...given };
}
