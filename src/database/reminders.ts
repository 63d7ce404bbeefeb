import { type RawBuilder, sql, type Transaction } from "kysely";
import type { EventId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { PRIORITY } from "./outbox.ts";
import type { RegistrationRow } from "./registrations.ts";
import { type ReminderKind, reopenRounds, unseen } from "./reminder-rounds.ts";
import type { Database } from "./schema.ts";

/** Somebody may get a seat by a clock that is behind, or late in a transaction: the last minutes are looked at again. */
const AGAIN_MS = 10 * 60_000;

export interface DueReminders {
  kind: ReminderKind;
  /** What is said of each event; name, language and zone are filled in for each person. */
  events: { id: EventId; startsAt: string; intent: Intent }[];
  /** As many as may be looked at, with an id for each. */
  ids: OutboxId[];
  /** How long before the start it is due, */
  leadMs: number;
  /** until when it may still go, */
  latestMs: number;
  /** and how long before that moment a seat must have been confirmed. */
  settledMs: number;
  now: Date;
}

/** `read`: how many were looked at; of those, what was written. `late`: waiting, but minutes after their moment. */
export interface Reminded {
  read: number;
  waiting: number;
  late: number;
  skipped: number;
  expired: number;
}

/**
 * Says it to the next who have a seat, or writes down why not, and how far their rounds have come, in one statement.
 * If it read fewer than there are ids, the rounds are over.
 *
 * The caller holds the rounds since before this statement: so what others said is seen, and nobody says more meanwhile.
 * A key that exists is said again only in the first round of a start, and if it was never sent: the event moved away
 * and came back. If it is too late for that, it keeps the reason it has.
 * The facts of the event are left out, since those are told which hold when it goes.
 * The planner cannot know how few are due; the laterals keep it from reading whole tables for them. Whether a key
 * exists is looked up, for "on conflict" makes each insert dearer.
 */
export async function insertReminders(trx: Transaction<Database>, due: DueReminders): Promise<Reminded> {
  const { kind, events, ids, leadMs, latestMs, settledMs, now } = due;
  const again = new Date(now.getTime() - AGAIN_MS);
  const { rows } = await sql<Reminded>`
    with round as materialized (
      select e.id, e.date_time as starts_at, e.updated_at, d.seen_at, d.seen_id, d.is_first,
        g.intent #- '{params,event,event}' as intent, (g.intent -> 'params') #- '{event,event}' as params
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as g (id uuid, "startsAt" timestamptz, intent jsonb)
      cross join lateral (select * from events e where e.id = g.id limit 1) e
      cross join lateral (select * from reminder_rounds d where d.event_id = g.id and d.kind = ${kind} limit 1) d
      where e.status = 'published' and date_trunc('milliseconds', e.date_time) = g."startsAt" and d.starts_at = e.date_time
    ), due as materialized (
      select v.id as event_id, v.starts_at, v.updated_at, v.is_first, r.*, row_number() over () as n from round v
      cross join lateral (
        select s.id, s.user_id, s.confirmed_at, s.checked_in_at from (${unseen({ round: "v", event: "v" })}) s
        order by s.confirmed_at, s.id limit ${ids.length}
      ) r
      limit ${ids.length}
    ), judged as materialized (
      select d.*, u.locale, u.time_zone, coalesce(u.name, '') as name, d.starts_at - ${ms(latestMs)} as latest,
        greatest(d.starts_at - ${ms(leadMs)}, d.updated_at) as moment, o.id as known_id,
        case
          when d.checked_in_at is not null then 'the person is there already'
          when u.silenced_at is not null then 'the person said stop'
          when u.reminders_off_at is not null then 'the person wants no reminders'
          when d.confirmed_at > d.starts_at - ${ms(leadMs)} then 'the seat was confirmed after its moment'
          when d.confirmed_at > d.starts_at - ${ms(leadMs + settledMs)} then 'the seat was confirmed shortly before'
          when d.updated_at > d.starts_at - ${ms(latestMs)} then 'the event was changed too late for it'
        end as obstacle
      from (
        select *, ${kind}::text || ':' || id || ':' || trunc(extract(epoch from starts_at) * 1000) as dedupe_key from due
      ) d
      cross join lateral (select * from users u where u.id = d.user_id limit 1) u
      left join lateral (select * from outbox o where o.dedupe_key = d.dedupe_key limit 1) o on true
    ), message as materialized (
      select j.*,
        v.intent || jsonb_strip_nulls(jsonb_build_object('locale', j.locale, 'zone', j.time_zone,
          'params', v.params || jsonb_build_object('name', j.name, 'named', (j.name <> '')::int))) as intent,
        case when j.obstacle is not null then 'skipped' when j.latest <= ${now} then 'expired' else 'waiting' end as status,
        coalesce(j.obstacle, case when j.latest <= ${now} then 'its time had passed' end) as reason
      from judged j join round v on v.id = j.event_id
      where j.known_id is null or j.is_first
    ), revived as (
      update outbox o set user_id = m.user_id, intent = m.intent, status = m.status, reason = m.reason, due_at = ${now},
        attempts = 0, platform = null, way = null, tried = '{}'
      from message m
      where o.id = m.known_id and m.status <> 'expired' and o.status in ('skipped', 'expired') and o.sent_at is null
      returning o.status, o.registration_id
    ), inserted as (
      insert into outbox (id, user_id, event_id, registration_id, starts_at, kind, intent, dedupe_key, priority,
        status, reason, due_at, expires_at, created_at)
      select (${ids}::uuid[])[n], user_id, event_id, id,
        starts_at, ${kind}, intent, dedupe_key, ${PRIORITY.notice}, status, reason, ${now}, latest, ${now}
      from message where known_id is null
      returning status, registration_id
    ), said as (
      select * from revived union all select * from inserted
    ), line as (
      select count(*) as people, count(*) < ${ids.length} as is_all from due
    ), seen as (
      update reminder_rounds d set is_first = d.is_first and not l.is_all,
        seen_at = case when l.is_all then ${again} else p.confirmed_at end,
        seen_id = case when l.is_all then '00000000-0000-0000-0000-000000000000' else p.id end
      from line l, round v
      left join (
        select distinct on (event_id) event_id, confirmed_at, id from due order by event_id, confirmed_at desc, id desc
      ) p on p.event_id = v.id
      where d.event_id = v.id and d.kind = ${kind} and (l.is_all or p.id is not null)
    )
    select (select people from line) as read,
      count(*) filter (where s.status = 'waiting') as waiting,
      count(*) filter (where s.status = 'waiting' and j.moment < ${now}::timestamptz - interval '5 minutes') as late,
      count(*) filter (where s.status = 'skipped') as skipped,
      count(*) filter (where s.status = 'expired') as expired
    from said s join judged j on j.id = s.registration_id`.execute(trx);
  return rows[0] ?? { read: 0, waiting: 0, late: 0, skipped: 0, expired: 0 };
}

/**
 * What was said to one registration was said to the person: the other of the same event is not reminded again.
 * Its reminders go over, so that one that still waits is sent; one that was kept back for its person is not counted.
 */
export async function moveReminders(
  trx: Transaction<Database>,
  { to, from }: { to: Pick<RegistrationRow, "id" | "eventId">; from: RegistrationId },
): Promise<void> {
  await reopenRounds(trx, to.eventId);
  const key = sql`replace(o.dedupe_key, ${from}, ${to.id})`;
  await sql`
    update outbox o set registration_id = ${to.id}, dedupe_key = ${key}
    where o.registration_id = ${from} and o.kind in ('reminder-24h', 'reminder-1h') and o.status not in ('skipped', 'expired')
      and not exists (select from outbox twin where twin.dedupe_key = ${key})`.execute(trx);
}

/**
 * The event that somebody with a seat was reminded of and which has not begun, for an answer that does not say which.
 * `isNews`: they have written nothing since. undefined: there is none, or more than one.
 */
export async function findRemindedEvent(
  trx: Transaction<Database>,
  { userId, now }: { userId: UserId; now: Date },
): Promise<{ eventId: EventId; isNews: boolean } | undefined> {
  const { rows } = await sql<{ eventId: EventId; isNews: boolean }>`
    select r.event_id, not exists (
      select from chats c where c.user_id = r.user_id and c.last_inbound_at > reminder.sent_at) as is_news
    from event_registrations r
    join events e on e.id = r.event_id
    cross join lateral (select max(o.sent_at) as sent_at from outbox o
      where o.registration_id = r.id and o.starts_at = e.date_time and o.kind in ('reminder-24h', 'reminder-1h')
        and o.status in ('sent', 'delivered', 'read')) reminder
    where r.user_id = ${userId} and r.status = 'confirmed' and e.status = 'published' and e.date_time > ${now}
      and reminder.sent_at is not null
    limit 2`.execute(trx);
  return rows.length === 1 ? rows[0] : undefined;
}

function ms(duration: number): RawBuilder<unknown> {
  return sql`make_interval(secs => ${sql.lit(duration / 1000)})`;
}
