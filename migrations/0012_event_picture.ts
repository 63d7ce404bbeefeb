import { type Kysely, sql } from "kysely";

/** The picture of an event, by the reference under which Telegram keeps it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events add column picture text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events drop column picture`.execute(db);
}
