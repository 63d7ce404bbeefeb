import { type Kysely, sql } from "kysely";

/** One person on two messengers: codes that prove it, merges that can be undone, and files of one's own data. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      "drop table data_exports, user_merge_registrations, user_merge_chats, user_merges, link_misses, link_codes, link_requests",
    )
    .execute(db);
  await sql.raw("drop index audit_log_subject, users_verified_email").execute(db);
  await sql
    .raw("create unique index users_verified_email on users (lower(email)) where email_verified_at is not null")
    .execute(db);
}

const STATEMENTS = [
  // Keyed to the chat that asks, never to the address alone: else the victim would prove the attacker's claim.
  `create table link_requests (
    id uuid primary key,
    chat_id uuid not null references chats (id),
    email text,
    tries int not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    closed_at timestamptz,
    ending text check (ending in ('used', 'not-me', 'refused', 'out-of-tries', 'replaced')),
    merge_id uuid,
    proved_at timestamptz
  )`,
  "create index link_requests_chat on link_requests (chat_id, created_at)",
  "create index link_requests_email on link_requests (email, created_at) where email is not null",

  `create table link_codes (
    id uuid primary key,
    request_id uuid not null references link_requests (id) on delete cascade,
    code text not null,
    way text not null check (way in ('chat', 'mailbox', 'reverse')),
    chat_id uuid references chats (id),
    redeemed_by uuid references chats (id),
    open boolean not null default true,
    check ((way = 'chat') = (chat_id is not null))
  )`,
  "create index link_codes_request on link_codes (request_id)",
  "create index link_codes_chat on link_codes (chat_id) where chat_id is not null",
  // A code that is written from elsewhere has nothing but itself to be found by.
  "create unique index link_codes_reverse on link_codes (code) where way = 'reverse' and open",

  `create table link_misses (
    chat_id uuid not null references chats (id),
    missed_at timestamptz not null
  )`,
  "create index link_misses_chat on link_misses (chat_id, missed_at)",

  // `seq` tells the order of two merges of one person, whatever the clocks say.
  `create table user_merges (
    id uuid primary key,
    seq bigint generated always as identity,
    kept_user_id uuid not null references users (id),
    merged_user_id uuid references users (id),
    filled jsonb not null,
    messages jsonb not null,
    audits jsonb not null,
    merged_at timestamptz not null,
    undone_at timestamptz
  )`,
  "create index user_merges_kept on user_merges (kept_user_id)",
  "create index user_merges_merged on user_merges (merged_user_id) where merged_user_id is not null",

  // Every chat of both, with whose it was.
  `create table user_merge_chats (
    merge_id uuid not null references user_merges (id),
    chat_id uuid not null references chats (id),
    former_user_id uuid references users (id),
    primary key (merge_id, chat_id)
  )`,
  "create index user_merge_chats_chat on user_merge_chats (chat_id)",

  // Every registration that changed hands or lost its place, as it was.
  `create table user_merge_registrations (
    merge_id uuid not null references user_merges (id),
    registration_id uuid not null references event_registrations (id),
    former_user_id uuid not null references users (id),
    former_status text not null,
    former_queue_no bigint,
    gave_up boolean not null,
    primary key (merge_id, registration_id)
  )`,

  `create table data_exports (
    token_hash bytea primary key,
    chat_id uuid not null references chats (id),
    expires_at timestamptz not null
  )`,

  // A merged row keeps what it was for the undo, and must not keep its address from the living.
  "drop index users_verified_email",
  "create unique index users_verified_email on users (lower(email)) where email_verified_at is not null and merged_into is null",
  "create index users_merged_into on users (merged_into) where merged_into is not null",
  "create index audit_log_subject on audit_log (subject) where subject is not null",
];
