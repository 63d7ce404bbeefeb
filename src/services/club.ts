import type { Kysely, Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import type { Database } from "../database/schema.ts";
import { findSetting, setSetting } from "../database/settings.ts";
import type { UserId } from "../ids.ts";

const KEY = "club";

/** What the owner told of the club; the configuration goes before it. */
export interface Club {
  name: string;
  /** Empty: nobody to write to was told. */
  contact: string;
}

export async function findClub(db: Kysely<Database>): Promise<Club | undefined> {
  const value = await findSetting(db, KEY);
  return isClub(value) ? value : undefined;
}

/** Whom to write to stays as it was told before where only the name is told now. */
export async function nameClub(
  trx: Transaction<Database>,
  { userId, club, now }: { userId: UserId; club: Club; now: Date },
): Promise<void> {
  const contact = club.contact || ((await findClub(trx))?.contact ?? "");
  await setSetting(trx, KEY, { ...club, contact }, now);
  await insertAudit(trx, { actor: `user:${userId}`, action: "club-named", subject: "club", detail: {}, now });
}

function isClub(value: unknown): value is Club {
  if (typeof value !== "object" || value === null || !("name" in value && "contact" in value)) return false;
  return typeof value.name === "string" && typeof value.contact === "string";
}
