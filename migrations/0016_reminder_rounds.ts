import { type Kysely, sql } from "kysely";

/**
 * How far the people of an event have been reminded of its start is one row of the event, and no mark on each of their
 * registrations. The marks stay as long as a process of the version before may run.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of BACK) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // All at once, in the order in which everybody takes them, or it and somebody who registers meanwhile wait for each other.
  "lock table chats, events, users, event_registrations, outbox in access exclusive mode",
  // People stand in the order in which they got their seats: those up to `seen_at` and `seen_id` have been reminded.
  `create table reminder_rounds (
    event_id uuid not null references events (id),
    kind text not null,
    starts_at timestamptz not null,
    seen_at timestamptz not null default '-infinity',
    seen_id uuid not null default '00000000-0000-0000-0000-000000000000',
    is_first boolean not null default true,
    primary key (event_id, kind)
  )`,
  `update event_registrations set confirmed_at = created_at where status = 'confirmed' and confirmed_at is null`,
  takeOver("reminder-24h", "reminded_24h_for"),
  takeOver("reminder-1h", "reminded_1h_for"),
  "create index event_registrations_seats on event_registrations (event_id, confirmed_at) where status in ('confirmed', 'offered')",
  "drop index event_registrations_reminded_24h, event_registrations_reminded_1h, event_registrations_held",

  // What waits for a person has no chat yet, and stood in these indexes without being looked for there.
  "drop index outbox_chat_open, outbox_lane, outbox_way_open",
  "create index outbox_chat_open on outbox (chat_id, priority, id) where status = 'waiting' and chat_id is not null",
  "create index outbox_lane on outbox (platform, priority, due_at, id) where status = 'waiting' and platform is not null",
  "create index outbox_way_open on outbox (way, priority, id) where status = 'waiting' and way is not null",

  // As with its event and registration: chats are never deleted, and a user only while nothing speaks to them.
  "alter table outbox drop constraint outbox_user_id_fkey, drop constraint outbox_way_fkey",
];

/** Where all have their marks, the round has come to the last of them; else it looks at everybody once more. */
function takeOver(kind: string, mark: string): string {
  return `insert into reminder_rounds (event_id, kind, starts_at, seen_at, seen_id, is_first)
    select e.id, '${kind}', e.date_time,
      case when bool_and(r.${mark} is not distinct from e.date_time) then max(r.confirmed_at) else '-infinity' end,
      'ffffffff-ffff-ffff-ffff-ffffffffffff', false
    from events e join event_registrations r on r.event_id = e.id and r.status = 'confirmed'
    group by e.id having bool_or(r.${mark} = e.date_time)`;
}

const BACK = [
  `alter table outbox
    add constraint outbox_user_id_fkey foreign key (user_id) references users (id),
    add constraint outbox_way_fkey foreign key (way) references chats (id)`,
  "drop index outbox_chat_open, outbox_lane, outbox_way_open",
  "create index outbox_chat_open on outbox (chat_id, priority, id) where status = 'waiting'",
  "create index outbox_lane on outbox (platform, priority, due_at, id) where status = 'waiting'",
  "create index outbox_way_open on outbox (way, priority, id) where status = 'waiting'",
  "drop index event_registrations_seats",
  "create index event_registrations_held on event_registrations (event_id) where status in ('confirmed', 'offered')",
  "create index event_registrations_reminded_24h on event_registrations (event_id, reminded_24h_for) where status = 'confirmed'",
  "create index event_registrations_reminded_1h on event_registrations (event_id, reminded_1h_for) where status = 'confirmed'",
  `update event_registrations r set
      reminded_24h_for = (select d.starts_at from reminder_rounds d where d.event_id = r.event_id and d.kind = 'reminder-24h'),
      reminded_1h_for = (select d.starts_at from reminder_rounds d where d.event_id = r.event_id and d.kind = 'reminder-1h')
    where r.status = 'confirmed'`,
  "drop table reminder_rounds",
];
