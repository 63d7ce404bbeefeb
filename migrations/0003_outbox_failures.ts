import { type Kysely, sql } from "kysely";

/** Failed messages are counted each minute for alerts and figures, among the many that were sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index outbox_failed on outbox (failed_at) where status = 'failed'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index outbox_failed`.execute(db);
}
