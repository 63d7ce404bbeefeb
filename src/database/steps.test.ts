import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { type ChatId, newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { hashUpdateKey } from "./inbox.ts";
import { commitSteps, type StepRow } from "./steps.ts";

const now = new Date("2026-11-21T10:00:00Z");
const intent: Intent = { text: "help", params: {}, locale: "en", choices: [] };
let telegramId = 1;

function stepOf(chatId: ChatId, expected: number | undefined, changes: Partial<StepRow> = {}): StepRow {
  return {
    chatId,
    address: { platform: "telegram", telegramId: telegramId++ },
    expected,
    updateKey: hashUpdateKey(randomUUID()),
    sentAt: now,
    now,
    state: "CHOOSING_EVENT",
    data: { offered: [], camelCase: { inside: true } },
    schema: 1,
    reply: { id: newId<OutboxId>(), intent },
    leaseToken: randomUUID(),
    ...changes,
  };
}

describeBoth("a step", (open) => {
  const commit = async (...steps: StepRow[]) => commitSteps(open().db, steps, () => []);
  const countReplies = async (chatId: ChatId) =>
    (await open().db.selectFrom("outbox").select("id").where("chatId", "=", chatId).execute()).length;

  test("a first message makes the chat, the reply is born leased", async () => {
    const chatId = newId<ChatId>();
    const step = stepOf(chatId, 0);

    expect(await commit(step)).toEqual([{ type: "done", version: 1, leased: true }]);

    const chat = await open().db.selectFrom("chats").selectAll().where("id", "=", chatId).executeTakeFirstOrThrow();
    expect(chat).toMatchObject({ version: 1, currentState: "CHOOSING_EVENT", lastInboundAt: now, stateSchema: 1 });
    expect(chat.stateData).toEqual(step.data);
    const reply = await open()
      .db.selectFrom("outbox")
      .selectAll()
      .where("chatId", "=", chatId)
      .executeTakeFirstOrThrow();
    expect(reply).toMatchObject({ attempts: 1, leaseToken: step.leaseToken, status: "waiting", intent });
  });

  test("the same update again changes nothing", async () => {
    const chatId = newId<ChatId>();
    const first = stepOf(chatId, 0);
    await commit(first);

    const again = { ...first, expected: 1, reply: { id: newId<OutboxId>(), intent } };

    expect(await commit(again)).toEqual([{ type: "repeated" }]);
    expect(await countReplies(chatId)).toBe(1);
  });

  test("a step from a stale version is a conflict, and its update is not marked as handled", async () => {
    const chatId = newId<ChatId>();
    await commit(stepOf(chatId, 0));
    await commit(stepOf(chatId, 1));
    const late = stepOf(chatId, 1);

    expect(await commit(late)).toEqual([{ type: "conflict" }]);
    expect(await commit({ ...late, expected: 2 })).toMatchObject([{ type: "done", version: 3 }]);
  });

  test("two first messages of one person make one chat", async () => {
    const address = { platform: "telegram", telegramId: 990_001 } as const;
    const outcomes = [
      ...(await commit(stepOf(newId<ChatId>(), 0, { address }))),
      ...(await commit(stepOf(newId<ChatId>(), 0, { address }))),
    ];
    expect(outcomes.map(({ type }) => type)).toEqual(["done", "conflict"]);
  });

  test("a reply behind an open one waits its turn", async () => {
    const chatId = newId<ChatId>();
    await commit(stepOf(chatId, 0));

    expect(await commit(stepOf(chatId, 1))).toEqual([{ type: "done", version: 2, leased: false }]);
  });

  test("a reply behind one that is known to be sent goes at once, behind another it does not", async () => {
    const chatId = newId<ChatId>();
    const first = stepOf(chatId, 0);
    await commit(first);
    const knownSent = () => (first.reply ? [first.reply.id] : []);
    const next = (expected: number) => commitSteps(open().db, [stepOf(chatId, expected)], knownSent);

    expect(await next(1)).toEqual([{ type: "done", version: 2, leased: true }]);
    expect(await next(2)).toEqual([{ type: "done", version: 3, leased: false }]);
  });

  test("steps of many chats share a statement, each with its own outcome in order", async () => {
    const [known, fresh, stale, held] = [newId<ChatId>(), newId<ChatId>(), newId<ChatId>(), newId<ChatId>()];
    const before = stepOf(known, 0);
    await commit(before, stepOf(stale, 0), stepOf(held, 0));

    const outcomes = await commit(
      stepOf(stale, 7),
      { ...before, expected: 1 },
      stepOf(fresh, 0, { reply: undefined }),
      stepOf(held, undefined),
    );

    expect(outcomes.map(({ type }) => type)).toEqual(["conflict", "repeated", "done", "done"]);
    expect(await countReplies(fresh)).toBe(0);
  });

  test("a message older than the newest does not turn the window back", async () => {
    const chatId = newId<ChatId>();
    await commit(stepOf(chatId, 0));
    await commit(stepOf(chatId, 1, { sentAt: new Date(now.getTime() - 60_000) }));

    const chat = await open()
      .db.selectFrom("chats")
      .select("lastInboundAt")
      .where("id", "=", chatId)
      .executeTakeFirstOrThrow();
    expect(chat.lastInboundAt).toEqual(now);
  });
});
