import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

const DAYS = 7;

/** When a message of the last days was last refused because nothing is paid at Meta (131042); undefined if none was. */
export async function findUnpaidAt(db: Kysely<Database>, now: Date): Promise<Date | undefined> {
  const since = new Date(now.getTime() - DAYS * 24 * 60 * 60_000);
  const { rows } = await sql<{ at: Date | null }>`
    select max(coalesce(failed_at, created_at)) as at from outbox
    where created_at > ${since} and status in ('waiting', 'failed') and reason ~ '\\m131042\\M'`.execute(db);
  return rows[0]?.at ?? undefined;
}
