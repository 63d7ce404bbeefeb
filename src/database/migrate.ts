import * as fs from "node:fs/promises";
import * as path from "node:path";
import { type Kysely, sql } from "kysely";
import { FileMigrationProvider, Migrator } from "kysely/migration";
import type { Database } from "./schema.ts";

const FOLDER = path.join(import.meta.dirname, "../../migrations");

/**
 * Brings the tables up to date, all or nothing, and names the migrations it ran.
 *
 * Processes that start together do it one after another, under Kysely's advisory lock.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    // Waiting for another process to migrate, or a long index, is not a query gone astray.
    await sql`set statement_timeout = 0`.execute(connection);
    try {
      const { error, results = [] } = await createMigrator(connection).migrateToLatest();
      const failed = results.find((result) => result.status === "Error");
      if (error) throw new Error(`migration failed${failed ? `: ${failed.migrationName}` : ""}`, { cause: error });
      return results.map((result) => result.migrationName);
    } finally {
      await sql`reset statement_timeout`.execute(connection);
    }
  });
}

/** What the tables lack of this version of Doorlist, and what they have that it does not know: a newer one's. */
export async function findMigrationGaps(db: Kysely<Database>): Promise<{ pending: string[]; unknown: string[] }> {
  const known = await createMigrator(db).getMigrations();
  const pending = known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  if (pending.length === known.length) return { pending, unknown: [] };
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.map(({ name }) => name).filter((name) => !known.some((one) => one.name === name));
  return { pending, unknown };
}

/** For going down too, which only tests and people do. */
export function createMigrator(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder: FOLDER }) });
}
