import { type Kysely, sql } from "kysely";

/** People may be registered by an organiser, in whose name and in no chat of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await setVias(db, ["telegram", "whatsapp", "web", "api", "desk"]);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update event_registrations set registered_via = 'api' where registered_via = 'desk'`.execute(db);
  await setVias(db, ["telegram", "whatsapp", "web", "api"]);
}

/** Checked in a statement of its own, so that the table is read without holding up those who write. */
async function setVias(db: Kysely<unknown>, vias: string[]): Promise<void> {
  const name = "event_registrations_registered_via_check";
  const list = vias.map((via) => `'${via}'`).join(", ");
  await sql
    .raw(`alter table event_registrations drop constraint ${name},
      add constraint ${name} check (registered_via in (${list})) not valid`)
    .execute(db);
  await sql.raw(`alter table event_registrations validate constraint ${name}`).execute(db);
}
