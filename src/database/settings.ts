import { randomBytes } from "node:crypto";
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

/** A secret of this deployment, made when it is first asked for, by whichever process is first. */
export async function readSecret(db: Kysely<Database>, key: string, now: Date): Promise<Buffer> {
  const value = JSON.stringify(randomBytes(32).toString("base64url"));
  await db
    .insertInto("settings")
    .values({ key, value, updatedAt: now })
    .onConflict((c) => c.doNothing())
    .execute();
  return Buffer.from(String(await findSetting(db, key)), "base64url");
}
