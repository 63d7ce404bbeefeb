import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { describeBoth, openTestDatabase } from "../../test/database.ts";
import { hold } from "../../test/held-rows.ts";
import { hashUpdateKey } from "../database/inbox.ts";
import type { StepRow } from "../database/steps.ts";
import { type ChatId, newId } from "../ids.ts";
import { createStepCommitter } from "./step-committer.ts";

const now = new Date("2026-11-21T10:00:00Z");
let telegramId = 600_000;

function stepOf(chatId: ChatId, expected: number, changes: Partial<StepRow> = {}): StepRow {
  return {
    chatId,
    address: { platform: "telegram", telegramId: telegramId++ },
    expected,
    updateKey: hashUpdateKey(randomUUID()),
    sentAt: now,
    now,
    state: "START",
    data: {},
    schema: 1,
    reply: undefined,
    leaseToken: randomUUID(),
    ...changes,
  };
}

/** Postgres keeps no zero byte, so the whole statement fails. */
const poison = (chatId: ChatId) => stepOf(chatId, 0, { data: { text: "\0" } });
const typesOf = (settled: PromiseSettledResult<{ type: string }>[]) =>
  settled.map((each) => (each.status === "fulfilled" ? each.value.type : "failed"));

describeBoth("the step committer", (open) => {
  const versionOf = async (id: ChatId) =>
    (await open().db.selectFrom("chats").select("version").where("id", "=", id).executeTakeFirst())?.version;

  test("a crowd of chats is committed whole, each with its own outcome", async () => {
    const { commit } = createStepCommitter(open().db, () => []);
    const chats = Array.from({ length: 300 }, () => newId<ChatId>());
    const outcomes = await Promise.all(chats.map((id, n) => commit(stepOf(id, n % 10 === 0 ? 5 : 0))));

    expect(outcomes.map(({ type }) => type)).toEqual(chats.map((_, n) => (n % 10 === 0 ? "conflict" : "done")));
    expect(await versionOf(chats[1] ?? newId())).toBe(1);
  });

  test("two steps of one chat go into different commits, so the second sees what the first did", async () => {
    const { commit } = createStepCommitter(open().db, () => []);
    const chat = newId<ChatId>();
    const others = () => Array.from({ length: 40 }, () => commit(stepOf(newId(), 0)));

    const crowd = others();
    const first = commit(stepOf(chat, 0));
    const again = commit(stepOf(chat, 0));
    await Promise.all([...crowd, ...others()]);

    expect([(await first).type, (await again).type].toSorted()).toEqual(["conflict", "done"]);
    expect(await versionOf(chat)).toBe(1);
  });

  test("a bad step is decided alone and costs the others of its group nothing", async () => {
    const { commit } = createStepCommitter(open().db, () => []);
    const crowd = Array.from({ length: 100 }, (_, n) => commit(n === 70 ? poison(newId()) : stepOf(newId(), 0)));

    const outcomes = typesOf(await Promise.allSettled(crowd));

    expect(outcomes.filter((type) => type === "done")).toHaveLength(99);
    expect(outcomes[70]).toBe("failed");
  });

  test("after a failure it goes on", async () => {
    const { commit } = createStepCommitter(open().db, () => []);
    await expect(commit(poison(newId()))).rejects.toThrow();
    expect(await commit(stepOf(newId(), 0))).toMatchObject({ type: "done" });
  });
});

test("a chat whose row somebody holds does not hold up the others", async () => {
  const database = await openTestDatabase("postgres");
  const { commit } = createStepCommitter(database.db, () => []);
  const chat = newId<ChatId>();
  await commit(stepOf(chat, 0));
  const held = await hold(database.url, `select from chats where id = '${chat}' for update`);

  const stuck = commit(stepOf(chat, 1));
  await held.awaited();
  const others = await Promise.all(Array.from({ length: 50 }, () => commit(stepOf(newId(), 0))));
  expect(others.every(({ type }) => type === "done")).toBe(true);

  await held.release();
  expect(await stuck).toMatchObject({ type: "done" });
  await database.close();
});
