import { createSecretKey, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { hashUpdateKey } from "../database/inbox.ts";
import { commitSteps } from "../database/steps.ts";
import { STATE_SCHEMA } from "../dialogue/state.ts";
import { Unavailable } from "../errors.ts";
import { type ChatId, newId } from "../ids.ts";
import type { Address, InboundMessage } from "../messages.ts";
import { createColdReads } from "./cold-reads.ts";
import { hashAddress, loadCold, loadHot } from "./conversation.ts";
import { type HotCopy, noHotCopies } from "./hot-copy.ts";

const now = new Date("2026-11-21T10:00:00Z");
const hashKey = createSecretKey(Buffer.from("key"));
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
let telegramId = 700_000;

function from(address: Address, changes: Partial<InboundMessage> = {}): InboundMessage {
  const content = { type: "text", text: "hello" } as const;
  const person = { profileName: undefined, languageCode: undefined };
  return { address, updateKey: randomUUID(), updateNumber: 100, sentAt: now, ...person, content, ...changes };
}

const newAddress = (): Address => ({ platform: "telegram", telegramId: telegramId++ });

describeBoth("a conversation", (open) => {
  const loadAll = (messages: InboundMessage[]) => {
    const coldReads = createColdReads(open().db);
    return Promise.all(
      messages.map((message) => loadCold({ coldReads, hotCopies: noHotCopies, hashKey }, message, now)),
    );
  };
  const load = async (message: InboundMessage) => (await loadAll([message]))[0];

  async function newChat(address: Address, changes: { schema?: number; state?: string; at?: Date } = {}) {
    const chatId = newId<ChatId>();
    const { schema = STATE_SCHEMA, state = "START", at = now } = changes;
    await commitSteps(
      open().db,
      [
        {
          chatId,
          address,
          expected: 0,
          updateKey: hashUpdateKey(randomUUID()),
          sentAt: at,
          now: at,
          state,
          data: { offered: [] },
          schema,
          reply: undefined,
          leaseToken: randomUUID(),
        },
      ],
      () => [],
    );
    return chatId;
  }

  /** As /forget leaves a chat once the farewell is out. */
  async function forget(chatId: ChatId, address: Address, { at, update }: { at: Date; update: number | null }) {
    const gone = { telegramId: null, whatsappUserId: null, whatsappPhone: null };
    const mark = { forgottenAt: at, forgottenUpdate: update, addressHash: hashAddress(hashKey, address) };
    await open()
      .db.updateTable("chats")
      .set({ ...gone, ...mark })
      .where("id", "=", chatId)
      .execute();
  }

  test("with somebody new begins at the beginning", async () => {
    expect(await load(from(newAddress()))).toMatchObject({
      conversation: { version: 0, snapshot: { state: { type: "START" } }, startedOver: false, forgotten: undefined },
    });
  });

  test("goes on where it stands", async () => {
    const address = newAddress();
    const chatId = await newChat(address, { state: "CHOOSING_EVENT" });
    expect(await load(from(address))).toMatchObject({
      conversation: { chatId, version: 1, snapshot: { state: { type: "CHOOSING_EVENT" } } },
    });
  });

  test("of a shape that nobody knows starts over", async () => {
    const address = newAddress();
    await newChat(address, { state: "NO_SUCH_STATE" });
    expect(await load(from(address))).toMatchObject({ conversation: { version: 1, startedOver: true } });
  });

  test("written by a newer version is left to that version for ten minutes, and then starts over", async () => {
    const [fresh, old] = [newAddress(), newAddress()];
    await newChat(fresh, { schema: STATE_SCHEMA + 1, at: minutesAgo(9) });
    await newChat(old, { schema: STATE_SCHEMA + 1, at: minutesAgo(11) });
    await expect(load(from(fresh))).rejects.toThrow(Unavailable);
    expect(await load(from(old))).toMatchObject({ conversation: { startedOver: true } });
  });

  test("with somebody who had themselves forgotten begins anew, and what is older means nothing", async () => {
    const address = newAddress();
    await forget(await newChat(address), address, { at: minutesAgo(5), update: 50 });

    expect(await load(from(address, { updateNumber: 50 }))).toEqual({ type: "stale" });
    expect(await load(from(address, { updateNumber: 51 }))).toMatchObject({
      conversation: { version: 0, forgotten: { update: 50 } },
    });
  });

  test("on WhatsApp is older by its moment; Telegram's numbers prove nothing after a day", async () => {
    const whatsapp: Address = { platform: "whatsapp", userId: `DE.${telegramId++}`, phone: undefined };
    await forget(await newChat(whatsapp), whatsapp, { at: minutesAgo(5), update: null });
    const sent = (at: Date) => load(from(whatsapp, { updateNumber: undefined, sentAt: at }));
    expect(await sent(minutesAgo(6))).toEqual({ type: "stale" });
    expect(await sent(minutesAgo(4))).toMatchObject({ type: "loaded" });

    const telegram = newAddress();
    await forget(await newChat(telegram), telegram, { at: minutesAgo(26 * 60), update: 50 });
    expect(await load(from(telegram, { updateNumber: 7 }))).toMatchObject({ type: "loaded" });
  });

  test("whose WhatsApp ids differ from what is known must be put right first", async () => {
    const [userId, phone] = [`DE.${telegramId++}`, String(telegramId++)];
    await newChat({ platform: "whatsapp", userId, phone: undefined });
    const coming = (address: { userId?: string; phone?: string }) =>
      load(from({ platform: "whatsapp", userId: undefined, phone: undefined, ...address }));
    expect(await coming({ userId })).toMatchObject({ type: "loaded" });
    expect(await coming({ userId, phone })).toEqual({ type: "readdress" });
    await newChat({ platform: "whatsapp", userId: undefined, phone });
    expect(await coming({ userId, phone })).toEqual({ type: "readdress" });
  });

  test("is read together with others of the same moment, each person's by their own ids", async () => {
    const [stranger, known, gone] = [newAddress(), newAddress(), newAddress()];
    const [userId, phone] = [`DE.${telegramId++}`, String(telegramId++)];
    const one: Address = { platform: "whatsapp", userId, phone };
    const two: Address = { platform: "whatsapp", userId: `DE.${telegramId++}`, phone };
    const [knownId, oneId] = [await newChat(known), await newChat(one)];
    await forget(await newChat(gone), gone, { at: minutesAgo(5), update: 50 });
    const again = await newChat(gone);

    expect(await loadAll([stranger, known, gone, one, two, known].map((address) => from(address)))).toMatchObject([
      { conversation: { version: 0, forgotten: undefined } },
      { conversation: { chatId: knownId } },
      { conversation: { chatId: again, forgotten: { update: 50 } } },
      { conversation: { chatId: oneId } },
      { type: "readdress" },
      { conversation: { chatId: knownId } },
    ]);
  });

  test("is taken from Redis only under the ids it is known by there, and never by an older update", async () => {
    const base = { chatId: newId<ChatId>(), version: 3, state: "START", data: { offered: [] }, schema: STATE_SCHEMA };
    const copy: HotCopy = {
      ...base,
      phone: "491555",
      forgotten: { at: minutesAgo(5).toISOString(), update: undefined },
    };
    const hotCopies = { ...noHotCopies, read: async () => copy };
    const hot = (phone: string | undefined, sentAt = now) => {
      const message = from({ platform: "whatsapp", userId: "DE.1", phone }, { updateNumber: undefined, sentAt });
      return loadHot({ coldReads: createColdReads(open().db), hotCopies, hashKey }, message, now);
    };
    expect(await hot("491555")).toMatchObject({ conversation: { version: 3 } });
    expect(await hot(undefined)).toMatchObject({ conversation: { version: 3 } });
    expect(await hot("491556")).toBeUndefined();
    expect(await hot("491555", minutesAgo(6))).toEqual({ type: "stale" });
  });
});
