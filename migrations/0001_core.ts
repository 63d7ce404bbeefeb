import { type Kysely, sql } from "kysely";

/** Users, chats, events, registrations, and the inbox and outbox that make a step one commit. Runs on Postgres 15+. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop view users_wide`.execute(db);
  await sql
    .raw(
      "drop table audit_log, settings, outbox, inbox, registration_changes, event_registrations, events, chats, users cascade",
    )
    .execute(db);
}

const STATEMENTS = [
  `create table users (
    id uuid primary key,
    name text,
    email text,
    email_verified_at timestamptz,
    locale text,
    time_zone text,
    preferred_platform text,
    silenced_at timestamptz,
    reminders_off_at timestamptz,
    consent_at timestamptz,
    consent_version int,
    merged_into uuid references users (id),
    forgotten_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  // Whoever types an address first must not own it, so only verified ones are unique.
  "create unique index users_verified_email on users (lower(email)) where email_verified_at is not null",
  "create index users_email on users (lower(email)) where email is not null",

  `create table chats (
    id uuid primary key,
    platform text not null check (platform in ('telegram', 'whatsapp')),
    telegram_id bigint unique,
    whatsapp_user_id text unique,
    whatsapp_phone text unique,
    user_id uuid references users (id),
    blocked_at timestamptz,
    last_inbound_at timestamptz,
    forgotten_at timestamptz,
    forgotten_update bigint,
    address_hash bytea,
    current_state text not null,
    state_data jsonb not null,
    state_schema int not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  "create index chats_user on chats (user_id)",
  "create index chats_forgotten on chats (id) where forgotten_at is not null",
  "create index chats_address_hash on chats (address_hash) where address_hash is not null",

  `create table events (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9-]{1,60}$'),
    title text not null,
    description text,
    date_time timestamptz not null,
    ends_at timestamptz,
    time_zone text not null,
    location text not null,
    location_url text,
    max_participants int check (max_participants > 0),
    taken_count int not null default 0 check (taken_count >= 0),
    waiting_count int not null default 0 check (waiting_count >= 0),
    queue_head bigint not null default 0,
    status text not null check (status in ('draft', 'published', 'cancelled')),
    revision int not null default 1,
    created_by uuid references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint never_overbooked check (taken_count <= max_participants)
  )`,
  "create index events_coming on events (date_time, id) where status = 'published'",

  `create table event_registrations (
    id uuid primary key,
    user_id uuid not null references users (id),
    event_id uuid not null references events (id),
    registered_via text not null check (registered_via in ('telegram', 'whatsapp', 'web', 'api')),
    seats int not null default 1 check (seats = 1),
    status text not null check (status in ('confirmed', 'waitlisted', 'offered', 'cancelled')),
    queue_no bigint,
    auto_take boolean not null default true,
    offer_expires_at timestamptz,
    confirmed_at timestamptz,
    ticket_code text unique,
    reminded_24h_for timestamptz,
    reminded_1h_for timestamptz,
    coming boolean,
    checked_in_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (event_id, user_id)
  )`,
  "create index event_registrations_user on event_registrations (user_id)",
  "create index event_registrations_queue on event_registrations (event_id, queue_no) where status = 'waitlisted'",
  "create index event_registrations_held on event_registrations (event_id) where status in ('confirmed', 'offered')",

  // Append only: history, figures, outgoing webhooks.
  `create table registration_changes (
    id bigint generated always as identity primary key,
    registration_id uuid not null references event_registrations (id),
    event_id uuid not null,
    user_id uuid not null,
    from_status text,
    to_status text not null,
    ticket_code text,
    actor text not null,
    via text not null,
    changed_at timestamptz not null
  )`,
  "create index registration_changes_registration on registration_changes (registration_id)",
  // A ticket given up is still recognised by its code.
  "create index registration_changes_ticket on registration_changes (ticket_code) where ticket_code is not null",

  `create table inbox (
    platform smallint not null,
    update_key bytea not null,
    received_at timestamptz not null,
    primary key (platform, update_key)
  )`,
  "create index inbox_received on inbox (received_at)",

  `create table outbox (
    id uuid primary key,
    chat_id uuid references chats (id),
    user_id uuid references users (id),
    mail_to text,
    kind text not null,
    intent jsonb not null,
    dedupe_key text not null unique,
    priority smallint not null default 0,
    due_at timestamptz not null,
    expires_at timestamptz,
    attempts int not null default 0,
    lease_token uuid,
    leased_until timestamptz,
    status text not null default 'waiting'
      check (status in ('waiting', 'sent', 'delivered', 'read', 'failed', 'expired', 'skipped')),
    reason text,
    platform text,
    provider_message_id text,
    created_at timestamptz not null,
    sent_at timestamptz,
    delivered_at timestamptz,
    read_at timestamptz,
    failed_at timestamptz,
    check (num_nonnulls(chat_id, user_id, mail_to) >= 1)
  )`,
  // Partial: settled rows are kept for the console, and the dispatcher never looks at them.
  "create index outbox_due on outbox (priority, due_at) where status = 'waiting'",
  "create index outbox_chat_open on outbox (chat_id, priority, id) where status = 'waiting'",
  "create index outbox_user_open on outbox (user_id, priority, id) where status = 'waiting'",
  "create index outbox_provider on outbox (platform, provider_message_id) where provider_message_id is not null",

  `create table settings (
    key text primary key,
    value jsonb not null,
    updated_at timestamptz not null
  )`,

  `create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject text,
    detail jsonb
  )`,

  // The shape of the customer's note: one row a person, a column a messenger.
  `create view users_wide as
    select u.id, u.name, u.email,
      (select c.telegram_id from chats c where c.user_id = u.id and c.platform = 'telegram' order by c.created_at limit 1) as telegram_id,
      (select c.whatsapp_phone from chats c where c.user_id = u.id and c.platform = 'whatsapp' order by c.created_at limit 1) as whatsapp_phone,
      u.created_at, u.updated_at
    from users u where u.merged_into is null`,
];
