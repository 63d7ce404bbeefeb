import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeBoth, openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { type PostgresServer, startPostgres } from "../../test/postgres-server.ts";
import { type OpenDatabase, openDatabase } from "./connection.ts";
import { inTransaction, isAway, isConflict, isTransient } from "./faults.ts";

const now = new Date("2026-03-01T10:00:00Z");
const setting = (key: string) => ({ key, value: "1", updatedAt: now });

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error) => error,
  );
}

describeBoth("a fault", (open) => {
  test("of a repeated key is a conflict, and trying again cannot help", async () => {
    const { db } = open();
    await db.insertInto("settings").values(setting("twice")).execute();
    const fault = await faultOf(db.insertInto("settings").values(setting("twice")).execute());

    expect(isConflict(fault)).toBe(true);
    expect(isConflict(new Error("while deciding", { cause: fault }))).toBe(true);
    expect(isTransient(fault)).toBe(false);
  });

  test("of ours is neither", async () => {
    for (const fault of [
      await faultOf(sql`select no_such_thing`.execute(open().db)),
      new TypeError("x is undefined"),
    ]) {
      expect(fault).toBeInstanceOf(Error);
      expect(isConflict(fault)).toBe(false);
      expect(isTransient(fault)).toBe(false);
      expect(isAway(fault)).toBe(false);
    }
  });
});

test("a closed PGlite is one that may be there again later", async () => {
  const { db, close } = await openTestDatabase("pglite");
  await db.selectFrom("events").selectAll().execute();
  await close();

  expect(isTransient(await faultOf(db.selectFrom("events").selectAll().execute()))).toBe(true);
});

describe("a server that goes away", () => {
  let server: PostgresServer;
  let database: OpenDatabase;
  const ask = () => faultOf(sql`select 1`.execute(database.db));
  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ databaseUrl: server.url, dataDir: "", poolSize: 4 });
  });
  afterAll(async () => {
    await database?.close();
    await server?.remove();
  });

  test.each(["fast", "immediate", "kill"] as const)(
    "by %s is transient for all it cuts off, and is used again once back",
    async (way) => {
      expect(await ask()).toBeUndefined();
      const inQuery = faultOf(sql`select pg_sleep(20)`.execute(database.dialogue));
      const idle = await database.dispatcher.startTransaction().execute();
      await sql`select 1`.execute(database.rest);

      await (way === "kill" ? server.kill() : server.stop(way));

      expect(isTransient(await inQuery)).toBe(true);
      expect(isTransient(await faultOf(sql`select 1`.execute(idle)))).toBe(true);
      await faultOf(idle.rollback().execute());
      const refused = await ask();
      expect([isTransient(refused), isAway(refused)]).toEqual([true, true]);
      await server.restart();
      expect(await ask()).toBeUndefined();
    },
  );

  test("full of connections is transient", async () => {
    const crowd = await openDatabase({ databaseUrl: server.url, dataDir: "", poolSize: 300 });
    const hold = () => sql`select pg_sleep(1)`.execute(crowd.dialogue);
    const faults = await Promise.all(Array.from({ length: 220 }, () => faultOf(hold())));
    await crowd.close();

    const met = faults.filter((fault) => fault !== undefined);
    expect(met.length).toBeGreaterThan(0);
    expect(met.every(isTransient)).toBe(true);
  });

  test("no connection free in time is transient", async () => {
    const one = await openDatabase({ databaseUrl: server.url, dataDir: "", poolSize: 1 });
    const holder = await one.rest.startTransaction().execute();

    expect(isTransient(await faultOf(sql`select 1`.execute(one.rest)))).toBe(true);

    await holder.rollback().execute();
    await one.close();
  });
});

describe("two that wait for each other", () => {
  let database: TestPostgres;
  beforeAll(async () => {
    database = await openTestDatabase("postgres");
    await database.db
      .insertInto("settings")
      .values([setting("a"), setting("b")])
      .execute();
  });
  afterAll(() => database?.close());

  /** Both hold their first row before either asks for its second. */
  async function cross(retries: number): Promise<unknown[]> {
    const { db } = database;
    const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const take = (mine: 0 | 1, keys: [string, string]) =>
      inTransaction(
        db,
        async (trx) => {
          const touch = (key: string) =>
            trx.updateTable("settings").set({ updatedAt: now }).where("key", "=", key).execute();
          await touch(keys[0]);
          held[mine].resolve();
          await held[mine === 0 ? 1 : 0].promise;
          await touch(keys[1]);
        },
        { retries },
      );
    return Promise.all([faultOf(take(0, ["a", "b"])), faultOf(take(1, ["b", "a"]))]);
  }

  test("both get through", async () => {
    expect(await cross(3)).toEqual([undefined, undefined]);
  });

  test("do not, without the retries", async () => {
    const victims = (await cross(0)).filter((fault) => fault !== undefined);

    expect(victims).toEqual([expect.objectContaining({ code: "40P01" })]);
    expect(victims.every(isTransient)).toBe(true);
  });
});
