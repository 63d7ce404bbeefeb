import { type Kysely, sql } from "kysely";
import { NO_MIGRATIONS } from "kysely/migration";
import { expect, inject, test } from "vitest";
import { describeBoth, openTestDatabase } from "../../test/database.ts";
import { execute, newDatabaseName, withDatabase } from "../../test/postgres-server.ts";
import { openDatabase } from "./connection.ts";
import { createMigrator, findMigrationGaps, migrate } from "./migrate.ts";
import type { Database } from "./schema.ts";

describeBoth("the tables", (open) => {
  test("go down to nothing and up again, the same as before", async () => {
    const { db } = open();
    const before = await describeColumns(db);
    expect(before).toContain("event_registrations.reminded_24h_for timestamp with time zone");

    const down = await createMigrator(db).migrateTo(NO_MIGRATIONS);
    expect(down.error).toBeUndefined();
    expect(await describeColumns(db)).toEqual([]);

    expect(await migrate(db)).toContain("0001_core");
    expect(await describeColumns(db)).toEqual(before);
    expect(await migrate(db)).toEqual([]);
  });

  test("tell what they lack, and what they have of a newer version", async () => {
    const { db } = open();
    expect(await findMigrationGaps(db)).toEqual({ pending: [], unknown: [] });

    await sql`insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', now()::text)`.execute(db);
    expect(await findMigrationGaps(db)).toEqual({ pending: [], unknown: ["9999_of_tomorrow"] });
    await sql`delete from kysely_migration where name = '9999_of_tomorrow'`.execute(db);

    await createMigrator(db).migrateTo("0001_core");
    const { pending, unknown } = await findMigrationGaps(db);
    expect(pending.slice(0, 1)).toEqual(["0002_linking"]);
    expect(unknown).toEqual([]);

    await createMigrator(db).migrateTo(NO_MIGRATIONS);
    expect((await findMigrationGaps(db)).pending[0]).toBe("0001_core");
    await migrate(db);
  });

  test("are left as they were by a migration that fails", async () => {
    const { db } = open();
    await createMigrator(db).migrateTo(NO_MIGRATIONS);
    await sql`create table outbox (in_the_way int)`.execute(db);

    await expect(migrate(db)).rejects.toThrow("migration failed: 0001_core");

    expect(await describeColumns(db)).toEqual(["outbox.in_the_way integer"]);
  });
});

test("two processes that start at once migrate once between them", async () => {
  const name = newDatabaseName("migrate");
  const databaseUrl = withDatabase(inject("postgresUrl"), name);
  await execute(inject("postgresUrl"), `create database ${name}`);
  const processes = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl, dataDir: "" })));

  const ran = await Promise.all(processes.map(({ db }) => migrate(db)));

  expect(ran.flat().filter((migration) => migration === "0001_core")).toHaveLength(1);
  await Promise.all(processes.map((each) => each.close()));
  await execute(inject("postgresUrl"), `drop database ${name}`);
});

test("the queries after a migration have their time-out again", async () => {
  const { url, close } = await openTestDatabase("postgres");
  const database = await openDatabase({ databaseUrl: url, dataDir: "", poolSize: 1 });

  await migrate(database.db);

  const { rows } = await sql`show statement_timeout`.execute(database.db);
  expect(rows).toEqual([{ statementTimeout: "15s" }]);
  await database.close();
  await close();
});

async function describeColumns(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ column: string }>`
    select table_name || '.' || column_name || ' ' || data_type as column from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(db);
  return rows.map(({ column }) => column);
}
