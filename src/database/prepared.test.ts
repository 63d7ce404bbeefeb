import { sql } from "kysely";
import { expect, test } from "vitest";
import { confirmationOf } from "../../test/confirmations.ts";
import { openTestDatabase } from "../../test/database.ts";
import { newActor, newEvent, newPerson } from "../../test/people.ts";
import { createConfirmations } from "../chats/confirmations.ts";
import { newId } from "../ids.ts";
import { listCardRows } from "./cards.ts";
import { findChatUser, listChatsEverAt } from "./chats.ts";
import { openDatabase } from "./connection.ts";
import { settleMessages } from "./deliveries.ts";
import { listHolders } from "./people.ts";

const TABLES = ["chats", "users", "events", "event_registrations", "registration_changes", "inbox", "outbox"];

test("what every message asks is planned once for a connection, and outlives a migration that adds columns", async () => {
  const database = await openTestDatabase("postgres");
  const one = await openDatabase({ databaseUrl: database.url, dataDir: "", poolSize: 1 });
  const db = one.dialogue;
  const { commit } = createConfirmations({ db, knownSent: () => [], locale: "en", desk: { adminChatId: undefined } });
  const { id } = await newEvent(db);
  const everything = async () => {
    for (const actor of [await newActor(db), await newPerson(db)]) {
      expect((await commit(confirmationOf(actor, id)))?.outcome.type).toBe("done");
    }
    await settleMessages(db, [], new Date());
    const [actor, card] = [await newActor(db), { event: { id }, now: new Date() }];
    await listChatsEverAt(db, [{ address: { platform: "telegram", telegramId: 1 }, hash: Buffer.alloc(32) }]);
    expect(await findChatUser(db, actor.chatId)).toBeUndefined();
    expect(await listCardRows(db, [card])).toMatchObject([{ id, slug: expect.any(String) }]);
    expect(await listHolders(db, { email: "anna@example.org", except: undefined })).toEqual([]);
  };
  const plans = async () =>
    (await sql<{ name: string }>`select name from pg_prepared_statements`.execute(db)).rows.length;

  await everything();
  const kept = await plans();
  for (const table of TABLES) await sql.raw(`alter table ${table} add column added text default 'x'`).execute(db);
  await everything();

  expect(kept).toBe(12);
  expect(await plans()).toBe(kept);
  await one.close();
  await database.close();
});

test("what is planned while the tables are empty looks for its rows by their keys", async () => {
  const database = await openTestDatabase("postgres");
  const { dialogue, dispatcher, rest, close } = await openDatabase({ databaseUrl: database.url, dataDir: "" });
  const isByKey = async (db: typeof dialogue) => {
    const { rows } = await sql`explain select from events where created_by is null and id = ${newId()}`.execute(db);
    return !JSON.stringify(rows).includes("Seq Scan");
  };

  await sql`vacuum analyze events`.execute(rest);
  expect(await Promise.all([dialogue, dispatcher, rest].map(isByKey))).toEqual([true, true, false]);
  await close();
  await database.close();
});

test("a plan that was kept when the tables were short looks up each row by its key", async () => {
  const database = await openTestDatabase("postgres");
  const one = await openDatabase({ databaseUrl: database.url, dataDir: "", poolSize: 1 });
  const db = one.dialogue;
  const { commit } = createConfirmations({ db, knownSent: () => [], locale: "en", desk: { adminChatId: undefined } });
  const events = [await newEvent(db), await newEvent(db), await newEvent(db)];
  for (const { id } of events) await commit(confirmationOf(await newActor(db), id));
  await sql`vacuum analyze`.execute(db);
  await sql`set plan_cache_mode = force_generic_plan`.execute(db);
  await commit(confirmationOf(await newPerson(db), events[0]?.id ?? newId()));
  await settleMessages(db, [], new Date());

  const { rows } = await sql<{ name: string; count: number }>`
    select name, cardinality(parameter_types) as count from pg_prepared_statements`.execute(db);
  expect(rows.length).toBeGreaterThan(6);
  for (const { name, count } of rows) {
    const values = Array(count).fill("null").join();
    const plan = await sql.raw<{ "QUERY PLAN": string }>(`explain execute ${name}(${values})`).execute(db);
    const lines = plan.rows.map((row) => row["QUERY PLAN"]);
    const whole = lines.filter((line, n) => /(Index|Seq).* Scan/.test(line) && !lines[n + 1]?.includes("Index Cond"));
    expect(whole).toEqual([]);
  }
  await one.close();
  await database.close();
});
