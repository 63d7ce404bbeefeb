import { type Kysely, sql } from "kysely";

/** Which way a waiting message goes, which ways failed it, and whether it opens a conversation that the platform counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index outbox_lane, outbox_unrouted, outbox_way_open, outbox_opened").execute(db);
  await sql.raw("alter table outbox drop column way, drop column tried, drop column opens").execute(db);
  await sql.raw("drop index outbox_user_open").execute(db);
  await sql.raw("create index outbox_user_open on outbox (user_id, priority, id) where status = 'waiting'").execute(db);
  await sql.raw("create index outbox_due on outbox (priority, due_at) where status = 'waiting'").execute(db);
}

const STATEMENTS = [
  // `platform` and `way` (the chat it goes by) are chosen when it is due; `tried`: the chats that could not take it.
  `alter table outbox
    add column way uuid references chats (id),
    add column tried uuid[] not null default '{}',
    add column opens boolean not null default false`,
  "update outbox set platform = null where status = 'waiting'",
  "drop index outbox_due",
  "create index outbox_lane on outbox (platform, priority, due_at, id) where status = 'waiting'",
  "create index outbox_unrouted on outbox (due_at) where status = 'waiting' and platform is null",
  "create index outbox_way_open on outbox (way, priority, id) where status = 'waiting'",
  "drop index outbox_user_open",
  "create index outbox_user_open on outbox (user_id, id) where status = 'waiting' and user_id is not null",
  "create index outbox_opened on outbox (sent_at) where opens",
];
