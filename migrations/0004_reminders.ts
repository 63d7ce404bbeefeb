import { type Kysely, sql } from "kysely";

/** What a message is about, so that it is told as it is when it goes; and who is still to be reminded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      "drop index event_registrations_coming, event_registrations_reminded_24h, event_registrations_reminded_1h, outbox_registration",
    )
    .execute(db);
  await sql
    .raw("alter table outbox drop column event_id, drop column registration_id, drop column starts_at")
    .execute(db);
}

const STATEMENTS = [
  // `starts_at` is the start that the message speaks of: once the event moved, it says nothing true any more.
  `alter table outbox
    add column event_id uuid references events (id),
    add column registration_id uuid references event_registrations (id),
    add column starts_at timestamptz`,
  "create index outbox_registration on outbox (registration_id) where registration_id is not null",

  // Those not yet reminded of an event's start are one range before it and one after it, however many have been.
  "create index event_registrations_reminded_24h on event_registrations (event_id, reminded_24h_for) where status = 'confirmed'",
  "create index event_registrations_reminded_1h on event_registrations (event_id, reminded_1h_for) where status = 'confirmed'",
  "create index event_registrations_coming on event_registrations (event_id) where coming",
];
