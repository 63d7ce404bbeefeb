import { type Kysely, sql, type Transaction } from "kysely";
import { Pool, type PoolClient } from "pg";
import { expect, test } from "vitest";
import { describeBoth, openTestDatabase } from "../../test/database.ts";
import { tapPostgres } from "../../test/wiretap.ts";
import { openDatabase } from "./connection.ts";
import { inTransaction, isConflict } from "./faults.ts";
import { BEGIN, inOneTrip, saveWrites } from "./round-trips.ts";
import type { Database } from "./schema.ts";

type Trx = Transaction<Database>;

const put = (trx: Trx, key: string) =>
  sql`insert into settings (key, value, updated_at) values (${`trip-${key}`}, '1', now())`.execute(trx);
const keysOf = async (db: Kysely<Database>) => {
  const rows = await db.selectFrom("settings").select("key").where("key", "like", "trip-%").orderBy("key").execute();
  return rows.map(({ key }) => key.slice("trip-".length));
};

describeBoth("what a transaction is asked in one round trip", (open) => {
  test("is done in its order, and each sees what those before it did", async () => {
    const { db } = open();

    const [, first, , second] = await db
      .transaction()
      .execute((trx) => inOneTrip(trx, (one) => [put(one, "a"), keysOf(one), put(one, "b"), keysOf(one)]));

    expect([first, second]).toEqual([["a"], ["a", "b"]]);
    expect(await keysOf(db)).toEqual(["a", "b"]);
  });

  test("fails as the first of it that fails, and nothing of it is kept", async () => {
    const { db } = open();
    const before = await keysOf(db);

    const failing = db
      .transaction()
      .execute((trx) => inOneTrip(trx, (one) => [put(one, "c"), put(one, "a"), put(one, "d"), keysOf(one)]));

    expect(isConflict(await failing.catch((error: unknown) => error))).toBe(true);
    expect(await keysOf(db)).toEqual(before);
  });
});

test("a transaction that begins with reading does both in one round trip, and another waits for its beginning", async () => {
  const database = await openTestDatabase("postgres");
  const tap = await tapPostgres(database.url);
  const { dialogue: db, close } = await openDatabase({ databaseUrl: tap.url, dataDir: "", poolSize: 1 });
  await keysOf(db); // connected

  const heard = tap.listen();
  await inTransaction(db, keysOf, { beginsWith: "reading" });
  expect(heard.stop().map((statement) => statement.split(" ")[1])).toEqual(["start", "select", "commit"]);
  expect(heard.countTrips("dialogue: ")).toBe(2);

  const again = tap.listen();
  await inTransaction(db, (trx) => put(trx, "kept"));
  expect(again.stop().map((statement) => statement.split(" ")[1])).toEqual(["begin", "insert", "commit"]);
  expect(again.countTrips("dialogue: ")).toBe(3);
  await close();
  await tap.close();
  await database.close();
});

test("a transaction that cannot begin fails with what it reads first", async () => {
  const pool = new Pool();
  const client = { query: async (text: string) => (text === BEGIN ? Promise.reject(new Error("not now")) : text) };
  saveWrites(pool);
  pool.emit("connect", client as unknown as PoolClient);

  await client.query(BEGIN);
  await expect(client.query("select")).rejects.toThrow("not now");
  expect(await client.query("rollback")).toBe("rollback");
});
