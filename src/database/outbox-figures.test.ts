import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { newId, type OutboxId } from "../ids.ts";
import { countGivenUp, countOutbox } from "./outbox-figures.ts";
import type { Database } from "./schema.ts";

const now = new Date("2026-11-21T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describeBoth("the figures of the outbox", (open) => {
  test("tell what waits by its age, and what failed of late", async () => {
    const { db } = open();
    const insert = rowsOf(db);
    await insert({ dueAt: ago(0) });
    await insert({ dueAt: ago(2) });
    await insert({ dueAt: ago(7) });
    await insert({ dueAt: ago(-30), createdAt: ago(600) }); // its time has not come
    await insert({ dueAt: ago(-5), createdAt: ago(90), attempts: 7 }); // tried in vain for long
    await insert({ status: "sent", dueAt: ago(300) });
    await insert({ status: "failed", failedAt: ago(20) });
    await insert({ status: "failed", failedAt: ago(200) });
    await insert({ status: "failed", failedAt: ago(3_000) });

    expect(await countOutbox(db, now)).toEqual({
      waiting: 4,
      overOneMinute: 3,
      overFiveMinutes: 2,
      overOneHour: 1,
      oldestAt: ago(90),
      failedInLastHour: 1,
      failedInLastDay: 2,
    });
  });

  test("count as given up what nobody's phone is to blame for, each once", async () => {
    const { db } = open();
    await db.deleteFrom("outbox").execute();
    const insert = rowsOf(db);
    const looks = { since: ago(10), until: now };
    await insert({ status: "failed", failedAt: ago(5), reason: "gave up after 40 tries: 502" });
    await insert({ status: "failed", failedAt: now, reason: "rejected: message is too long" });
    await insert({ status: "failed", failedAt: ago(5), reason: "blocked: bot was blocked by the user" });
    await insert({ status: "failed", failedAt: ago(5), reason: "unreachable: chat not found" });
    await insert({ status: "failed", failedAt: ago(5), reason: "the platform reported 131026" });
    await insert({ status: "failed", failedAt: ago(10), reason: "counted at the look before" });

    expect(await countGivenUp(db, looks)).toBe(2);
    expect(await countGivenUp(db, { since: now, until: ago(-1) })).toBe(0);
  });

  test("do not read what was sent", async () => {
    const { db } = open();
    await sql`insert into outbox (id, mail_to, kind, intent, dedupe_key, due_at, created_at, status, failed_at)
      select gen_random_uuid(), 'a@b.c', 'x', '{}', 'bulk' || n, ${now}, ${now}, 'sent', null
      from generate_series(1, 20000) n`.execute(db);
    await sql`analyze outbox`.execute(db);

    const plan = async (condition: string) => {
      const { rows } = await sql`explain select count(*) from outbox where ${sql.raw(condition)}`.execute(db);
      return JSON.stringify(rows);
    };

    expect(await plan("status = 'failed' and failed_at > '2026-12-01'")).toContain("outbox_failed");
    const waits = "status = 'waiting' and (due_at <= '2026-12-01' or attempts > 0)";
    expect(await plan(`${waits} and platform is null`)).toContain("outbox_unrouted");
    expect(await plan(`${waits} and platform is not null`)).toContain("outbox_lane");
  });
});

interface Row {
  status?: "waiting" | "sent" | "failed";
  dueAt?: Date;
  createdAt?: Date;
  failedAt?: Date;
  attempts?: number;
  reason?: string;
}

function rowsOf(db: Kysely<Database>) {
  return ({ dueAt = now, createdAt = dueAt, ...row }: Row) =>
    db
      .insertInto("outbox")
      .values({
        id: newId<OutboxId>(),
        mailTo: "anna@club.example",
        kind: "test",
        intent: "{}",
        dedupeKey: newId<OutboxId>(),
        priority: 0,
        dueAt,
        createdAt,
        ...row,
      })
      .execute();
}
