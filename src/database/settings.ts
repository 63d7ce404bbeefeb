import { randomBytes } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
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

/**
 * Keeps a value unless one was set after `earliest`; gives the moment of that one then.
 * Of two that come at once the second waits for the first, and sees it.
 */
export async function setSettingAfter(
  trx: Transaction<Database>,
  key: string,
  { value, earliest, now }: { value: unknown; earliest: Date; now: Date },
): Promise<Date | undefined> {
  const kept = { value: JSON.stringify(value), updatedAt: now };
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto("settings")
    .values({ key, ...kept })
    .onConflict((c) => c.column("key").doUpdateSet(kept).where("settings.updatedAt", "<=", earliest))
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows > 0n) return undefined;
  const { updatedAt } = await trx
    .selectFrom("settings")
    .select("updatedAt")
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  return updatedAt;
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
