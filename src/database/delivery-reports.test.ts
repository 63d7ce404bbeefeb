import { afterEach, beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { NOW, newPerson } from "../../test/people.ts";
import { newId, type OutboxId } from "../ids.ts";
import type { DeliveryReport } from "../messages.ts";
import { markReports } from "./delivery-reports.ts";
import { countByPriceCategory } from "./price-figures.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const later = (ms: number) => new Date(NOW.getTime() + ms);

describeBoth("what became of messages", (open) => {
  let person: Awaited<ReturnType<typeof newPerson>>;

  beforeEach(async () => {
    person = await newPerson(open().db, { platform: "whatsapp" });
    await setChat({ lastInboundAt: later(-HOUR) });
  });
  afterEach(async () => {
    await open().db.deleteFrom("outbox").execute();
  });

  async function setChat(change: { lastInboundAt?: Date; forgottenAt?: Date }): Promise<void> {
    await open().db.updateTable("chats").set(change).where("id", "=", person.chatId).execute();
  }
  const chat = () =>
    open().db.selectFrom("chats").selectAll().where("id", "=", person.chatId).executeTakeFirstOrThrow();

  /** A message as it is when it was sent, unless told. */
  async function insert(
    row: { status?: "waiting" | "sent"; providerMessageId?: string | null; toPerson?: boolean; text?: string } = {},
  ) {
    const { status = "sent", providerMessageId = "wamid.1", toPerson = false, text = "help" } = row;
    const id = newId<OutboxId>();
    const to = toPerson ? { userId: person.userId } : { chatId: person.chatId };
    const intent = JSON.stringify({ text, params: {}, locale: "en", choices: [] });
    const way = { platform: "whatsapp", way: person.chatId };
    const sent = { ...way, providerMessageId, sentAt: status === "sent" ? NOW : null };
    await open()
      .db.insertInto("outbox")
      .values({
        id,
        ...to,
        kind: "notice",
        intent,
        dedupeKey: id,
        dueAt: NOW,
        createdAt: NOW,
        attempts: 1,
        status,
        ...sent,
      })
      .execute();
    return id;
  }
  const row = (id: OutboxId) =>
    open().db.selectFrom("outbox").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const report = (outboxId: OutboxId | undefined, about: Partial<DeliveryReport>): DeliveryReport => ({
    platform: "whatsapp",
    providerMessageId: "wamid.1",
    outboxId,
    status: "sent",
    at: later(SECOND),
    code: undefined,
    ...about,
  });
  const tell = (outboxId: OutboxId | undefined, ...reports: Partial<DeliveryReport>[]) =>
    markReports(
      open().db,
      reports.map((one) => report(outboxId, one)),
    );
  const failed = (code: number, remedy?: DeliveryReport["remedy"]) => ({ status: "failed" as const, code, remedy });
  const CLOSED = failed(131047, { type: "template" });
  const NOBODY = failed(131026, { type: "chat-off" });

  test("a message goes on to delivered and read, and never back, in whatever order it is told", async () => {
    const orders: DeliveryReport["status"][][] = [
      ["sent", "delivered", "read"],
      ["read", "delivered", "sent", "failed"],
      ["delivered", "failed", "read", "sent", "delivered"],
    ];
    for (const order of orders) {
      const id = await insert();
      for (const status of order) await tell(id, { status });
      expect(await row(id)).toMatchObject({ status: "read", reason: null, failedAt: null });
    }
    const atOnce = await insert();
    await tell(atOnce, { status: "sent" }, { status: "failed", code: 1 }, { status: "delivered" });
    expect(await row(atOnce)).toMatchObject({ status: "delivered", failedAt: null, deliveredAt: later(SECOND) });
  });

  test("a message is known by the platform's id, where ours is not told", async () => {
    const id = await insert({ providerMessageId: "wamid.known" });
    await tell(undefined, { status: "delivered", providerMessageId: "wamid.known" });
    expect(await row(id)).toMatchObject({ status: "delivered" });
  });

  test("a report heals a message whose answer was lost", async () => {
    const id = await insert({ status: "waiting", providerMessageId: null });
    await tell(id, { status: "delivered", providerMessageId: "wamid.7" });
    expect(await row(id)).toMatchObject({ status: "delivered", providerMessageId: "wamid.7", platform: "whatsapp" });
  });

  test.each(["erased", "forgotten"])(
    "the platform's id of what is %s, which tells the number, does not come back",
    async (text) => {
      const sent = await insert({ providerMessageId: null, text });
      const unknown = await insert({ status: "waiting", providerMessageId: null, text });
      for (const id of [sent, unknown]) {
        await tell(id, { status: "delivered" });
        await tell(id, { status: "read" });
        expect(await row(id)).toMatchObject({ status: "read", providerMessageId: null });
      }
      const lost = await insert({ providerMessageId: null, text });
      await tell(lost, failed(131000));
      expect(await row(lost)).toMatchObject({ status: "failed", providerMessageId: null });
    },
  );

  test("an erased message that fails does not come again, for its words are gone", async () => {
    for (const remedy of [{ type: "again" as const, afterMs: SECOND }, undefined])
      for (const toPerson of [true, false]) {
        const id = await insert({ providerMessageId: null, toPerson, text: "erased" });
        await tell(id, failed(131056, remedy));
        expect(await row(id)).toMatchObject({ status: "failed", providerMessageId: null });
      }
  });

  test("a closed window: it comes again at once, the chat's window is closed for us too, and that once", async () => {
    const id = await insert();
    await tell(id, { ...CLOSED, detail: "Re-engagement message" });
    expect(await row(id)).toMatchObject({
      status: "waiting",
      reason: "the platform reported 131047 Re-engagement message",
      dueAt: later(SECOND),
      sentAt: null,
      failedAt: null,
    });
    expect((await chat()).lastInboundAt).toEqual(later(SECOND - 24 * HOUR));

    await open()
      .db.updateTable("outbox")
      .set({ status: "sent", providerMessageId: "wamid.2", attempts: 2, sentAt: later(MINUTE) })
      .execute();
    await tell(id, { ...CLOSED, providerMessageId: "wamid.2", at: later(2 * MINUTE) });
    expect(await row(id)).toMatchObject({ status: "failed", failedAt: later(2 * MINUTE) });
  });

  test("what is said of the failed try, twice or late, is not taken for the next one", async () => {
    const id = await insert();
    await tell(id, CLOSED);
    await tell(id, CLOSED, { status: "sent" });
    await tell(undefined, CLOSED);
    expect(await row(id)).toMatchObject({ status: "waiting", providerMessageId: "wamid.1" });

    await open().db.updateTable("outbox").set({ status: "sent", providerMessageId: "wamid.2" }).execute();
    await tell(id, CLOSED);
    expect(await row(id)).toMatchObject({ status: "sent", providerMessageId: "wamid.2", failedAt: null });
  });

  test("the next try is healed by its own report, when its answer was lost", async () => {
    const id = await insert();
    await tell(id, CLOSED);
    await tell(id, { status: "delivered", providerMessageId: "wamid.2" });
    expect(await row(id)).toMatchObject({ status: "delivered", providerMessageId: "wamid.2" });
  });

  test("someone who has written since is not taken for silent", async () => {
    const id = await insert();
    await setChat({ lastInboundAt: later(MINUTE) });
    await tell(id, CLOSED);
    await tell(await insert(), NOBODY);
    expect(await row(id)).toMatchObject({ status: "waiting" });
    expect(await chat()).toMatchObject({ lastInboundAt: later(MINUTE), blockedAt: null });
  });

  test("someone who had themselves forgotten and wrote again keeps the moment they wrote", async () => {
    const id = await insert();
    await setChat({ forgottenAt: later(-2 * HOUR) });
    await tell(id, CLOSED);
    expect(await row(id)).toMatchObject({ status: "failed" });
    expect(await chat()).toMatchObject({ lastInboundAt: later(-HOUR) });
  });

  test("a trouble of theirs is tried again after a while, but not for ever", async () => {
    const id = await insert();
    const again = failed(131000, { type: "again", afterMs: 90 * SECOND });
    await tell(id, again);
    expect(await row(id)).toMatchObject({ status: "waiting", dueAt: later(91 * SECOND) });
    expect(await chat()).toMatchObject({ lastInboundAt: later(-HOUR), blockedAt: null });

    await open().db.updateTable("outbox").set({ status: "sent", providerMessageId: "wamid.2", attempts: 10 }).execute();
    await tell(id, { ...again, providerMessageId: "wamid.2" });
    expect(await row(id)).toMatchObject({ status: "failed" });
  });

  test("what nothing helps is failed, with its reason, and the chat stays on", async () => {
    const id = await insert();
    await tell(id, { ...failed(132001), detail: "Template name does not exist" });
    expect(await row(id)).toMatchObject({
      status: "failed",
      reason: "the platform reported 132001 Template name does not exist",
      failedAt: later(SECOND),
    });
    expect(await chat()).toMatchObject({ blockedAt: null, lastInboundAt: later(-HOUR) });
  });

  test("nothing reaches the person there: the chat is off, and what was for this chat has failed", async () => {
    const id = await insert();
    await tell(id, NOBODY);
    expect(await row(id)).toMatchObject({ status: "failed" });
    expect(await chat()).toMatchObject({ blockedAt: later(SECOND), lastInboundAt: later(-HOUR) });
  });

  test("what was for the person waits for another way, and of several chats the one that was meant is off", async () => {
    const { db } = open();
    const other = await newPerson(db, { platform: "whatsapp" });
    await db
      .updateTable("chats")
      .set({ userId: person.userId, lastInboundAt: later(-MINUTE) })
      .where("id", "=", other.chatId)
      .execute();
    const id = await insert({ toPerson: true });
    await tell(id, NOBODY);

    expect(await row(id)).toMatchObject({ status: "waiting", dueAt: later(SECOND) });
    expect(await chat()).toMatchObject({ blockedAt: later(SECOND) });
    const second = db.selectFrom("chats").select("blockedAt").where("id", "=", other.chatId);
    expect(await second.executeTakeFirst()).toEqual({ blockedAt: null });
  });

  test("a lost answer that a report heals leaves no reason behind", async () => {
    const id = await insert({ status: "waiting", providerMessageId: null });
    await open().db.updateTable("outbox").set({ reason: "network: ECONNRESET" }).where("id", "=", id).execute();
    await tell(id, { status: "sent" });
    expect(await row(id)).toMatchObject({ status: "sent", reason: null });
  });

  test("messages are counted by what they are charged as, each once, in the month they were sent", async () => {
    const priced = async (category: string, billable: boolean, ...statuses: DeliveryReport["status"][]) => {
      const id = await insert();
      for (const status of statuses) await tell(id, { status, pricing: { category, billable } });
    };
    await priced("utility", true, "sent", "delivered", "read");
    await priced("utility", true, "read", "delivered");
    await priced("service", true, "delivered");
    await priced("service", false, "sent");
    await tell(await insert(), { status: "read" });
    // The price may come with a report that tells nothing new.
    const id = await insert();
    await tell(id, { status: "read" });
    await tell(id, { status: "delivered", pricing: { category: "service", billable: false } });
    expect(await row(id)).toMatchObject({ status: "read", priceCategory: "service" });

    const december = { from: new Date("2026-12-01T00:00:00Z"), until: new Date("2027-01-01T00:00:00Z") };
    expect(await countByPriceCategory(open().db, december)).toEqual([
      { category: "service", billable: true, count: 1 },
      { category: "service", billable: false, count: 2 },
      { category: "utility", billable: true, count: 2 },
    ]);
    expect(await countByPriceCategory(open().db, { from: new Date(0), until: december.from })).toEqual([]);
  });

  test("reports about messages that nobody knows change nothing", async () => {
    await tell(newId<OutboxId>(), { status: "read" }, NOBODY);
    await tell(undefined, { status: "read", providerMessageId: "wamid.none" }, NOBODY);
    expect(await chat()).toMatchObject({ blockedAt: null });
  });
});
