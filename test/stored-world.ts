import { openTestDatabase, type TestPostgres } from "./database.ts";
import { openWorld, type TestWorld, type WorldOptions } from "./world.ts";

export type StoredWorld = TestWorld & { database: TestPostgres };

/** A world on a Postgres database of its own, which goes with it. */
export async function openWorldOnPostgres(options: Omit<WorldOptions, "databaseUrl"> = {}): Promise<StoredWorld> {
  const database = await openTestDatabase("postgres");
  const world = await openWorld({ ...options, databaseUrl: database.url });
  const { stop } = world;
  return Object.assign(world, {
    database,
    async stop() {
      await stop();
      await database.close();
    },
  });
}
