import { type Kysely, sql, type Transaction } from "kysely";
import type { EventId, OutboxId, RegistrationId } from "../ids.ts";
import type { QueueRow } from "./queue.ts";
import type { Database } from "./schema.ts";

/** A seat that is held, with what its hold depends on. */
export interface HoldRow {
  registrationId: RegistrationId;
  messageId: OutboxId;
  startsAt: Date;
  /** The person's own, else the event's. */
  zone: string;
}

/** Of these messages those that ask about a seat which is held still, and were never tried before. */
export async function listHoldsToStart(db: Kysely<Database>, messageIds: OutboxId[]): Promise<HoldRow[]> {
  const { rows } = await sql<HoldRow>`
    select r.id as registration_id, o.id as message_id, e.date_time as starts_at, coalesce(u.time_zone, e.time_zone) as zone
    from outbox o
    join event_registrations r on r.id = o.registration_id and r.offer_message_id = o.id
    join events e on e.id = r.event_id
    join users u on u.id = r.user_id
    where o.id = any(${messageIds}) and r.status = 'offered' and r.offer_told_at is null`.execute(db);
  return rows;
}

/** The hold counts from now, since it is told now; once for each message, however often it is tried. */
export async function setHoldsStarted(
  trx: Transaction<Database>,
  holds: { registrationId: RegistrationId; messageId: OutboxId; until: Date }[],
  now: Date,
): Promise<void> {
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(holds)}::jsonb) as g (
        "registrationId" uuid, "messageId" uuid, until timestamptz)
    ), held as materialized (
      select r.id, g.until from event_registrations r join given g on g."registrationId" = r.id
      where r.offer_message_id = g."messageId" and r.status = 'offered' and r.offer_told_at is null
      order by r.id for no key update of r
    )
    update event_registrations r set offer_expires_at = h.until, offer_told_at = ${now} from held h where r.id = h.id`.execute(
    trx,
  );
}

/** Everybody for whom a seat is held at an event, in the order of the queue. */
export async function listOffered(
  db: Kysely<Database>,
  eventId: EventId,
): Promise<(QueueRow & { messageId: OutboxId | null })[]> {
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("users as u", "u.id", "r.userId")
    .select(["r.id as registrationId", "r.userId", "r.offerMessageId as messageId", "u.locale", "u.timeZone"])
    .where("r.eventId", "=", eventId)
    .where("r.status", "=", "offered")
    .orderBy("r.queueNo")
    .execute();
}

/** Another hold, told by another message. */
export async function setOfferAnew(
  trx: Transaction<Database>,
  { id, messageId, until, now }: { id: RegistrationId; messageId: OutboxId; until: Date; now: Date },
): Promise<void> {
  await trx
    .updateTable("eventRegistrations")
    .set({ offerExpiresAt: until, offerMessageId: messageId, offerToldAt: null, updatedAt: now })
    .where("id", "=", id)
    .execute();
}
