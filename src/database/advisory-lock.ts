import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

/**
 * Runs `work` in one process at a time, by a lock of the session and not of a transaction: `work` may call a platform.
 * It must not need the connection of `db` itself; on PGlite, which only one process has, no lock is taken.
 */
export async function withAdvisoryLock<T>(
  { db, kind }: { db: Kysely<Database>; kind: "postgres" | "pglite" },
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (kind === "pglite") return work();
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(hashtext(${name}))`.execute(connection);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(connection);
    }
  });
}
