import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act, minutesLater, newEmail, newHolder, userOf } from "../../test/linking.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { findRegistration } from "../database/registrations.ts";
import type { EventId, MergeId, UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { mergeUsers } from "./merging.ts";
import { giveUp } from "./registrations.ts";
import { remind } from "./reminders.ts";
import { undoMerge } from "./undo-merge.ts";

const DAY_MINUTES = 24 * 60;

describeBoth("undoing a merge", (open) => {
  const merge = async (actor: Actor, other: Actor, now = NOW): Promise<MergeId> => {
    const merged = await act(open().db, actor, (trx) =>
      mergeUsers(trx, { chatId: actor.chatId, other: { chatId: other.chatId }, now }),
    );
    if (!merged) throw new Error("they were one already");
    return merged.mergeId;
  };
  const undo = (actor: Actor, mergeId: MergeId, now = NOW) =>
    act(open().db, actor, (trx, a) => undoMerge(trx, { actor: a, mergeId, now }));
  const place = (userId: UserId, eventId: EventId) => findRegistration(open().db, { userId, eventId });
  const rowOf = (id: UserId) =>
    open().db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const newPair = async () => {
    const { db } = open();
    const email = newEmail();
    const early = await newPerson(db, { name: "Max" });
    const late = await newHolder(db, { email, name: "Anna", platform: "whatsapp" });
    await db
      .updateTable("users")
      .set({ createdAt: minutesLater(1) })
      .where("id", "=", late.userId)
      .execute();
    return { early, late, email };
  };

  test("gives each their chat, what came with it, and what they had told", async () => {
    const { db } = open();
    const { early, late, email } = await newPair();
    const [hers, his] = [await newEvent(db), await newEvent(db)];
    await join(db, late, hers.id);
    await join(db, early, his.id);
    await db.updateTable("users").set({ email }).where("id", "=", late.userId).execute();
    const before = [await rowOf(early.userId), await rowOf(late.userId)];
    const mergeId = await merge(late, early);
    expect(await rowOf(early.userId)).toMatchObject({ email });

    expect(await undo(early, mergeId)).toEqual({ type: "merge-undone" });

    expect([await userOf(db, early), await userOf(db, late)]).toEqual([early.userId, late.userId]);
    expect(await place(late.userId, hers.id)).toMatchObject({ status: "confirmed" });
    expect(await place(early.userId, his.id)).toMatchObject({ status: "confirmed" });
    expect([await rowOf(early.userId), await rowOf(late.userId)]).toMatchObject(
      before.map(({ name, email: address, mergedInto }) => ({ name, email: address, mergedInto })),
    );
    expect(await undo(late, mergeId)).toEqual({ type: "merge-undone" });
  });

  test("gives each what was taken in their messenger while they were one, with what waits to be said of it", async () => {
    const { db } = open();
    const { early, late } = await newPair();
    const [hers, his, both] = [await newEvent(db), await newEvent(db), await newEvent(db)];
    await join(db, late, both.id);
    const mergeId = await merge(late, early);
    await join(db, { ...late, userId: early.userId }, hers.id);
    await join(db, early, his.id);
    await remind(db, new Date(hers.startsAt.getTime() - 24 * 60 * 60_000));

    await undo(early, mergeId);

    expect(await place(late.userId, hers.id)).toMatchObject({ status: "confirmed" });
    expect(await place(early.userId, hers.id)).toBeUndefined();
    expect(await place(early.userId, his.id)).toMatchObject({ status: "confirmed" });
    expect(await place(late.userId, both.id)).toMatchObject({ status: "confirmed" });
    const told = await db.selectFrom("outbox").select("userId").where("eventId", "=", hers.id).execute();
    expect(told).toEqual([{ userId: late.userId }]);
    expect(await findFaults(db, hers.id)).toEqual([]);
  });

  test("leaves what was taken since with whoever stays, where both are in one messenger", async () => {
    const { db } = open();
    const [early, late] = [await newPerson(db), await newPerson(db)];
    const event = await newEvent(db);
    const mergeId = await merge(late, early);
    const kept = (await userOf(db, late)) as UserId;
    await join(db, { ...late, userId: kept }, event.id);

    await undo(early, mergeId);

    expect(await place(kept, event.id)).toMatchObject({ status: "confirmed" });
  });

  test("gives a chat back that was nobody's", async () => {
    const { db } = open();
    const [max, stranger] = [await newPerson(db), await newActor(db, { platform: "whatsapp" })];
    const mergeId = await merge(stranger, max);

    expect(await undo(max, mergeId)).toEqual({ type: "merge-undone" });
    expect(await userOf(db, stranger)).toBeUndefined();
    expect(await userOf(db, max)).toBe(max.userId);
  });

  test("brings back a seat with its ticket while one is free", async () => {
    const { db } = open();
    const { early, late } = await newPair();
    const event = await newEvent(db, { maxParticipants: 2 });
    await join(db, early, event.id);
    await join(db, late, event.id);
    const { ticketCode } = (await place(late.userId, event.id)) ?? {};

    await undo(late, await merge(late, early));

    expect(await place(late.userId, event.id)).toMatchObject({ status: "confirmed", ticketCode });
    expect(await place(early.userId, event.id)).toMatchObject({ status: "confirmed" });
    expect(await findFaults(db, event.id)).toEqual([]);
  });

  test("takes no seat back from whoever got it: its holder stands first in the queue", async () => {
    const { db } = open();
    const { early, late } = await newPair();
    const event = await newEvent(db, { maxParticipants: 2 });
    const [lucky, second] = [await newPerson(db), await newPerson(db)];
    for (const person of [early, late, lucky, second]) await join(db, person, event.id);
    const mergeId = await merge(late, early);

    await undo(early, mergeId);

    expect(await place(lucky.userId, event.id)).toMatchObject({ status: "confirmed" });
    expect(await place(late.userId, event.id)).toMatchObject({ status: "waitlisted", queueNo: 0 });
    await act(db, lucky, (trx, actor) => giveUp(trx, { actor, eventId: event.id, sure: true, now: NOW }));
    expect(await place(late.userId, event.id)).toMatchObject({ status: "confirmed" });
    expect(await place(second.userId, event.id)).toMatchObject({ status: "waitlisted" });
  });

  test("gives back a place in the queue under its former number, and the seat to whoever had it", async () => {
    const { db } = open();
    const { early, late } = await newPair();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, late, event.id);
    await join(db, early, event.id);
    const before = [await place(early.userId, event.id), await place(late.userId, event.id)];

    await undo(early, await merge(early, late));

    const places = before.map((row) => ({ id: row?.id, status: row?.status, queueNo: row?.queueNo }));
    expect([await place(early.userId, event.id), await place(late.userId, event.id)]).toMatchObject(places);
    expect(await findFaults(db, event.id)).toEqual([]);
  });

  test("is for a day, and for the chats that were in it", async () => {
    const { db } = open();
    const { early, late } = await newPair();
    const mergeId = await merge(late, early);
    const other = await newPerson(db);
    const newcomer = await newActor(db);
    await merge(newcomer, early);

    for (const actor of [other, newcomer]) expect(await undo(actor, mergeId)).toEqual({ type: "merge-kept" });
    expect(await undo(early, mergeId, minutesLater(DAY_MINUTES))).toEqual({ type: "merge-kept" });
    expect(await userOf(db, late)).toBe(early.userId);
    expect(await undo(early, mergeId, minutesLater(DAY_MINUTES - 1))).toEqual({ type: "merge-undone" });
  });

  test("cannot be barred by merging once more, with someone known for longer", async () => {
    const { db } = open();
    const { early: thief, late: victim } = await newPair();
    const accomplice = await newPerson(db);
    await db
      .updateTable("users")
      .set({ createdAt: minutesLater(-60) })
      .where("id", "=", accomplice.userId)
      .execute();
    const event = await newEvent(db);
    await join(db, victim, event.id);
    const mergeId = await merge(thief, victim);
    await merge(thief, accomplice);
    expect(await userOf(db, victim)).toBe(accomplice.userId);

    expect(await undo(victim, mergeId)).toEqual({ type: "merge-undone" });

    const owners = [await userOf(db, thief), await userOf(db, victim), await userOf(db, accomplice)];
    expect(owners).toEqual([thief.userId, victim.userId, accomplice.userId]);
    expect(await place(victim.userId, event.id)).toMatchObject({ status: "confirmed" });
  });

  test("leaves an address with whoever has proved it meanwhile", async () => {
    const { db } = open();
    const email = newEmail();
    const one = await newHolder(db, { email: newEmail(), verifiedAt: NOW });
    const other = await newHolder(db, { email, verifiedAt: NOW });
    const mergeId = await merge(other, one);
    const reader = await newHolder(db, { email, verifiedAt: NOW });

    expect(await undo(one, mergeId)).toEqual({ type: "merge-undone" });
    expect(await rowOf(reader.userId)).toMatchObject({ email, emailVerifiedAt: NOW });
    expect(await rowOf(other.userId)).toMatchObject({ email, emailVerifiedAt: null });
  });

  test("tells the other chats", async () => {
    const { db } = open();
    const { early, late } = await newPair();
    await undo(early, await merge(late, early));

    const told = await db.selectFrom("outbox").select("chatId").where("kind", "=", "unlinked").execute();
    expect(told.filter(({ chatId }) => chatId === early.chatId || chatId === late.chatId)).toEqual([
      { chatId: late.chatId },
    ]);
  });
});
