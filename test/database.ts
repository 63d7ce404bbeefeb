import { readFile } from "node:fs/promises";
import { type Kysely, PGliteDialect } from "kysely";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { createKysely, openDatabase } from "../src/database/connection.ts";
import { createPglite } from "../src/database/pglite.ts";
import type { Database } from "../src/database/schema.ts";
import { execute, newDatabaseName, withDatabase } from "./postgres-server.ts";

export interface TestDatabase {
  kind: "postgres" | "pglite";
  db: Kysely<Database>;
  close(): Promise<void>;
}

/** On a real server, so that other pools and processes can join in at `url`. */
export interface TestPostgres extends TestDatabase {
  kind: "postgres";
  url: string;
}

/** A migrated, empty database for one test file. */
export function openTestDatabase(kind: "postgres"): Promise<TestPostgres>;
export function openTestDatabase(kind: "postgres" | "pglite"): Promise<TestDatabase & { url?: string }>;
export function openTestDatabase(kind: "postgres" | "pglite"): Promise<TestDatabase & { url?: string }> {
  return kind === "postgres" ? openTestPostgres() : openTestPglite();
}

/** The same tests on both databases, each with one of its own, which `open` gives inside a test or a hook. */
export function describeBoth(name: string, define: (open: () => TestDatabase) => void): void {
  describe.each(["postgres", "pglite"] as const)(`${name}, on %s`, (kind) => {
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await openTestDatabase(kind);
    });
    afterAll(() => database?.close());
    define(() => {
      if (!database) throw new Error("the database opens in beforeAll: ask for it inside a test or a hook");
      return database;
    });
  });
}

async function openTestPostgres(): Promise<TestPostgres> {
  const server = inject("postgresUrl");
  const name = newDatabaseName("test");
  await execute(server, `create database ${name} template ${inject("postgresTemplate")}`);
  const url = withDatabase(server, name);
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: "", poolSize: 40 });
  return {
    kind: "postgres",
    url,
    db,
    async close() {
      await close();
      await execute(server, `drop database ${name} with (force)`);
    },
  };
}

async function openTestPglite(): Promise<TestDatabase> {
  const dump = new Blob([await readFile(inject("pgliteDump"))]);
  const db = createKysely(new PGliteDialect({ pglite: await createPglite({ dump }) }));
  return { kind: "pglite", db, close: () => db.destroy() };
}
