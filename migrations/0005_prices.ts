import { type Kysely, sql } from "kysely";

/** What the platform counts each message as, where it charges. Counted by the month, among the many of other months. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column price_category text, add column price_billable boolean`.execute(db);
  await sql`create index outbox_priced on outbox (sent_at) where price_category is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index outbox_priced`.execute(db);
  await sql`alter table outbox drop column price_category, drop column price_billable`.execute(db);
}
