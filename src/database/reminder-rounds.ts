import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { EventId } from "../ids.ts";
import type { EventRow } from "./events.ts";
import type { Database } from "./schema.ts";

export type ReminderKind = "reminder-24h" | "reminder-1h";

/** Published events that start between the two moments, as far as somebody may still be to be reminded of the start. */
export async function listEventsToRemind(
  db: Kysely<Database>,
  { kind, after, until }: { kind: ReminderKind; after: Date; until: Date },
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.* from events e
    left join lateral (
      select * from reminder_rounds d where d.event_id = e.id and d.kind = ${kind} and d.starts_at = e.date_time limit 1
    ) d on true
    where e.status = 'published' and e.date_time > ${after} and e.date_time <= ${until}
      and (coalesce(d.is_first, true) or exists (${unseen({ round: "d", event: "e" })}))
    order by e.date_time, e.id`.execute(db);
  return rows;
}

/** Those with a seat whom the round has not come to: one range of an index, in the order in which they got their seats. */
export function unseen({ round, event }: { round: string; event: string }): RawBuilder<unknown> {
  const [d, e] = [sql.ref(round), sql.ref(event)];
  return sql`select r.* from event_registrations r
    where r.event_id = ${e}.id and r.status = 'confirmed' and (r.confirmed_at, r.id) > (${d}.seen_at, ${d}.seen_id)`;
}

/**
 * A round begins for each of these events whose present start has none. An event that
 * somebody holds is passed over until the next look: a round that began meanwhile would not be held by them.
 */
export async function beginRounds(
  db: Kysely<Database>,
  { kind, eventIds }: { kind: ReminderKind; eventIds: EventId[] },
): Promise<void> {
  await sql`
    with event as materialized (
      select e.id, e.date_time from events e
      where e.id = any (${eventIds}::uuid[]) and not exists (
        select from reminder_rounds d where d.event_id = e.id and d.kind = ${kind} and d.starts_at = e.date_time)
      order by e.id for no key update of e skip locked
    )
    insert into reminder_rounds as d (event_id, kind, starts_at) select id, ${kind}, date_time from event
    on conflict (event_id, kind) do update
      set starts_at = excluded.starts_at, seen_at = default, seen_id = default, is_first = true
      where d.starts_at <> excluded.starts_at`.execute(db);
}

/** Takes the rounds of these events, so that nobody is reminded of them meanwhile. */
export async function lockRounds(trx: Transaction<Database>, eventIds: EventId[]): Promise<void> {
  if (!eventIds.length) return;
  const rounds = trx.selectFrom("reminderRounds").select("eventId").where("eventId", "in", eventIds);
  await rounds.orderBy("eventId").orderBy("kind").forUpdate().execute();
}

/** Takes the rounds of these events, save those that somebody holds; gives of which. */
export async function lockFreeRounds(
  trx: Transaction<Database>,
  { kind, eventIds }: { kind: ReminderKind; eventIds: EventId[] },
): Promise<EventId[]> {
  const rounds = trx.selectFrom("reminderRounds").select("eventId").where("eventId", "in", eventIds);
  const rows = await rounds.where("kind", "=", kind).forUpdate().skipLocked().execute();
  return rows.map(({ eventId }) => eventId);
}

/** Somebody of this event may be to be reminded though the rounds have passed them: all are looked at once more. */
export async function reopenRounds(trx: Transaction<Database>, eventId: EventId): Promise<void> {
  await sql`update reminder_rounds set seen_at = default, seen_id = default where event_id = ${eventId}`.execute(trx);
}

/** The event has another start: everybody is to be reminded of that, and asked anew whether they come. */
export async function clearReminders(trx: Transaction<Database>, eventId: EventId): Promise<void> {
  await trx.deleteFrom("reminderRounds").where("eventId", "=", eventId).execute();
  await trx
    .updateTable("eventRegistrations")
    .set({ coming: null })
    .where("eventId", "=", eventId)
    .where(sql.ref<boolean>("coming"))
    .execute();
}
