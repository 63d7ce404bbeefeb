import { type Kysely, sql } from "kysely";
import type { Database } from "../src/database/schema.ts";

/**
 * Lets `first` do its work and holds its commit back until `second` either waits for a lock or is through:
 * the moment at which a race is lost, met every time.
 *
 * @param first is given what it must wait for at the end of its transaction.
 */
export async function race<A, B>(
  db: Kysely<Database>,
  first: (beforeCommit: () => Promise<void>) => Promise<A>,
  second: () => Promise<B>,
): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
  const worked = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const one = first(() => {
    worked.resolve();
    return mayCommit.promise;
  });
  await Promise.race([worked.promise, one]);
  let isThrough = false;
  const other = second().finally(() => {
    isThrough = true;
  });
  while (!isThrough && !(await isSomebodyWaiting(db)));
  mayCommit.resolve();
  return Promise.allSettled([one, other]);
}

async function isSomebodyWaiting(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length > 0;
}
