import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { diagnose } from "../../test/doctor.ts";
import { makeTempFolder } from "../../test/machine.ts";
import { execute, newDatabaseName, startPostgres, withDatabase } from "../../test/postgres-server.ts";
import { openDatabase } from "../database/connection.ts";
import { migrate } from "../database/migrate.ts";

const TELEGRAM = { TELEGRAM_BOT_TOKEN: "123456:revoked", TELEGRAM_API_ROOT: "http://127.0.0.1:1" };

async function look(env: Record<string, string>) {
  return (await diagnose({ SANDBOX: "1", PORT: "2", ...env })).database;
}

describe("a Postgres", () => {
  let database: TestPostgres;
  let name: string;
  beforeAll(async () => {
    database = await openTestDatabase("postgres");
    name = new URL(database.url).pathname.slice(1);
  });
  afterAll(() => database.close());

  test("that is up to date is well, with its version", async () => {
    const finding = await look({ DATABASE_URL: database.url });
    expect(finding).toMatchObject({ found: "database-ok", params: { version: expect.any(Number) } });
    expect(finding?.params.version).toBeGreaterThanOrEqual(15);
  });

  test("that is empty waits for the first start", async () => {
    const empty = newDatabaseName("empty");
    await execute(inject("postgresUrl"), `create database ${empty}`);
    const url = withDatabase(inject("postgresUrl"), empty);
    expect((await look({ DATABASE_URL: url }))?.found).toBe("database-empty");
    await execute(inject("postgresUrl"), `drop database ${empty}`);
  });

  test("whose last migration is missing, or that has one of tomorrow, says which", async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', now()::text)`.execute(
      database.db,
    );
    expect(await look({ DATABASE_URL: database.url })).toMatchObject({
      found: "database-newer",
      params: { names: "9999_of_tomorrow" },
    });
    await sql`delete from kysely_migration where name = '9999_of_tomorrow'`.execute(database.db);

    const { rows } = await sql<{ name: string }>`delete from kysely_migration
      where name = (select max(name) from kysely_migration) returning name`.execute(database.db);
    const last = rows[0]?.name ?? "";
    expect(await look({ DATABASE_URL: database.url })).toMatchObject({
      found: "database-pending",
      params: { names: last },
    });
    await sql`insert into kysely_migration (name, timestamp) values (${last}, now()::text)`.execute(database.db);
  });

  test("that takes nothing is a copy", async () => {
    await execute(inject("postgresUrl"), `alter database ${name} set default_transaction_read_only = on`);
    expect((await look({ DATABASE_URL: database.url }))?.found).toBe("database-read-only");
    await execute(inject("postgresUrl"), `alter database ${name} reset default_transaction_read_only`);
  });

  test("that is too old, or slow, is told by what it says of itself", async () => {
    const pretend = (body: string) =>
      execute(
        database.url,
        `create or replace function pretence.current_setting(text) returns text language sql as $$ ${body} $$`,
      );
    await execute(database.url, "create schema pretence");
    await execute(database.url, `alter database ${name} set search_path = pretence, pg_catalog, public`);

    await pretend("select case $1 when 'server_version_num' then '140009' else 'off' end");
    expect(await look({ DATABASE_URL: database.url })).toMatchObject({
      found: "database-old",
      params: { version: 14 },
    });

    await pretend("select pg_catalog.current_setting($1) from pg_sleep(0.2)");
    expect((await look({ DATABASE_URL: database.url }))?.found).toBe("database-slow");

    await execute(database.url, `alter database ${name} reset search_path`);
    await execute(database.url, "drop schema pretence cascade");
  });

  test("that nobody finds, or that has no such database, says where", async () => {
    expect(await look({ DATABASE_URL: "postgres://doorlist:hidden@127.0.0.1:1/x" })).toMatchObject({
      found: "database-unreachable",
      params: { host: "127.0.0.1:1", reason: { key: "doctor-reason-refused" } },
    });
    const url = withDatabase(inject("postgresUrl"), "nothing_there");
    expect(await look({ DATABASE_URL: url })).toMatchObject({
      found: "database-missing",
      params: { name: "nothing_there" },
    });
  });

  test("that lost a message for want of payment lets WhatsApp's payment say so", async () => {
    const whatsapp = {
      WHATSAPP_ACCESS_TOKEN: "EAAB",
      WHATSAPP_PHONE_NUMBER_ID: "1",
      WHATSAPP_BUSINESS_ACCOUNT_ID: "2",
      WHATSAPP_APP_SECRET: "secret",
      WHATSAPP_API_ROOT: "http://127.0.0.1:1",
      DATABASE_URL: database.url,
    };
    const refuse = (reason: string, at: Date) =>
      sql`with someone as (
        insert into users (id, created_at, updated_at) values (gen_random_uuid(), ${at}, ${at}) returning id
      ) insert into outbox (id, user_id, kind, intent, dedupe_key, status, reason, due_at, created_at)
        select gen_random_uuid(), id, 'reply', '{}', id::text, 'failed', ${reason}, ${at}, ${at} from someone`.execute(
        database.db,
      );
    const payment = async () => (await diagnose(whatsapp))["whatsapp-health"]?.found;
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

    await refuse("the platform reported 131042 Business eligibility payment issue", daysAgo(8));
    await refuse("the platform reported 131026 Message undeliverable", daysAgo(1));
    expect(await payment()).toBe("whatsapp-unseen");
    await refuse("the platform reported 131042 Business eligibility payment issue", daysAgo(1));
    expect(await payment()).toBe("whatsapp-health-unpaid");
  });
});

