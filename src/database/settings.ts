import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** What was last set under this key, for its reader to check; undefined if nothing was. */
export async function findSetting(db: Kysely<Database>, key: string): Promise<unknown> {
  const row = await db.selectFrom("settings").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value;
}

/** Keeps a value that JSON can hold; the last one set wins. */
export async function setSetting(db: Kysely<Database>, key: string, value: unknown, now: Date): Promise<void> {
  const kept = { value: JSON.stringify(value), updatedAt: now };
  await db
    .insertInto("settings")
    .values({ key, ...kept })
    .onConflict((c) => c.column("key").doUpdateSet(kept))
    .execute();
}
