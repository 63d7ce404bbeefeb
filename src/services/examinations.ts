import type { Kysely, Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import { findSetting, setSetting, setSettingAfter } from "../database/settings.ts";

/** "Is everything working?": one look at a time for the whole deployment, and what the last one found. */

const BEGUN = "examination-begun";
const FOUND = "examination";
/** No look takes longer; whoever presses sooner has the last one. */
const REST_MS = 20_000;

/** Whether a look may begin: it has then, and nobody else's does for a while. A crash loses no more than that look. */
export async function beginExamination(
  trx: Transaction<Database>,
  now: Date,
): Promise<{ type: "begun" } | { type: "waits"; seconds: number }> {
  const earliest = new Date(now.getTime() - REST_MS);
  const before = await setSettingAfter(trx, BEGUN, { value: now.toISOString(), earliest, now });
  if (!before) return { type: "begun" };
  return { type: "waits", seconds: Math.ceil((before.getTime() + REST_MS - now.getTime()) / 1000) };
}

/** `examination`: anything that JSON can hold; it has no secrets in it. */
export async function keepExamination(trx: Transaction<Database>, examination: unknown, now: Date): Promise<void> {
  await setSetting(trx, FOUND, examination, now);
}

export async function findExamination(db: Kysely<Database>): Promise<unknown> {
  return findSetting(db, FOUND);
}
