import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { BroadcastId, EventId, OutboxId, UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Audience } from "../messages.ts";
import type { BroadcastsTable } from "./broadcast-schema.ts";
import { PRIORITY } from "./outbox.ts";
import { AUDIENCES } from "./reach.ts";
import type { Database } from "./schema.ts";

export type BroadcastRow = Selectable<BroadcastsTable>;

/** False if it was made before: then nothing is sent again. */
export async function insertBroadcast(
  trx: Transaction<Database>,
  broadcast: Insertable<BroadcastsTable>,
): Promise<boolean> {
  const inserted = await trx
    .insertInto("broadcasts")
    .values(broadcast)
    .onConflict((c) => c.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

interface BroadcastMessages {
  id: BroadcastId;
  eventId: EventId;
  audience: Audience;
  /** Language and zone are filled in for each. */
  intent: Intent;
  /** One for each who may be meant: all who have a place, counted under the event's lock. */
  ids: OutboxId[];
  now: Date;
  /** When it goes to people of a zone, where that is not now. */
  dueAt: Map<string, Date>;
  expiresAt: Date;
}

/** A message to each of an audience, in one statement however many they are. Gives how many. */
export async function insertBroadcastMessages(
  trx: Transaction<Database>,
  { id, eventId, audience, intent, ids, now, dueAt, expiresAt }: BroadcastMessages,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with people as (
      select r.id as registration_id, r.user_id, u.locale, u.time_zone, coalesce(u.time_zone, e.time_zone) as zone,
        row_number() over (order by r.id) as n
      from event_registrations r join users u on u.id = r.user_id join events e on e.id = r.event_id
      where r.event_id = ${eventId} and r.status = any (${sql.val(AUDIENCES[audience])}::text[])
    )
    insert into outbox (id, user_id, event_id, registration_id, broadcast_id, kind, intent, dedupe_key, priority,
      due_at, expires_at, created_at)
    select (${ids}::uuid[])[p.n], p.user_id, ${eventId}, p.registration_id, ${id}, ${BROADCAST},
      ${JSON.stringify(intent)}::jsonb || jsonb_strip_nulls(jsonb_build_object('locale', p.locale, 'zone', p.time_zone)),
      ${`${BROADCAST}:${id}`}::text || ':' || p.user_id, ${PRIORITY.broadcast},
      coalesce((${JSON.stringify(Object.fromEntries(dueAt))}::jsonb ->> p.zone)::timestamptz, ${now}), ${expiresAt}, ${now}
    from people p
    on conflict (dedupe_key) do nothing`.execute(trx);
  return Number(numAffectedRows);
}

/** The kind of its messages. */
export const BROADCAST = "broadcast";
/** Why a message of it did not go, where an organiser stopped it. */
export const STOPPED = "stopped by an organiser";

/** By whose clocks the people of an audience live, and how many by each. */
export async function listZones(
  db: Kysely<Database>,
  { eventId, audience }: { eventId: EventId; audience: Audience },
): Promise<{ zone: string; people: number }[]> {
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("users as u", "u.id", "r.userId")
    .innerJoin("events as e", "e.id", "r.eventId")
    .select((eb) => [eb.fn.coalesce("u.timeZone", "e.timeZone").as("zone"), eb.fn.countAll<number>().as("people")])
    .where("r.eventId", "=", eventId)
    .where("r.status", "in", AUDIENCES[audience])
    .groupBy((eb) => eb.fn.coalesce("u.timeZone", "e.timeZone"))
    .execute();
}

/** How many each audience has. */
export async function countAudiences(db: Kysely<Database>, eventId: EventId): Promise<Record<Audience, number>> {
  const among = (audience: Audience) =>
    sql<number>`(count(*) filter (where status = any (${sql.val(AUDIENCES[audience])}::text[])))::int`;
  return db
    .selectFrom("eventRegistrations")
    .select([among("all").as("all"), among("coming").as("coming"), among("waiting").as("waiting")])
    .where("eventId", "=", eventId)
    .executeTakeFirstOrThrow();
}

export async function findBroadcast(db: Kysely<Database>, id: BroadcastId): Promise<BroadcastRow | undefined> {
  return db.selectFrom("broadcasts").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Those that are under way, and when they were last told of. */
export async function listOpenBroadcasts(db: Kysely<Database>): Promise<{ id: BroadcastId; toldAt: Date }[]> {
  return db.selectFrom("broadcasts").select(["id", "toldAt"]).where("closedAt", "is", null).orderBy("toldAt").execute();
}

/** One that is under way, for whoever tells of it first; undefined if another does, or did. */
export async function lockOpenBroadcast(
  trx: Transaction<Database>,
  id: BroadcastId,
  quietSince: Date,
): Promise<BroadcastRow | undefined> {
  return trx
    .selectFrom("broadcasts")
    .selectAll()
    .where("id", "=", id)
    .where("closedAt", "is", null)
    .where("toldAt", "<=", quietSince)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** False if it was stopped, or over, before. */
export async function markStopped(trx: Transaction<Database>, id: BroadcastId, now: Date): Promise<boolean> {
  const marked = await trx
    .updateTable("broadcasts")
    .set({ stoppedAt: now })
    .where("id", "=", id)
    .where("stoppedAt", "is", null)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return marked !== undefined;
}

/**
 * Ends what of it still waits and nobody is sending: what is under way is settled by whoever holds its lease, and what
 * a dead process held only when it is sure that nothing is heard of it any more.
 */
export async function skipWaiting(trx: Transaction<Database>, id: BroadcastId): Promise<void> {
  await sql`
    update outbox set status = 'skipped', reason = ${STOPPED}, lease_token = null, leased_until = null
    where broadcast_id = ${id} and status = 'waiting'
      and (lease_token is null or leased_until < clock_timestamp() - interval '1 minute')`.execute(trx);
}

export async function markTold(
  trx: Transaction<Database>,
  { id, told, over, now }: { id: BroadcastId; told: number; over: boolean; now: Date },
): Promise<void> {
  await trx
    .updateTable("broadcasts")
    .set({ told, toldAt: now, ...(over && { closedAt: now }) })
    .where("id", "=", id)
    .execute();
}

/** Empties the words of events that were over before a moment. */
export async function eraseBroadcastsBefore(db: Kysely<Database>, before: Date): Promise<void> {
  await sql`
    update broadcasts b set words = '' from events e
    where e.id = b.event_id and b.words <> '' and b.closed_at is not null
      and greatest(b.created_at, coalesce(e.ends_at, e.date_time)) < ${before}`.execute(db);
}

/** Empties the words that these people wrote. */
export async function eraseBroadcastsOf(trx: Transaction<Database>, userIds: UserId[]): Promise<void> {
  if (!userIds.length) return;
  await trx.updateTable("broadcasts").set({ words: "" }).where("madeBy", "in", userIds).execute();
}
