import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { EventId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { QueueRow } from "./queue.ts";
import type { Database } from "./schema.ts";

/** Its hold is over, or what asks about it ended unsent: looked up for each, or the whole outbox might be read for it. */
const isOver = (now: Date): RawBuilder<boolean> => sql<boolean>`(r.offer_expires_at <= ${now}
  or (select o.status from outbox o where o.id = r.offer_message_id) in ('failed', 'expired', 'skipped'))`;

/**
 * Events where an offer is over, or somebody whose last one ran out before `restedSince` may be asked again.
 * Reads the open offers and those that ran out of late, by an index of their own, and nobody else.
 */
export async function listEventsToPassOn(
  db: Kysely<Database>,
  { restedSince, now }: { restedSince: Date; now: Date },
): Promise<EventId[]> {
  const { rows } = await sql<{ eventId: EventId }>`
    select r.event_id from event_registrations r
    where r.status = 'offered' and r.offer_expires_at is not null and ${isOver(now)}
    union
    select r.event_id from event_registrations r where r.status = 'waitlisted' and r.offer_expires_at <= ${restedSince}
    order by event_id`.execute(db);
  return rows.map(({ eventId }) => eventId);
}

/** An offer that ended, and the message that asked. */
export interface EndedOffer extends QueueRow {
  messageId: OutboxId;
}

/**
 * Ends the offers of an event that are over: each draws a new number, in the order of the old ones, and the moment is
 * kept at which its time ran out. The caller holds the event's lock.
 */
export async function setRunOut(
  trx: Transaction<Database>,
  { eventId, now }: { eventId: EventId; now: Date },
): Promise<EndedOffer[]> {
  return endOffers(trx, {
    eventId,
    which: sql`select r.id, r.offer_message_id, r.queue_no from event_registrations r
      where r.event_id = ${eventId} and r.status = 'offered' and ${isOver(now)} order by r.id for no key update`,
    changes: sql`queue_no = (select queue_head from events where id = ${eventId}) + w.n,
      offer_expires_at = least(r.offer_expires_at, ${now})`,
    drawsNumbers: true,
    now,
  });
}

/** Takes offers back: `count` of them, the last in the queue first. They keep their numbers. */
export async function setWithdrawn(
  trx: Transaction<Database>,
  { eventId, count, now }: { eventId: EventId; count: number; now: Date },
): Promise<EndedOffer[]> {
  return endOffers(trx, {
    eventId,
    which: sql`select r.id, r.offer_message_id, r.queue_no from event_registrations r
      where r.event_id = ${eventId} and r.status = 'offered' order by r.queue_no desc limit ${count} for no key update`,
    changes: sql`offer_expires_at = null`,
    drawsNumbers: false,
    now,
  });
}

interface Ending {
  eventId: EventId;
  which: RawBuilder<unknown>;
  changes: RawBuilder<unknown>;
  drawsNumbers: boolean;
  now: Date;
}

/** Back to the queue, with their history and the event's counts, in one statement. */
async function endOffers(trx: Transaction<Database>, ending: Ending): Promise<EndedOffer[]> {
  const { eventId, which, changes, drawsNumbers, now } = ending;
  const { rows } = await sql<EndedOffer>`
    with held as materialized (${which}), which as materialized (
      select held.*, row_number() over (order by queue_no) as n from held
    ), ended as (
      update event_registrations r set status = 'waitlisted', updated_at = ${now}, ${changes},
        offer_message_id = null, offer_told_at = null
      from which w where r.id = w.id returning r.id, r.user_id, w.offer_message_id, w.n
    ), changed as (
      insert into registration_changes (registration_id, event_id, user_id, from_status, to_status, actor, via, changed_at)
      select id, ${eventId}, user_id, 'offered', 'waitlisted', 'system', 'system', ${now} from ended order by n
    ), counted as (
      update events e set taken_count = taken_count - c.n, waiting_count = waiting_count + c.n,
        queue_head = queue_head + ${drawsNumbers ? sql`c.n` : sql.lit(0)}
      from (select count(*)::int as n from ended) c where e.id = ${eventId}
    )
    select e.id as registration_id, e.user_id, e.offer_message_id as message_id, u.locale, u.time_zone
    from ended e join users u on u.id = e.user_id order by e.n`.execute(trx);
  return rows;
}

/** Those who may be asked again are like everybody else who waits. */
export async function clearRested(
  trx: Transaction<Database>,
  { eventId, restedSince }: { eventId: EventId; restedSince: Date },
): Promise<void> {
  await trx
    .updateTable("eventRegistrations")
    .set({ offerExpiresAt: null })
    .where("eventId", "=", eventId)
    .where("status", "=", "waitlisted")
    .where("offerExpiresAt", "<=", restedSince)
    .execute();
}

/**
 * What asks about an offer that ended is not sent any more; gives which were not sent before. One in the hands of the
 * dispatcher is left to it: waiting for its row could stop both.
 */
export async function skipOfferMessages(
  trx: Transaction<Database>,
  ids: OutboxId[],
  reason: string,
): Promise<Set<OutboxId>> {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: OutboxId }>`
    with idle as (
      select id from outbox where id = any(${ids}) and status = 'waiting'
        and (leased_until is null or leased_until < clock_timestamp())
      order by id for update skip locked
    )
    update outbox o set status = 'skipped', reason = ${reason}, lease_token = null, leased_until = null
    from idle where o.id = idle.id returning o.id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** The seat that is held for somebody becomes theirs; it was counted already. */
export async function setOfferTaken(
  trx: Transaction<Database>,
  { id, ticketCode, now }: { id: RegistrationId; ticketCode: string; now: Date },
): Promise<void> {
  await trx
    .updateTable("eventRegistrations")
    .set({ status: "confirmed", ticketCode, confirmedAt: now, queueNo: null, updatedAt: now })
    .set({ offerExpiresAt: null, offerMessageId: null, offerToldAt: null })
    .where("id", "=", id)
    .execute();
}

/** How many seats are held, of each event where some are; of all events unless told. */
export async function countOffered(db: Kysely<Database>, eventId?: EventId): Promise<Map<EventId, number>> {
  const rows = await db
    .selectFrom("eventRegistrations")
    .select((eb) => ["eventId", eb.fn.countAll<number>().as("n")])
    .where("status", "=", "offered")
    .where("offerExpiresAt", "is not", null)
    .$if(eventId !== undefined, (query) => query.where("eventId", "=", eventId ?? null))
    .groupBy("eventId")
    .execute();
  return new Map(rows.map((row) => [row.eventId, row.n]));
}

/** The event at which somebody is asked, or was asked last: for an answer that does not say which. */
export async function findAskedEvent(db: Kysely<Database>, userId: UserId): Promise<EventId | undefined> {
  const row = await db
    .selectFrom("eventRegistrations")
    .select("eventId")
    .where("userId", "=", userId)
    .where("status", "in", ["offered", "waitlisted"])
    .where("offerExpiresAt", "is not", null)
    .orderBy("status") // offered stands before waitlisted
    .orderBy("offerExpiresAt")
    .limit(1)
    .executeTakeFirst();
  return row?.eventId;
}
