import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act, heard, newEmail, newHolder, prove, userOf } from "../../test/linking.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { inTransaction } from "../database/faults.ts";
import { findRegistration } from "../database/registrations.ts";
import type { Actor } from "../messages.ts";
import { joinChats } from "./join-chats.ts";
import { mergeUsers } from "./merging.ts";
import { undoMerge } from "./undo-merge.ts";

describeBoth("two chats that are one account", (open) => {
  const joinAs = (keep: Actor, retire: Actor) =>
    inTransaction(open().db, (trx) => joinChats(trx, { keep: keep.chatId, retire: retire.chatId, now: NOW }));
  const chatOf = ({ chatId }: Actor) =>
    open().db.selectFrom("chats").selectAll().where("id", "=", chatId).executeTakeFirstOrThrow();
  const whatsapp = { platform: "whatsapp" } as const;

  test("leave one, with the other's person, talk and messages, and a free address", async () => {
    const { db } = open();
    const email = newEmail();
    const [keep, retire] = [await newActor(db, whatsapp), await newHolder(db, { ...whatsapp, email })];
    await prove(db, await newActor(db), email);
    await db
      .updateTable("chats")
      .set({ currentState: "CONFIRMING", stateData: '{"locale":"ru"}', updatedAt: new Date(NOW.getTime() + 1) })
      .where("id", "=", retire.chatId)
      .execute();
    const { version } = await chatOf(keep);

    await joinAs(keep, retire);

    expect(await userOf(db, keep)).toBe(retire.userId);
    expect(await chatOf(keep)).toMatchObject({
      currentState: "CONFIRMING",
      stateData: { locale: "ru" },
      lastInboundAt: NOW,
    });
    expect((await chatOf(keep)).version).toBeGreaterThan(version);
    expect(await chatOf(retire)).toMatchObject({
      userId: null,
      whatsappUserId: null,
      whatsappPhone: null,
      stateData: {},
    });
    const said = await db.selectFrom("outbox").select("kind").where("chatId", "=", keep.chatId).execute();
    expect(said).toEqual([{ kind: "link-code" }]);
  });

  test("make their people one, without a word and for good", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const [keep, retire] = [await newPerson(db, whatsapp), await newPerson(db, whatsapp)];
    await join(db, retire, event.id);

    await joinAs(keep, retire);

    const userId = await userOf(db, keep);
    expect(userId && (await findRegistration(db, { userId, eventId: event.id }))).toMatchObject({
      status: "confirmed",
    });
    expect(await userOf(db, retire)).toBeUndefined();
    const told = await db.selectFrom("outbox").select("id").where("chatId", "=", keep.chatId).execute();
    expect(told).toEqual([]);
  });

  test("do not stand in the way of undoing an earlier linking", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db);
    const [keep, retire] = [await newPerson(db, whatsapp), await newPerson(db, whatsapp)];
    const created = (userId: typeof max.userId, createdAt: Date) =>
      db.updateTable("users").set({ createdAt }).where("id", "=", userId).execute();
    await created(keep.userId, new Date(NOW.getTime() - 60_000));
    await created(max.userId, new Date(NOW.getTime() + 60_000));
    await join(db, max, event.id);
    const merged = await act(db, max, (trx) =>
      mergeUsers(trx, { chatId: max.chatId, other: { chatId: retire.chatId }, now: NOW }),
    );
    await joinAs(keep, retire);
    expect(await userOf(db, max)).toBe(keep.userId);

    const { mergeId } = merged ?? { mergeId: undefined };
    if (mergeId) await act(db, max, (trx, actor) => undoMerge(trx, { actor, mergeId, now: NOW }));

    expect(await userOf(db, max)).toBe(max.userId);
    expect(await userOf(db, keep)).toBe(keep.userId);
    expect(await findRegistration(db, { userId: max.userId, eventId: event.id })).toMatchObject({
      status: "confirmed",
    });
  });

  test("make nobody of two strangers", async () => {
    const { db } = open();
    const [keep, retire] = [await newActor(db, whatsapp), await newActor(db, whatsapp)];
    await heard(db, retire, NOW);
    await joinAs(keep, retire);
    expect(await chatOf(keep)).toMatchObject({ userId: null, lastInboundAt: NOW });
  });
});
