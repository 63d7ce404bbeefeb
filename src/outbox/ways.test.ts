import { afterEach, beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { newMember, openScripted, put, type Scripted } from "../../test/scripted-channels.ts";
import type { ChatId, UserId } from "../ids.ts";
import type { Delivery } from "./channel.ts";

const MINUTE = 60_000;
const blocked: Delivery = { type: "refused", reason: "blocked", detail: "403" };
const rejected: Delivery = { type: "refused", reason: "rejected", detail: "131049" };
const stopped: Delivery = { type: "channel-stopped", reason: "401 Unauthorized" };
const lost: Delivery = { type: "retry", afterMs: MINUTE, scope: "chat", unknown: true, reason: "network" };

describeBoth("the ways of a message", (open) => {
  let world: Scripted;
  let person: { userId: UserId; chats: ChatId[] };

  beforeEach(async () => {
    world = openScripted(open().db);
    // They wrote in Telegram last.
    person = await newMember(open().db, { platforms: ["whatsapp", "telegram"], now: world.clock.now() });
  });
  afterEach(async () => {
    await world.outbox.stop();
    await open().db.deleteFrom("outbox").execute();
  });

  const say = (text: string, more: { expiresAt?: Date } = {}) =>
    put(open().db, { to: { userId: person.userId }, text, now: world.clock.now(), ...more });
  const outcomes = async () =>
    (await open().db.selectFrom("outbox").selectAll().orderBy("id").execute()).map(
      ({ status, platform, reason }) => `${status} ${platform ?? "nowhere"}${reason ? `: ${reason}` : ""}`,
    );
  const setUser = (change: object) =>
    open().db.updateTable("users").set(change).where("id", "=", person.userId).execute();
  const setChat = (n: number, change: object) =>
    open()
      .db.updateTable("chats")
      .set(change)
      .where("id", "=", person.chats[n] as ChatId)
      .execute();

  test("it goes where the person wrote last, and where they prefer", async () => {
    await say("one");
    await world.outbox.processAll();
    await setUser({ preferredPlatform: "whatsapp" });
    await say("two");
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: one", "whatsapp: two"]);
  });

  test("who blocked us in one messenger hears of it in the other, until they unblock", async () => {
    world.script("telegram", blocked);
    await say("one");
    await world.outbox.processAll();
    await say("two");
    await world.outbox.processAll();
    await setChat(1, { blockedAt: null }); // as my_chat_member does
    await say("three");
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: one", "whatsapp: one", "whatsapp: two", "telegram: three"]);
    expect(await outcomes()).toEqual(["sent whatsapp", "sent whatsapp", "sent telegram"]);
  });

  test("a message that one messenger does not take goes by the other, and the chat stays on", async () => {
    world.script("telegram", rejected);
    await say("one");
    await say("two");
    await world.outbox.processAll();
    expect(world.said.toSorted()).toEqual(["telegram: one", "telegram: two", "whatsapp: one"]);
  });

  test("a message that is at fault itself has failed, when no way takes it", async () => {
    world.always("telegram", rejected);
    world.always("whatsapp", rejected);
    await say("one");
    await world.outbox.processAll();
    expect(await outcomes()).toEqual(["failed nowhere: rejected: 131049"]);
    const row = await open().db.selectFrom("outbox").select("failedAt").executeTakeFirstOrThrow();
    expect(row.failedAt).not.toBeNull();
  });

  test("where no chat works it is a letter, and without letters it is skipped with every reason", async () => {
    for (const mail of [true, false]) {
      world = openScripted(open().db, { mail });
      person = await newMember(open().db, {
        platforms: ["whatsapp", "telegram"],
        email: "anna@club.example",
        now: world.clock.now(),
      });
      world.always("telegram", blocked);
      world.always("whatsapp", { type: "refused", reason: "unreachable", detail: "131026" });
      await say("one");
      await world.outbox.processAll();
      const calls = ["telegram: one", "whatsapp: one", ...(mail ? ["mail: one"] : [])];
      expect(world.said).toEqual(calls);
      expect(world.unsent()).toBe(mail ? 0 : 1);
    }
    expect(await outcomes()).toEqual([
      "sent mail",
      "skipped nowhere: unreachable: 131026; no chat of this person can be reached",
    ]);
  });

  test("a letter that is refused is the end of it", async () => {
    world = openScripted(open().db, { mail: true });
    person = await newMember(open().db, { platforms: [], email: "anna@club.example", now: world.clock.now() });
    world.always("mail", { type: "refused", reason: "unreachable", detail: "550" });
    await say("one");
    await world.outbox.processAll();
    expect(await outcomes()).toEqual(["failed mail: unreachable: 550"]);
  });

  test("stop falls over to nothing", async () => {
    world = openScripted(open().db, { mail: true });
    await setUser({ silencedAt: world.clock.now(), email: "anna@club.example" });
    await say("one");
    await setChat(0, { blockedAt: world.clock.now() });
    await setChat(1, { blockedAt: world.clock.now() });
    await say("two");
    await world.outbox.processAll();
    expect(world.said).toEqual([]);
    expect(new Set((await outcomes()).map((outcome) => outcome.replace(/ \w+:/, ":")))).toEqual(
      new Set(["skipped: the person said stop"]),
    );
  });

  test("while a channel is stopped it goes by the other, and a reply there waits and costs no try", async () => {
    world.always("telegram", stopped);
    await say("one");
    const reply = { to: { chatId: person.chats[1] as ChatId }, text: "ticket", isReply: true, now: world.clock.now() };
    await put(open().db, reply);
    await world.outbox.processAll();
    await say("two");
    await world.outbox.processAll();
    expect(world.said.filter((said) => said.startsWith("whatsapp"))).toEqual(["whatsapp: one", "whatsapp: two"]);
    const row = () => open().db.selectFrom("outbox").selectAll().where("kind", "=", "reply").executeTakeFirstOrThrow();
    expect(await row()).toMatchObject({ status: "waiting", attempts: 0 });

    world.always("telegram", undefined);
    world.clock.moveForward(MINUTE);
    await world.outbox.processAll();
    expect(await row()).toMatchObject({ status: "sent" });
  });

  test("whose only channel is stopped waits for it, but not longer than the message is worth", async () => {
    person = await newMember(open().db, { platforms: ["telegram"], now: world.clock.now() });
    world.always("telegram", stopped);
    await say("patient");
    await say("urgent", { expiresAt: new Date(world.clock.now().getTime() + MINUTE) });
    await world.outbox.processAll();
    world.always("telegram", undefined);
    world.clock.moveForward(2 * MINUTE);
    await world.outbox.processAll();
    expect((await outcomes()).map((outcome) => outcome.replace(/:.*?;/, ":"))).toEqual([
      "sent telegram",
      "expired telegram: its time had passed",
    ]);
  });

  test("a send to WhatsApp whose answer was lost is not repeated elsewhere, but waits for its minute", async () => {
    await setUser({ preferredPlatform: "whatsapp" });
    world.script("whatsapp", lost);
    await say("one");
    await world.outbox.processAll();
    world.clock.moveForward(MINUTE - 1_000);
    await world.outbox.processAll();
    expect(world.said).toEqual(["whatsapp: one"]);
    world.clock.moveForward(1_000);
    await world.outbox.processAll();
    expect(world.said).toEqual(["whatsapp: one", "whatsapp: one"]);
  });

  test("the lease of a process that died is an unknown outcome: a minute more on WhatsApp, none on Telegram", async () => {
    await setUser({ preferredPlatform: "whatsapp" });
    await say("one");
    await setUser({ preferredPlatform: "telegram" });
    const { db } = open();
    await db
      .updateTable("outbox")
      .set({ platform: "whatsapp", way: person.chats[0] as ChatId })
      .execute();
    await say("two");
    const endedAgo = (ms: number) =>
      db.updateTable("outbox").set({ leaseToken: person.userId, leasedUntil: new Date(Date.now() - ms) });
    await endedAgo(5_000).execute();
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: two"]);
    await endedAgo(65_000).where("status", "=", "waiting").execute();
    await world.outbox.processAll();
    expect(world.said).toEqual(["telegram: two", "whatsapp: one"]);
  });
});
