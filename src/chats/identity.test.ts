import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { hashUpdateKey } from "../database/inbox.ts";
import { commitSteps } from "../database/steps.ts";
import { type ChatId, newId, type UserId } from "../ids.ts";
import type { WhatsappAddress } from "../messages.ts";
import { moveAddress, readdress } from "./identity.ts";

const now = new Date("2026-11-21T10:00:00Z");
let number = 0;

/** Addresses that nobody has yet. */
function newAddress(): { userId: string; phone: string } {
  number++;
  return { userId: `DE.${1000 + number}`, phone: `4915550${1000 + number}` };
}

describeBoth("a WhatsApp account whose ids are learned apart", (open) => {
  async function newChat(address: Partial<WhatsappAddress>, state = "START"): Promise<ChatId> {
    const chatId = newId<ChatId>();
    const whole = { platform: "whatsapp", userId: undefined, phone: undefined, ...address } as const;
    await commitSteps(
      open().db,
      [
        {
          chatId,
          address: whole,
          expected: 0,
          updateKey: hashUpdateKey(randomUUID()),
          sentAt: now,
          now,
          state,
          data: { offered: [] },
          schema: 1,
          reply: undefined,
          leaseToken: randomUUID(),
        },
      ],
      () => [],
    );
    return chatId;
  }

  const learn = (address: Partial<WhatsappAddress>) =>
    open()
      .db.transaction()
      .execute((trx) =>
        readdress(trx, { address: { platform: "whatsapp", userId: undefined, phone: undefined, ...address }, now }),
      );
  const read = (id: ChatId) =>
    open()
      .db.selectFrom("chats")
      .select(["whatsappUserId as userId", "whatsappPhone as phone", "version", "currentState as state"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();

  test("a number learned later joins the chat, and so does an id", async () => {
    const [one, other] = [newAddress(), newAddress()];
    const byId = await newChat({ userId: one.userId });
    const byPhone = await newChat({ phone: other.phone });

    await learn(one);
    await learn(other);

    expect(await read(byId)).toMatchObject({ ...one, version: 2 });
    expect(await read(byPhone)).toMatchObject({ ...other, version: 2 });
  });

  test("a known number with another id is another person, and the former one loses it", async () => {
    const former = newAddress();
    const chat = await newChat(former);
    await learn({ userId: newAddress().userId, phone: former.phone });
    expect(await read(chat)).toMatchObject({ userId: former.userId, phone: null, version: 2 });
  });

  test("two chats that are one account become one, whose talk is the later one, and no copy of the other counts", async () => {
    const address = newAddress();
    const byId = await newChat({ userId: address.userId });
    const byPhone = await newChat({ phone: address.phone }, "CHOOSING_EVENT");
    await open()
      .db.updateTable("chats")
      .set({ updatedAt: new Date(now.getTime() - 60_000) })
      .where("id", "=", byId)
      .execute();

    await learn(address);

    expect(await read(byId)).toMatchObject({ ...address, state: "CHOOSING_EVENT" });
    const retired = await read(byPhone);
    expect(retired).toMatchObject({ userId: null, phone: null });
    expect(retired.version).toBeGreaterThan(1);
  });

  test("learning it twice, or in two processes at once, is learning it once", async () => {
    const address = newAddress();
    const [byId, byPhone] = [await newChat({ userId: address.userId }), await newChat({ phone: address.phone })];
    const userId = newId<UserId>();
    await open().db.insertInto("users").values({ id: userId, createdAt: now, updatedAt: now }).execute();
    await open().db.updateTable("chats").set({ userId }).where("id", "=", byPhone).execute();

    await Promise.all(Array.from({ length: 5 }, () => learn(address)));

    expect(await read(byId)).toMatchObject(address);
    const merges = await open().db.selectFrom("userMerges").select("id").execute();
    const people = await open().db.selectFrom("users").select("id").execute();
    expect({ merges: merges.length, people: people.length }).toEqual({ merges: 0, people: 1 });
    expect(await read(byPhone)).toMatchObject({ userId: null, phone: null });
  });

  test("an account that goes on under another number keeps its chat, and takes what was begun there", async () => {
    const [before, after] = [newAddress(), newAddress()];
    const chat = await newChat(before);
    const stranger = await newChat({ phone: after.phone });
    const address = { platform: "whatsapp", ...after } as const;
    const move = { previous: { platform: "whatsapp", userId: before.userId, phone: undefined } as const, address, now };
    await open()
      .db.transaction()
      .execute((trx) => moveAddress(trx, move));
    expect(await read(chat)).toMatchObject(after);
    expect(await read(stranger)).toMatchObject({ userId: null, phone: null });
  });
});
