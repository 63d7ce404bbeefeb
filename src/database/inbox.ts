import { hash } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { Platform } from "../messages.ts";
import type { Database } from "./schema.ts";

/** Numbers in the inbox's key, which is the largest index we keep. */
export const INBOX_PLATFORM: Record<Platform, number> = { telegram: 1, whatsapp: 2 };

/** An update's id as it is kept: hashed, since WhatsApp's ids encode the phone number. */
export function hashUpdateKey(updateKey: string): Buffer {
  return hash("sha256", updateKey, "buffer").subarray(0, 16);
}

/** Marks an update as handled in the transaction of its effect; false if it was handled before. */
export async function insertUpdate(
  trx: Transaction<Database>,
  { platform, updateKey, now }: { platform: Platform; updateKey: Buffer; now: Date },
): Promise<boolean> {
  const inserted = await trx
    .insertInto("inbox")
    .values({ platform: INBOX_PLATFORM[platform], updateKey, receivedAt: now })
    .onConflict((c) => c.doNothing())
    .returning("platform")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Forgets updates that no platform will bring again. */
export async function deleteUpdatesBefore(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom("inbox").where("receivedAt", "<", before).execute();
}
