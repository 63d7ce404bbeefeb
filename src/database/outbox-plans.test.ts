import { sql } from "kysely";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";

const WAY = "11111111-1111-7111-8111-111111111111";
const LOOKS = {
  outbox_lane: "platform = 'telegram' and priority > 0 and due_at <= '2026-12-01'",
  outbox_way_open: `way = '${WAY}' and priority = 1 and id < '${WAY}'`,
  outbox_chat_open: `chat_id = '${WAY}' and priority = 1`,
  outbox_unrouted: "platform is null and due_at <= '2026-12-01'",
  outbox_user_open: `user_id = '${WAY}'`,
};

describeBoth("what waits is looked for in the one index that was made for it", (open) => {
  /** As on a quiet day: when the tables were last counted, nothing waited, so that every such index was empty. */
  async function fill() {
    const { db } = open();
    const insert = (count: number, status: string, platform: string | null) => sql`
      insert into outbox (id, mail_to, platform, kind, intent, dedupe_key, priority, due_at, created_at, status)
      select gen_random_uuid(), 'a@b.c', ${platform}, 'x', '{}', ${status} || n, 1, '2026-11-21', '2026-11-21', ${status}
      from generate_series(1, ${sql.lit(count)}) n`;
    await insert(5_000, "sent", "telegram").execute(db);
    await sql`vacuum analyze outbox`.execute(db);
    await insert(1_000, "waiting", "telegram").execute(db);
  }

  async function findIndexes(): Promise<string[]> {
    const found = Object.entries(LOOKS).map(async ([index, condition]) => {
      const { rows } = await sql<{ "QUERY PLAN": string }>`
        explain select from outbox where status = 'waiting' and ${sql.raw(condition)}`.execute(open().db);
      return rows.some((row) => row["QUERY PLAN"].includes(index)) ? [index] : [];
    });
    return (await Promise.all(found)).flat();
  }

  test("though by the figures of the tables any would do", async () => {
    await fill();

    expect(await findIndexes()).toEqual(Object.keys(LOOKS));
  });
});
