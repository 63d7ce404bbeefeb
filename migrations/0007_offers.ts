import { type Kysely, sql } from "kysely";

/** Seats held for people who want to be asked first: which message asks, and whether its hold has begun with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_registrations add column offer_message_id uuid, add column offer_told_at timestamptz`.execute(
    db,
  );
  // Open offers, and those that ran out of late: few, whoever else waits or sits.
  await sql`create index event_registrations_offers on event_registrations (status, offer_expires_at)
    where offer_expires_at is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index event_registrations_offers`.execute(db);
  await sql`alter table event_registrations drop column offer_message_id, drop column offer_told_at`.execute(db);
}
