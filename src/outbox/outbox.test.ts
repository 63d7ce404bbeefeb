import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { newEvent } from "../../test/people.ts";
import { createClock } from "../clock.ts";
import { hashUpdateKey } from "../database/inbox.ts";
import { insertMessages, PRIORITY } from "../database/outbox.ts";
import { commitSteps } from "../database/steps.ts";
import { type ChatId, newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Channel, ChannelName, Delivery, OutgoingMessage } from "./channel.ts";
import { createGates } from "./gates.ts";
import { createOutbox } from "./outbox.ts";
import { scaleRates } from "./rates.ts";

const log = pino({ level: "silent" });
const sent: Delivery = { type: "sent", providerMessageId: "1" };
const refused = (reason: "blocked" | "rejected"): Delivery => ({ type: "refused", reason, detail: "403" });
const retry = (afterMs: number | undefined, scope: "chat" | "channel" = "chat"): Delivery => ({
  type: "retry",
  afterMs,
  scope,
  unknown: false,
  reason: "429",
});

function intentOf(text: string): Intent {
  return { text, params: {}, locale: "en", choices: [] };
}

/** A platform that answers as it is told, else takes everything. */
function scriptedChannel(answers: Delivery[] = []) {
  const said: string[] = [];
  const channel: Channel = {
    name: "telegram",
    async send({ intent }: OutgoingMessage) {
      said.push(intent.text);
      return answers.shift() ?? sent;
    },
  };
  return { said, channels: new Map<ChannelName, Channel>([["telegram", channel]]) };
}