describe("a Postgres of its own", () => {
  test("refuses a wrong password, and has no room for one too many", { timeout: 60_000 }, async () => {
    const server = await startPostgres();
    const at = (user: string) => server.url.replace("//doorlist@", `//${user}@`);
    await execute(server.url, "create role choir login password 'right'");
    await execute(server.url, "create role crowd login connection limit 0");
    // Everybody but the owner has to show a password from now on.
    await execute(
      server.url,
      `do $$ begin execute format('copy (values (''host all doorlist 127.0.0.1/32 trust''), (''host all crowd 127.0.0.1/32 trust''),
        (''host all all 127.0.0.1/32 scram-sha-256'')) to %L', current_setting('hba_file')); end $$`,
    );
    await execute(server.url, "select pg_reload_conf()");

    expect((await look({ DATABASE_URL: at("choir:right") }))?.found).toBe("database-empty");
    const refused = await look({ DATABASE_URL: at("choir:wrong-password") });
    expect(refused).toMatchObject({ found: "database-refused", params: { user: "choir" } });
    expect(JSON.stringify(refused)).not.toContain("wrong-password");
    expect((await look({ DATABASE_URL: at("crowd") }))?.found).toBe("database-full");

    await server.stop();
    expect((await look({ DATABASE_URL: server.url }))?.found).toBe("database-unreachable");
    await server.remove();
  });
});

describe("a data folder", () => {
  let folder: Awaited<ReturnType<typeof makeTempFolder>>;
  beforeEach(async () => {
    folder = await makeTempFolder();
  });
  afterEach(() => folder.remove());

  test("is new, held, in order, and not safe enough for real people", { timeout: 60_000 }, async () => {
    const dataDir = join(folder.path, "deep", "data");
    expect((await look({ DATA_DIR: dataDir }))?.found).toBe("folder-new");

    const database = await openDatabase({ databaseUrl: undefined, dataDir });
    expect((await look({ DATA_DIR: dataDir }))?.found).toBe("folder-held");
    await migrate(database.db);
    await database.close();

    expect((await look({ DATA_DIR: dataDir }))?.found).toBe("folder-ok");
    expect((await look({ DATA_DIR: dataDir, SANDBOX: "0", ...TELEGRAM }))?.found).toBe("folder-unsafe");
  });

  test("that a running app holds is looked into by the app itself", { timeout: 60_000 }, async () => {
    const database = await openDatabase({ databaseUrl: undefined, dataDir: folder.path });
    await migrate(database.db);
    const found = await diagnose({ DATA_DIR: folder.path, SANDBOX: "1", PORT: "2" }, { db: database.db });
    expect(found.database?.found).toBe("folder-ok");
    await database.close();
  });

  test("where nothing can be made is named, with the reason", async () => {
    const file = join(folder.path, "file");
    await writeFile(file, "");
    for (const dataDir of [join(file, "data"), ...(process.platform === "linux" ? ["/proc/doorlist"] : [])]) {
      expect(await look({ DATA_DIR: dataDir })).toMatchObject({
        found: "folder-unusable",
        params: { folder: dataDir },
      });
    }
  });

  test("whose database is damaged says so", { timeout: 60_000 }, async () => {
    await mkdir(join(folder.path, "pglite"), { recursive: true });
    await writeFile(join(folder.path, "pglite", "PG_VERSION"), "9.1\n");
    expect((await look({ DATA_DIR: folder.path }))?.found).toBe("folder-damaged");
  });
});
