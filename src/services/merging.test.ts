import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act, linkByCode, newEmail, newHolder, userOf } from "../../test/linking.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { lockChat } from "../database/chats.ts";
import { insertMessages } from "../database/outbox.ts";
import { findRegistration } from "../database/registrations.ts";
import type { EventId, UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { listHeld } from "./cards.ts";
import { mergeUsers } from "./merging.ts";
import { savePreferences } from "./preferences.ts";

const MINUTE = 60_000;

describeBoth("two people who are one", (open) => {
  const merge = (actor: Actor, other: Actor) =>
    act(open().db, actor, (trx) =>
      mergeUsers(trx, { chatId: actor.chatId, other: { chatId: other.chatId }, now: NOW }),
    );
  const known = (userId: UserId, minutes: number) =>
    open()
      .db.updateTable("users")
      .set({ createdAt: new Date(NOW.getTime() + minutes * MINUTE) })
      .where("id", "=", userId)
      .execute();
  const rowOf = (id: UserId) =>
    open().db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const chatOf = async ({ chatId }: Actor) =>
    open()
      .db.transaction()
      .execute((trx) => lockChat(trx, chatId));
  const held = async (userId: UserId) => (await listHeld(open().db, { userId, past: false, now: NOW })).held;
  const place = (userId: UserId, eventId: EventId) => findRegistration(open().db, { userId, eventId });

  test("are the one who was known first, from either messenger, and both chats know that they changed", async () => {
    const { db } = open();
    const [early, late] = [await newPerson(db), await newPerson(db, { platform: "whatsapp" })];
    await known(late.userId, 1);
    const before = { early: await chatOf(early), late: await chatOf(late) };

    expect(await merge(early, late)).toMatchObject({ userId: early.userId, other: "whatsapp" });

    expect(await userOf(db, late)).toBe(early.userId);
    expect(await rowOf(late.userId)).toMatchObject({ mergedInto: early.userId });
    expect((await chatOf(late))?.version).toBe((before.late?.version ?? 0) + 1);
    expect(await merge(late, early)).toBeUndefined();
  });

  test("are the other one if only that one's address is proved", async () => {
    const { db } = open();
    const early = await newHolder(db, { email: newEmail() });
    const late = await newHolder(db, { email: newEmail(), verifiedAt: NOW });
    await known(late.userId, 1);

    expect(await merge(early, late)).toMatchObject({ userId: late.userId });
  });

  test("keep what only one of them had told, and a STOP of either", async () => {
    const { db } = open();
    const email = newEmail();
    const early = await newPerson(db, { name: "Anna" });
    const late = await newHolder(db, { email, name: "Anna Petrova" });
    await known(late.userId, 1);
    await act(db, late, (trx, actor) => savePreferences(trx, { actor, zone: "Asia/Tokyo", now: NOW }));
    await db.updateTable("users").set({ silencedAt: NOW }).where("id", "=", late.userId).execute();

    await merge(early, late);

    const facts = { name: "Anna", email, timeZone: "Asia/Tokyo", silencedAt: NOW };
    expect(await rowOf(early.userId)).toMatchObject(facts);
  });

  test("see the registrations of both, with their history, and what waits to be said", async () => {
    const { db } = open();
    const [choir, meetUp] = [await newEvent(db), await newEvent(db)];
    const [early, late] = [await newPerson(db), await newPerson(db, { platform: "whatsapp" })];
    await known(late.userId, 1);
    await join(db, early, choir.id);
    await join(db, late, meetUp.id);
    await say(late.userId, "news");

    await merge(late, early);

    expect((await held(early.userId)).map(({ event }) => event.id).sort()).toEqual([choir.id, meetUp.id].sort());
    const changes = await db
      .selectFrom("registrationChanges")
      .select("userId")
      .where("eventId", "=", meetUp.id)
      .execute();
    expect(changes).toEqual([{ userId: early.userId }]);
    expect(await listSaid(early.userId)).toEqual(["news"]);
  });

  test("keep the better of two places at one event, and the seat set free goes to the next", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 2 });
    const [early, late, waiting] = [await newPerson(db), await newPerson(db), await newPerson(db)];
    await known(late.userId, 1);
    for (const person of [early, late, waiting]) await join(db, person, event.id);

    await merge(late, early);

    expect(await place(early.userId, event.id)).toMatchObject({ status: "confirmed", createdAt: NOW });
    expect(await place(late.userId, event.id)).toMatchObject({ status: "cancelled" });
    expect(await place(waiting.userId, event.id)).toMatchObject({ status: "confirmed" });
    expect(await findFaults(db, event.id)).toEqual([]);
  });

  test("keep a seat rather than a place in the queue, whoever has it", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const [early, late] = [await newPerson(db), await newPerson(db)];
    await known(late.userId, 1);
    await join(db, late, event.id);
    await join(db, early, event.id);
    const ticket = await place(late.userId, event.id);

    await merge(early, late);

    expect(await place(early.userId, event.id)).toMatchObject({ id: ticket?.id, ticketCode: ticket?.ticketCode });
    expect(await place(late.userId, event.id)).toMatchObject({ status: "cancelled", queueNo: null });
    expect(await findFaults(db, event.id)).toEqual([]);
    expect(await held(early.userId)).toHaveLength(1);
  });

  test("are in with the ticket that stays, if they came in with the other", async () => {
    const { db } = open();
    const { id } = await newEvent(db);
    const [early, late] = [await newPerson(db), await newPerson(db)];
    await join(db, early, id);
    await join(db, late, id, { now: new Date(NOW.getTime() + MINUTE) });
    const entered = { checkedInAt: NOW, checkedInBy: early.userId };
    await db.updateTable("eventRegistrations").set(entered).where("userId", "=", late.userId).execute();

    await merge(early, late);

    expect(await place(early.userId, id)).toMatchObject({ status: "confirmed", ...entered });
  });

  test("are told in every chat but the one that asked, with a way back", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email, locale: "ru" });
    const asker = await newActor(db, { platform: "whatsapp" });

    const { mergeId } = await linkByCode(db, holder, asker, { email });

    const notices = await db.selectFrom("outbox").select(["chatId", "intent"]).where("kind", "=", "linked").execute();
    const mine = notices.filter(({ chatId }) => chatId === holder.chatId || chatId === asker.chatId);
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({
      chatId: holder.chatId,
      intent: { text: "linked-there", locale: "ru", params: { other: { key: "messenger-whatsapp" } } },
    });
    expect(mine[0]?.intent.choices.flat()).toMatchObject([
      { data: "prefer:telegram" },
      { data: expect.stringMatching(/^undo-merge:/) },
    ]);
    const log = await db.selectFrom("auditLog").selectAll().where("subject", "=", `user:${holder.userId}`).execute();
    expect(log).toMatchObject([{ actor: `chat:${asker.chatId}`, action: "merge", detail: { mergeId } }]);
  });

  async function say(userId: UserId, about: string): Promise<void> {
    const intent = { text: about, params: {}, locale: "en" as const, choices: [] };
    const message = { to: { userId }, kind: about, intent, dedupeKey: `${about}:${userId}`, priority: 1, now: NOW };
    await open()
      .db.transaction()
      .execute((trx) => insertMessages(trx, [message]));
  }

  async function listSaid(userId: UserId): Promise<string[]> {
    const rows = await open().db.selectFrom("outbox").select("kind").where("userId", "=", userId).execute();
    return rows.map(({ kind }) => kind);
  }
});
