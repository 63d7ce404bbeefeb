import { type Kysely, sql } from "kysely";

/** What organisers write to the people of an event, and which messages came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("alter table outbox drop column broadcast_id").execute(db);
  await sql.raw("drop table broadcasts").execute(db);
}

const STATEMENTS = [
  // `chat_id`: where its progress is told; `message_id`: the message there that is written over with it.
  `create table broadcasts (
    id uuid primary key,
    event_id uuid not null references events (id),
    audience text not null check (audience in ('all', 'coming', 'waiting')),
    words text not null,
    made_by uuid not null references users (id),
    chat_id uuid not null references chats (id),
    message_id text,
    locale text not null,
    people int not null,
    reachable int not null,
    told int not null default 0,
    told_at timestamptz not null,
    created_at timestamptz not null,
    stopped_at timestamptz,
    closed_at timestamptz
  )`,
  "create index broadcasts_open on broadcasts (told_at) where closed_at is null",
  "create index broadcasts_event on broadcasts (event_id, created_at)",
  "alter table outbox add column broadcast_id uuid references broadcasts (id)",
  "create index outbox_broadcast on outbox (broadcast_id, status) where broadcast_id is not null",
];
