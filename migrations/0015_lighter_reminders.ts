import { type Kysely, sql } from "kysely";

/**
 * A message is told with the facts of its event and registration, which are never deleted: that each is there was looked
 * up for every reminder that is written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox drop constraint outbox_event_id_fkey, drop constraint outbox_registration_id_fkey`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox
    add constraint outbox_event_id_fkey foreign key (event_id) references events (id),
    add constraint outbox_registration_id_fkey foreign key (registration_id) references event_registrations (id)`.execute(
    db,
  );
}