describeBoth("the outbox", (open) => {
  const clock = createClock();
  let chatId: ChatId;
  let telegramId = 5_000;

  beforeEach(async () => {
    const { db } = open();
    await db.deleteFrom("outbox").execute();
    chatId = newId();
    await commitSteps(
      db,
      [
        {
          chatId,
          address: { platform: "telegram", telegramId: telegramId++ },
          expected: 0,
          updateKey: hashUpdateKey(randomUUID()),
          sentAt: clock.now(),
          now: clock.now(),
          state: "START",
          data: {},
          schema: 1,
          reply: undefined,
          leaseToken: randomUUID(),
        },
      ],
      () => [],
    );
  });

  const outboxWith = (channels: Map<ChannelName, Channel>) =>
    createOutbox({
      db: open().db,
      channels,
      gates: createGates(() => performance.now()),
      rates: scaleRates(1_000),
      clock,
      log,
      dailyLimit: () => undefined,
      startHolds: async () => {},
      onUnsent() {},
    });
  const put = (...texts: string[]) =>
    open()
      .db.transaction()
      .execute(async (trx) => {
        for (const text of texts) {
          const message = {
            to: { chatId },
            kind: "notice",
            intent: intentOf(text),
            priority: PRIORITY.notice,
            now: clock.now(),
          };
          await insertMessages(trx, [{ ...message, dedupeKey: text }]);
        }
      });
  const rows = () => open().db.selectFrom("outbox").selectAll().orderBy("id").execute();

  test("what waits is sent once, in order, and settled", async () => {
    const { said, channels } = scriptedChannel();
    await put("one", "two", "three");
    const outbox = outboxWith(channels);

    await outbox.processAll();
    await outbox.processAll();

    expect(said).toEqual(["one", "two", "three"]);
    expect((await rows()).map(({ status, leaseToken }) => [status, leaseToken])).toEqual(Array(3).fill(["sent", null]));
  });

  test("a channel that must wait is asked again once it may, however often it is looked at meanwhile", async () => {
    const { said, channels } = scriptedChannel([retry(10_000, "channel")]);
    await put("one");
    const outbox = outboxWith(channels);

    await outbox.processAll();
    clock.moveForward(5_000);
    await put("two");
    await outbox.processAll();
    expect(said).toEqual(["one"]);
    clock.moveForward(5_000);
    await outbox.processAll();

    expect(said).toEqual(["one", "one", "two"]);
  });

  test("the same thing is said once, however often it is asked for", async () => {
    const { said, channels } = scriptedChannel();
    await put("one", "one");
    await outboxWith(channels).processAll();
    expect(said).toEqual(["one"]);
  });

  test("a message asked to wait holds back the later ones of its chat, and goes after the wait", async () => {
    const { said, channels } = scriptedChannel([retry(30_000)]);
    await put("one", "two");
    const outbox = outboxWith(channels);

    await outbox.processAll();
    expect(said).toEqual(["one"]);

    clock.moveForward(30_000);
    await outbox.processAll();
    expect(said).toEqual(["one", "one", "two"]);
  });

  test("a refused message is a row with its reason, and a blocked chat is off until the person writes", async () => {
    const { said, channels } = scriptedChannel([refused("blocked")]);
    await put("one", "two");
    await outboxWith(channels).processAll();

    expect(said).toEqual(["one"]);
    expect((await rows()).map(({ status, reason }) => `${status}: ${reason}`)).toEqual([
      "failed: blocked: 403",
      "skipped: the person blocked us",
    ]);
  });

  test("a message whose time has passed expires unsent", async () => {
    const { said, channels } = scriptedChannel();
    await put("one");
    await open()
      .db.updateTable("outbox")
      .set({ expiresAt: new Date(clock.now().getTime() - 1) })
      .execute();
    await outboxWith(channels).processAll();
    expect(said).toEqual([]);
    expect((await rows())[0]).toMatchObject({ status: "expired" });
  });

  test("a lease that another process holds is respected, and ends with it", async () => {
    const { said, channels } = scriptedChannel();
    await put("one");
    const lease = { leaseToken: randomUUID(), leasedUntil: new Date(Date.now() + 60_000) };
    await open().db.updateTable("outbox").set(lease).execute();

    await outboxWith(channels).processAll();
    expect(said).toEqual([]);

    await open()
      .db.updateTable("outbox")
      .set({ leasedUntil: new Date(Date.now() - 1_000) })
      .execute();
    await outboxWith(channels).processAll();
    expect(said).toEqual(["one"]);
  });

  test("a reply is tried three times at once, and then given back", async () => {
    const { said, channels } = scriptedChannel([retry(undefined), retry(undefined), retry(undefined)]);
    const token = randomUUID();
    await put("one");
    await open()
      .db.updateTable("outbox")
      .set({ leaseToken: token, leasedUntil: new Date(Date.now() + 60_000) })
      .execute();
    const outbox = outboxWith(channels);
    const id = (await rows())[0]?.id ?? newId<OutboxId>();

    const to = { platform: "telegram", telegramId: 1 } as const;
    outbox.sender.send(
      { id, chatId: newId(), to, intent: intentOf("one"), lastInboundAt: clock.now() },
      { token, since: performance.now() },
    );
    await outbox.sender.idle();
    await outbox.processAll();

    expect(said).toEqual(["one", "one", "one"]);
    const [row] = await rows();
    expect(row).toMatchObject({ status: "waiting", leaseToken: null });
    expect(row?.dueAt.getTime()).toBeGreaterThan(clock.now().getTime());
  });

  test("of a chat it is known which replies are sent, until that is written down", async () => {
    const { channels } = scriptedChannel([sent, retry(60_000)]);
    const token = randomUUID();
    await put("one", "two");
    await open()
      .db.updateTable("outbox")
      .set({ leaseToken: token, leasedUntil: new Date(Date.now() + 60_000) })
      .execute();
    const outbox = outboxWith(channels);
    const to = { platform: "telegram", telegramId: 1 } as const;
    const known: unknown[] = [];
    for (const { id, intent } of await rows()) {
      outbox.sender.send({ id, chatId, to, intent, lastInboundAt: clock.now() }, { token, since: performance.now() });
      await outbox.sender.idle();
      known.push(outbox.sender.knownSent(chatId));
      await outbox.processAll();
    }

    expect(known).toEqual([[(await rows())[0]?.id], []]);
    expect(outbox.sender.knownSent(chatId)).toEqual([]);
  });

  test("a channel that throws costs neither the other messages nor the process", async () => {
    const { said, channels } = scriptedChannel();
    const broken: Channel = { name: "telegram", send: () => Promise.reject(new TypeError("x is undefined")) };
    await put("one");

    await outboxWith(new Map([["telegram", broken]])).processAll();

    const [row] = await rows();
    expect(row).toMatchObject({ status: "waiting", leaseToken: null, reason: "a fault of ours" });
    clock.moveForward(60_000);
    await outboxWith(channels).processAll();
    expect(said).toEqual(["one"]);
  });

  test("a message that cannot be made ready is given back, and the others go", async () => {
    const { said, channels } = scriptedChannel();
    await put("broken");
    const { id: eventId } = await newEvent(open().db);
    await open().db.updateTable("outbox").set({ eventId, intent: "5", priority: 2 }).execute();
    await put("fine");

    await outboxWith(channels).processAll();

    expect(said).toEqual(["fine"]);
    expect((await rows())[0]).toMatchObject({ status: "waiting", leaseToken: null, reason: "a fault of ours" });
  });

  test("nothing of a chat goes while another is under way, whatever the clocks of processes say", async () => {
    const { said, channels } = scriptedChannel();
    await put("made by a process whose clock is behind", "under way in another process");
    const lease = { leaseToken: randomUUID(), leasedUntil: new Date(Date.now() + 60_000) };
    const isUnderWay = { ...lease, platform: "telegram", way: chatId };
    await open().db.updateTable("outbox").set(isUnderWay).where("dedupeKey", "like", "under way%").execute();

    await outboxWith(channels).processAll();
    expect(said).toEqual([]);

    await open().db.updateTable("outbox").set({ status: "sent" }).where("dedupeKey", "like", "under way%").execute();
    await outboxWith(channels).processAll();
    expect(said).toEqual(["made by a process whose clock is behind"]);
  });

  test("what a platform says that cannot be stored spoils nothing", async () => {
    const { channels } = scriptedChannel([{ type: "refused", reason: "rejected", detail: "odd \0 \ud800" }]);
    await put("one");
    await outboxWith(channels).processAll();
    expect((await rows())[0]).toMatchObject({ status: "failed", reason: "rejected: odd  \ufffd" });
  });

  test("two dispatchers send nothing twice", async () => {
    const { said, channels } = scriptedChannel();
    const texts = Array.from({ length: 50 }, (_, n) => `text ${n}`);
    await put(...texts);
    await open()
      .db.updateTable("outbox")
      .set((eb) => ({ priority: eb("priority", "+", 0) }))
      .execute();

    await Promise.all([outboxWith(channels).processAll(), outboxWith(channels).processAll()]);
    await outboxWith(channels).processAll();

    expect(said.toSorted()).toEqual(texts.toSorted());
  });
});
