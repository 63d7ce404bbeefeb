import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { EventId, OutboxId, RegistrationId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { EventRow } from "./events.ts";
import { PRIORITY } from "./outbox.ts";
import type { Database } from "./schema.ts";

export type ReminderKind = "reminder-24h" | "reminder-1h";

/** Where a registration keeps the start that it was reminded of. */
const MARK = {
  "reminder-24h": sql.raw("reminded_24h_for"),
  "reminder-1h": sql.raw("reminded_1h_for"),
} satisfies Record<ReminderKind, RawBuilder<unknown>>;

/** Published events that start between the two moments, as far as somebody is still to be reminded of the start. */
export async function listEventsToRemind(
  db: Kysely<Database>,
  { kind, after, until }: { kind: ReminderKind; after: Date; until: Date },
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.* from events e
    where e.status = 'published' and e.date_time > ${after} and e.date_time <= ${until}
      and exists (${unreminded(kind, { event: sql.raw("e.id"), start: sql.raw("e.date_time") })})
    order by e.date_time, e.id`.execute(db);
  return rows;
}

/** Registrations whose mark differs from the start: each branch is one range of the partial index. */
function unreminded(kind: ReminderKind, { event, start }: { event: RawBuilder<unknown>; start: RawBuilder<unknown> }) {
  const from = sql`select r.id from event_registrations r where r.event_id = ${event} and r.status = 'confirmed'`;
  return sql`${from} and r.${MARK[kind]} is null
    union all ${from} and r.${MARK[kind]} < ${start}
    union all ${from} and r.${MARK[kind]} > ${start}`;
}

export interface DueReminders {
  kind: ReminderKind;
  /** What is said of each event; name, language and zone are filled in for each person. */
  events: { id: EventId; startsAt: string; intent: Intent }[];
  /** As many as may be read, with an id for each. */
  ids: OutboxId[];
  /** How long before the start it is due, */
  leadMs: number;
  /** until when it may still go, */
  latestMs: number;
  /** and how long before that moment a seat must have been confirmed. */
  settledMs: number;
  now: Date;
}

/** `read`: how many were marked; of those, what was written. `late`: waiting, but minutes after their moment. */
export interface Reminded {
  read: number;
  waiting: number;
  late: number;
  skipped: number;
  expired: number;
}

/**
 * Marks registrations as reminded of these starts, and says it to each or writes down why not, in one statement.
 *
 * Safe in any number of processes: a row that another holds is passed over, and a reminder has a key of its own.
 * One that exists is said again only if it was never sent: its event moved away and came back.
 * The planner cannot know how few are due; the laterals and the arrays keep it from reading whole tables for them.
 * Whether a key exists is looked up, for "on conflict" makes each insert dearer; a key that another process
 * made after this statement began belongs to a row that it marked, and so is no longer due here.
 */
export async function insertReminders(trx: Transaction<Database>, due: DueReminders): Promise<Reminded> {
  const { kind, events, ids, leadMs, latestMs, settledMs, now } = due;
  const mark = MARK[kind];
  const { rows } = await sql<Reminded>`
    with event as materialized (
      select e.id, e.date_time as starts_at, e.updated_at, g.intent
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as g (id uuid, "startsAt" timestamptz, intent jsonb)
      cross join lateral (select * from events e where e.id = g.id limit 1) e
      where e.status = 'published' and date_trunc('milliseconds', e.date_time) = g."startsAt"
    ), candidate as materialized (
      select r.id, v.id as event_id, v.starts_at, v.updated_at from event v
      cross join lateral (${unreminded(kind, { event: sql.raw("v.id"), start: sql.raw("v.starts_at") })}) r
      limit ${ids.length}
    ), due as materialized (
      select r.*, c.event_id, c.starts_at, c.updated_at, row_number() over () as n from candidate c
      cross join lateral (
        select r.id, r.user_id, r.confirmed_at, r.checked_in_at from event_registrations r
        where r.id = c.id and r.status = 'confirmed' and r.${mark} is distinct from c.starts_at
        for no key update skip locked
      ) r
    ), marked as (
      update event_registrations r set ${mark} = (select e.date_time from events e where e.id = r.event_id)
      where r.id = any (array(select id from due))
    ), judged as materialized (
      select d.*, u.locale, u.time_zone, u.name, d.starts_at - ${ms(latestMs)} as latest,
        greatest(d.starts_at - ${ms(leadMs)}, d.updated_at) as moment,
        case
          when d.checked_in_at is not null then 'the person is there already'
          when u.silenced_at is not null then 'the person said stop'
          when u.reminders_off_at is not null then 'the person wants no reminders'
          when d.confirmed_at > d.starts_at - ${ms(leadMs)} then 'the seat was confirmed after its moment'
          when d.confirmed_at > d.starts_at - ${ms(leadMs + settledMs)} then 'the seat was confirmed shortly before'
          when d.updated_at > d.starts_at - ${ms(latestMs)} then 'the event was changed too late for it'
        end as obstacle
      from due d
      cross join lateral (select * from users u where u.id = d.user_id limit 1) u
    ), message as materialized (
      select (array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid))[j.n] as id,
        j.id as registration_id, j.user_id, j.event_id, j.starts_at, j.latest,
        ${kind}::text || ':' || j.id || ':' || trunc(extract(epoch from j.starts_at) * 1000) as dedupe_key,
        jsonb_set(v.intent, '{params}', v.intent -> 'params'
            || jsonb_build_object('name', coalesce(j.name, ''), 'named', (coalesce(j.name, '') <> '')::int))
          || jsonb_strip_nulls(jsonb_build_object('locale', j.locale, 'zone', j.time_zone)) as intent,
        case when j.obstacle is not null then 'skipped' when j.latest <= ${now} then 'expired' else 'waiting' end as status,
        coalesce(j.obstacle, case when j.latest <= ${now} then 'its time had passed' end) as reason
      from judged j join event v on v.id = j.event_id
    ), known as materialized (
      select m.*, o.id as known_id from message m
      cross join lateral (select * from outbox o where o.dedupe_key = m.dedupe_key limit 1) o
    ), revived as (
      update outbox o set user_id = k.user_id, intent = k.intent, status = k.status, reason = k.reason, due_at = ${now},
        attempts = 0, platform = null, way = null, tried = '{}'
      from known k where o.id = k.known_id and o.status in ('skipped', 'expired') and o.sent_at is null
      returning o.status, o.registration_id
    ), inserted as (
      insert into outbox (id, user_id, event_id, registration_id, starts_at, kind, intent, dedupe_key, priority,
        status, reason, due_at, expires_at, created_at)
      select id, user_id, event_id, registration_id, starts_at, ${kind}, intent, dedupe_key, ${PRIORITY.notice},
        status, reason, ${now}, latest, ${now}
      from message m where not exists (select from known k where k.registration_id = m.registration_id)
      returning status, registration_id
    ), said as (
      select * from revived union all select * from inserted
    )
    select (select count(*) from due) as read,
      count(*) filter (where s.status = 'waiting') as waiting,
      count(*) filter (where s.status = 'waiting' and j.moment < ${now}::timestamptz - interval '5 minutes') as late,
      count(*) filter (where s.status = 'skipped') as skipped,
      count(*) filter (where s.status = 'expired') as expired
    from said s join judged j on j.id = s.registration_id`.execute(trx);
  return rows[0] ?? { read: 0, waiting: 0, late: 0, skipped: 0, expired: 0 };
}

function ms(duration: number): RawBuilder<unknown> {
  return sql`make_interval(secs => ${sql.lit(duration / 1000)})`;
}

/** The event has another start: everybody is to be reminded of that, and asked anew whether they come. */
export async function clearReminders(trx: Transaction<Database>, eventId: EventId): Promise<void> {
  await trx
    .updateTable("eventRegistrations")
    .set({ reminded24hFor: null, reminded1hFor: null, coming: null })
    .where("eventId", "=", eventId)
    .where((eb) =>
      eb.or([eb("reminded24hFor", "is not", null), eb("reminded1hFor", "is not", null), eb("coming", "is not", null)]),
    )
    .execute();
}

/**
 * What was said to one registration was said to the person: the other of the same event is not reminded again.
 * Its reminders go over, so that one that still waits is sent; one that was kept back for its person is not counted.
 */
export async function setReminderMarks(
  trx: Transaction<Database>,
  { of, from }: { of: RegistrationId; from: RegistrationId },
): Promise<void> {
  const isKeptBack = (kind: string) => sql`exists (select from outbox o where o.registration_id = f.id
    and o.kind = ${kind} and o.starts_at = e.date_time and o.status in ('skipped', 'expired'))`;
  await sql`
    update event_registrations r set
      reminded_24h_for = case when f.reminded_24h_for = e.date_time and not ${isKeptBack("reminder-24h")}
        then e.date_time else r.reminded_24h_for end,
      reminded_1h_for = case when f.reminded_1h_for = e.date_time and not ${isKeptBack("reminder-1h")}
        then e.date_time else r.reminded_1h_for end
    from event_registrations f join events e on e.id = f.event_id
    where r.id = ${of} and f.id = ${from}`.execute(trx);
  const key = sql`replace(o.dedupe_key, ${from}, ${of})`;
  await sql`
    update outbox o set registration_id = ${of}, dedupe_key = ${key}
    where o.registration_id = ${from} and o.kind in ('reminder-24h', 'reminder-1h') and o.status not in ('skipped', 'expired')
      and not exists (select from outbox twin where twin.dedupe_key = ${key})`.execute(trx);
}
