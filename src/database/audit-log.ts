import type { Transaction } from "kysely";
import type { Database } from "./schema.ts";

interface Entry {
  /** "user:ID", "chat:ID", "system". */
  actor: string;
  action: string;
  /** What it was done to, in the same form. */
  subject: string;
  /** Ids and figures only: what is written here stays when people have themselves forgotten. */
  detail: object;
  now: Date;
}

/** Writes down, for good, who did what. */
export async function insertAudit(trx: Transaction<Database>, entry: Entry): Promise<void> {
  const { actor, action, subject, detail, now } = entry;
  await trx
    .insertInto("auditLog")
    .values({ at: now, actor, action, subject, detail: JSON.stringify(detail) })
    .execute();
}
