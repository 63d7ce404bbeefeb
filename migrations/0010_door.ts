import { type Kysely, sql } from "kysely";

/** Who let somebody in at the door, and how many are in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // No reference to users: each of them that is deleted would have this whole table read for it.
  await sql`alter table event_registrations add column checked_in_by uuid`.execute(db);
  await sql`create index event_registrations_in on event_registrations (event_id) where checked_in_at is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index event_registrations_in`.execute(db);
  await sql`alter table event_registrations drop column checked_in_by`.execute(db);
}
