import { afterEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { newMember, openScripted, put, type Scripted } from "../../test/scripted-channels.ts";
import { type ChatId, newId, type UserId } from "../ids.ts";
import type { Delivery } from "./channel.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const wait = (scope: "channel" | "bulk", afterMs: number): Delivery => {
  return { type: "retry", afterMs, scope, unknown: false, reason: "429" };
};

describeBoth("the pace of sending", (open) => {
  let world: Scripted;
  afterEach(async () => {
    await world.outbox.stop();
    await open().db.deleteFrom("outbox").execute();
  });

  const now = () => world.clock.now();
  const member = async (...platforms: ("telegram" | "whatsapp")[]) => newMember(open().db, { platforms, now: now() });
  const rows = () => open().db.selectFrom("outbox").selectAll().orderBy("id").execute();

  test("when the whole bot is told to wait nothing goes through it, neither replies, for as long", async () => {
    world = openScripted(open().db);
    const [one, two, three] = [await member("telegram"), await member("telegram"), await member("whatsapp")];
    world.script("telegram", wait("channel", 20 * MINUTE));
    await put(open().db, { to: { userId: one.userId }, text: "one", now: now() });
    await world.outbox.processAll();
    await put(
      open().db,
      { to: { userId: two.userId }, text: "two", now: now() },
      { to: { chatId: two.chats[0] as ChatId }, text: "reply", isReply: true, now: now() },
      { to: { userId: three.userId }, text: "three", now: now() },
    );
    world.clock.moveForward(19 * MINUTE);
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: one", "whatsapp: three"]);
    world.clock.moveForward(MINUTE);
    await world.outbox.processAll();
    expect(world.said.slice(2).toSorted()).toEqual(["telegram: one", "telegram: reply", "telegram: two"]);
  });

  test("a chat that is told to wait waits alone; a second one at the same time means the whole bot", async () => {
    world = openScripted(open().db);
    const people = [await member("telegram"), await member("telegram"), await member("telegram")];
    const tell = (text: string, n: number) =>
      put(open().db, { to: { userId: people[n]?.userId as UserId }, text, now: now() });
    const slow = { ...wait("channel", 20 * MINUTE), scope: "chat-or-channel" } as Delivery;
    world.script("telegram", slow);
    await tell("one", 0);
    await world.outbox.processAll();
    await tell("two", 1);
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: one", "telegram: two"]);
    world.script("telegram", slow);
    await tell("three", 1);
    await world.outbox.processAll();
    await tell("four", 2);
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: one", "telegram: two", "telegram: three"]);
    world.clock.moveForward(20 * MINUTE);
    await world.outbox.processAll();
    expect(world.said.slice(3).toSorted()).toEqual(["telegram: four", "telegram: one", "telegram: three"]);
  });

  test("when a number may not write unasked, replies go on, and who has another way hears there", async () => {
    world = openScripted(open().db);
    const [one, two] = [await member("whatsapp"), await member("telegram", "whatsapp")];
    world.script("whatsapp", wait("bulk", HOUR));
    await put(open().db, { to: { userId: one.userId }, text: "one", now: now() });
    await world.outbox.processAll();
    await put(
      open().db,
      { to: { userId: two.userId }, text: "two", now: now() },
      { to: { chatId: one.chats[0] as ChatId }, text: "reply", isReply: true, now: now() },
    );
    await world.outbox.processAll();
    expect(world.said.slice(1).toSorted()).toEqual(["telegram: two", "whatsapp: reply"]);
    world.clock.moveForward(HOUR);
    await world.outbox.processAll();
    expect(world.said.slice(3)).toEqual(["whatsapp: one"]);
  });

  test("a chat that hears too much waits, and no try is counted", async () => {
    world = openScripted(open().db, { chat: { perSecond: 0.01, burst: 3 } });
    const { userId } = await member("telegram");
    const texts = ["one", "two", "three", "four"];
    await put(open().db, ...texts.map((text) => ({ to: { userId }, text, now: now() })));
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: one", "telegram: two", "telegram: three"]);
    expect((await rows()).at(-1)).toMatchObject({ status: "waiting", attempts: 0, leaseToken: null });
  });

  test("the account opens as many conversations in 24 hours as it may, each person counted once", async () => {
    world = openScripted(open().db, { dailyLimit: 2 });
    const people = [await member("whatsapp"), await member("whatsapp"), await member("whatsapp")];
    const both = await member("telegram", "whatsapp");
    world.clock.moveForward(25 * HOUR);
    const tell = (text: string, userIds: (typeof both.userId)[]) =>
      put(open().db, ...userIds.map((userId) => ({ to: { userId }, text, now: now() })));
    const ids = people.map(({ userId }) => userId);
    await tell("a", ids);
    await world.outbox.processAll();
    await tell("b", [...ids, both.userId]);
    await world.outbox.processAll();
    expect(world.said.toSorted()).toEqual(["telegram: b", ...["a", "a", "b", "b"].map((text) => `whatsapp: ${text}`)]);
    expect((await rows()).filter(({ status }) => status === "skipped").map(({ reason }) => reason)).toEqual(
      Array(2).fill("over the daily limit of the WhatsApp account; no chat of this person can be reached"),
    );

    world.clock.moveForward(25 * HOUR);
    await tell("c", ids.slice(2));
    await world.outbox.processAll();
    expect(world.said.at(-1)).toBe("whatsapp: c");
  });

  test("a question that a newer one overtook is not asked any more; an answer never goes missing", async () => {
    world = openScripted(open().db);
    const { chats } = await member("telegram");
    const said = { to: { chatId: chats[0] as ChatId }, isReply: true, now: now() };
    world.script("telegram", { type: "retry", afterMs: MINUTE, scope: "chat", unknown: false, reason: "500" });
    await put(open().db, { ...said, text: "name?", asks: true });
    await world.outbox.processAll();
    await put(open().db, { ...said, text: "ticket" }, { ...said, text: "e-mail?", asks: true });
    world.clock.moveForward(MINUTE);
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: name?", "telegram: ticket", "telegram: e-mail?"]);
    expect((await rows())[0]).toMatchObject({ status: "skipped", reason: "superseded by a newer question" });
  });

  test("a reply whose process slept past its lease is not sent by it", async () => {
    world = openScripted(open().db);
    const { chats } = await member("telegram");
    await put(open().db, { to: { chatId: chats[0] as ChatId }, text: "late", isReply: true, now: now() });
    const [row] = await rows();
    if (!row) throw new Error("no row");
    const token = row.id;
    await open()
      .db.updateTable("outbox")
      .set({ leaseToken: token, leasedUntil: new Date(Date.now() + 60_000) })
      .execute();
    const address = { platform: "telegram", telegramId: 1 } as const;
    const reply = { id: row.id, chatId: newId<ChatId>(), to: address, intent: row.intent, lastInboundAt: now() };
    world.outbox.sender.send(reply, { token, since: performance.now() - 50_000 });
    await world.outbox.sender.idle();
    expect(world.said).toEqual([]);
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: late"]);
  });
});
