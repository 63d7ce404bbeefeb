import { sql } from "kysely";
import { expect, test } from "vitest";
import { openTestDatabase } from "../../test/database.ts";
import { listChatsEverAt } from "./chats.ts";
import { openDatabase } from "./connection.ts";

test("chats are looked for by their keys, though the plan was made when there was only one", async () => {
  const database = await openTestDatabase("postgres");
  const { dialogue, close } = await openDatabase({ databaseUrl: database.url, dataDir: "", poolSize: 1 });
  await sql`
    insert into chats (id, platform, telegram_id, current_state, state_data, state_schema, version, created_at, updated_at)
    values (gen_random_uuid(), 'telegram', 1, 'START', '{}', 1, 1, now(), now())`.execute(dialogue);
  await sql`vacuum analyze chats`.execute(dialogue);
  await sql`set plan_cache_mode = force_generic_plan`.execute(dialogue);

  await listChatsEverAt(dialogue, [{ address: { platform: "telegram", telegramId: 1 }, hash: Buffer.alloc(32) }]);

  const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements where name <> ''`.execute(
    dialogue,
  );
  const explained = await sql<{ "QUERY PLAN": string }>`explain execute ${sql.id(rows[0]?.name ?? "")} ('[]')`.execute(
    dialogue,
  );
  const plan = explained.rows.map((row) => row["QUERY PLAN"]).join("\n");
  const scanned = [...plan.matchAll(/Index Scan using (\w+)/g)].map(([, index]) => index);
  expect(scanned).toEqual([
    "chats_telegram_id_key",
    "chats_whatsapp_user_id_key",
    "chats_whatsapp_phone_key",
    "chats_address_hash",
  ]);
  expect(plan.match(/Index Cond/g)).toHaveLength(4);
  await close();
  await database.close();
});
