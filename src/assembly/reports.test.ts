import type { Kysely } from "kysely";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { NOW, newPerson } from "../../test/people.ts";
import type { Database } from "../database/schema.ts";
import { Unavailable } from "../errors.ts";
import { newId, type OutboxId } from "../ids.ts";
import type { DeliveryReport } from "../messages.ts";
import { openReports } from "./reports.ts";

const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

function about(outboxId: OutboxId, status: DeliveryReport["status"], seconds = 1): DeliveryReport {
  const providerMessageId = `wamid.${outboxId}`;
  return { platform: "whatsapp", providerMessageId, outboxId, status, at: after(seconds), code: undefined };
}

describeBoth("reports of what became of messages", (open) => {
  async function send(count: number): Promise<OutboxId[]> {
    const { chatId } = await newPerson(open().db, { platform: "whatsapp" });
    const ids = Array.from({ length: count }, () => newId<OutboxId>());
    const intent = JSON.stringify({ text: "help", params: {}, locale: "en", choices: [] });
    const sent = { chatId, way: chatId, platform: "whatsapp", kind: "notice", intent, status: "sent" } as const;
    const rows = ids.map((id) => ({
      ...sent,
      id,
      dedupeKey: id,
      attempts: 1,
      dueAt: NOW,
      createdAt: NOW,
      sentAt: NOW,
    }));
    await open().db.insertInto("outbox").values(rows).execute();
    return ids;
  }
  const rows = (ids: OutboxId[]) =>
    open().db.selectFrom("outbox").selectAll().where("id", "in", ids).orderBy("id").execute();

  function openCounted() {
    const counted = { statements: 0, reported: 0 };
    const db: Kysely<Database> = open().db.withPlugin({
      transformQuery({ node }) {
        counted.statements++;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const reported = (reports: DeliveryReport[]) => {
      counted.reported += reports.length;
    };
    const report = openReports(db, { reported });
    return { report, counted };
  }

  test("those of a moment share a statement", async () => {
    const { report, counted } = openCounted();
    const ids = await send(20);
    await Promise.all(ids.map((id) => report([about(id, "delivered")])));
    expect(counted).toEqual({ statements: 1, reported: 20 });
    expect((await rows(ids)).every(({ status }) => status === "delivered")).toBe(true);
  });

  test("each of one message has its turn, in the order in which they came", async () => {
    const { report } = openCounted();
    const [id = newId()] = await send(1);
    await Promise.all([report([about(id, "delivered", 2)]), report([about(id, "read", 5)])]);
    expect(await rows([id])).toMatchObject([{ status: "read", deliveredAt: after(2), readAt: after(5) }]);
  });

  test("one that cannot be written costs the others nothing", async () => {
    const { report, counted } = openCounted();
    const [one = newId(), two = newId()] = await send(2);
    const bad = { ...about(two, "read"), pricing: { category: "\0", billable: true } };
    const told = await Promise.allSettled([report([about(one, "read")]), report([bad])]);
    expect(told.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await rows([one, two])).toMatchObject([{ status: "read" }, { status: "sent" }]);
    expect(counted.reported).toBe(1);
  });

  test("while the database is away WhatsApp is to tell again", async () => {
    const away = open().db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult() {
        throw Object.assign(new Error("gone"), { code: "ECONNREFUSED" });
      },
    });
    const report = openReports(away, { reported: () => {} });
    await expect(report([about(newId(), "read")])).rejects.toBeInstanceOf(Unavailable);
  });
});
