import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { findRegistration } from "../database/registrations.ts";
import type { EventId } from "../ids.ts";
import { type EventChanges, updateEvent } from "./event-changes.ts";
import { forget } from "./forgetting.ts";
import { mergeUsers } from "./merging.ts";
import { giveUp } from "./registrations.ts";
import { undoMerge } from "./undo-merge.ts";

const LATER = new Date("2026-12-02T10:00:00Z");

describeBoth("an event with held offers", (open) => {
  const db = () => open().db;
  const change = (eventId: EventId, changes: EventChanges, now = NOW) =>
    db()
      .transaction()
      .execute((trx) => updateEvent(trx, { eventId, changes, now }));
  const placeOf = async ({ userId }: KnownActor, eventId: EventId) => findRegistration(db(), { eventId, userId });
  const statusOf = async (person: KnownActor, eventId: EventId) => (await placeOf(person, eventId))?.status;
  const messagesTo = async ({ userId }: KnownActor) => {
    const rows = await db().selectFrom("outbox").selectAll().where("userId", "=", userId).orderBy("id").execute();
    return rows.map(({ kind, status, intent }) => ({ kind, status, lead: intent.lead?.key, params: intent.params }));
  };
  const sendAll = () => db().updateTable("outbox").set({ status: "sent" }).where("status", "=", "waiting").execute();

  /** So many seats, all of them given up: held for the first who ask, or given to those who do not. */
  async function offering(asks: boolean[], seats: number) {
    const { id } = await newEvent(db(), { maxParticipants: seats });
    const holders: KnownActor[] = [];
    for (let n = 0; n < seats; n++) holders.push(await newPerson(db()));
    for (const holder of holders) await join(db(), holder, id);
    const queue: KnownActor[] = [];
    for (const askFirst of asks) {
      const person = await newPerson(db());
      await join(db(), person, id, { askFirst });
      queue.push(person);
    }
    for (const actor of holders)
      await db()
        .transaction()
        .execute((trx) => giveUp(trx, { actor, eventId: id, sure: true, now: NOW }));
    return { id, queue: queue as [KnownActor, KnownActor, KnownActor, KnownActor] };
  }

  test("and fewer seats takes them back, the last first; they keep their numbers, and hear of it if they had heard", async () => {
    const { id, queue } = await offering([true, true, true, true], 3);
    await sendAll();
    await change(id, { maxParticipants: 4 });
    const [first, second, third, fourth] = queue;

    expect(await change(id, { maxParticipants: 2 })).toMatchObject({
      ...{ type: "changed", told: 1, offered: 0, event: { taken: 2, waiting: 2 } },
    });

    expect(await Promise.all(queue.map((person) => statusOf(person, id)))).toEqual([
      ...["offered", "offered", "waitlisted", "waitlisted"],
    ]);
    expect(await placeOf(third, id)).toMatchObject({ queueNo: 3, offerExpiresAt: null, offerMessageId: null });
    expect(await messagesTo(third)).toMatchObject([{ kind: "seat-offered" }, { kind: "offer-withdrawn" }]);
    expect(await messagesTo(fourth)).toMatchObject([{ kind: "seat-offered", status: "skipped" }]);
    expect(await change(id, { maxParticipants: 3 })).toMatchObject({ promoted: 0, offered: 1 });
    expect(await statusOf(third, id)).toBe("offered");
    expect([await statusOf(first, id), await statusOf(second, id)]).toEqual(["offered", "offered"]);
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("has no fewer seats than people who sit in them", async () => {
    const { id, queue } = await offering([false, false, true], 3);

    expect(await change(id, { maxParticipants: 1 })).toEqual({ type: "below-taken", taken: 2 });
    expect(await statusOf(queue[2], id)).toBe("offered");
    expect(await change(id, { maxParticipants: 2 })).toMatchObject({
      type: "changed",
      event: { taken: 2, waiting: 1 },
    });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("that moves asks them again, with another hold and the new time", async () => {
    const { id, queue } = await offering([true, true], 1);
    await sendAll();
    const before = await placeOf(queue[0], id);
    const startsAt = new Date("2026-12-02T20:00:00Z");

    expect(await change(id, { startsAt }, LATER)).toMatchObject({ type: "changed", told: 2, offered: 0 });

    const after = await placeOf(queue[0], id);
    expect(after).toMatchObject({ status: "offered", offerExpiresAt: new Date("2026-12-02T11:00:00Z") });
    expect(after?.offerMessageId).not.toBe(before?.offerMessageId);
    expect((await messagesTo(queue[0])).at(-1)).toMatchObject({
      ...{ kind: "seat-offered", status: "waiting", lead: "lead-event-moved" },
      params: { event: { event: { startsAt: startsAt.toISOString() } } },
    });
    expect(await messagesTo(queue[1])).toMatchObject([{ kind: "event-changed" }]);
  });

  test("that is cancelled, or moved into the past, holds no seat", async () => {
    const [cancelled, past] = [await offering([true, false], 1), await offering([true, true], 1)];

    expect(await change(cancelled.id, { status: "cancelled" })).toMatchObject({ event: { taken: 0, waiting: 2 } });
    expect(await messagesTo(cancelled.queue[0])).toMatchObject([
      { kind: "seat-offered", status: "skipped" },
      { kind: "event-cancelled" },
    ]);
    expect(await change(past.id, { startsAt: new Date(NOW.getTime() - 1) })).toMatchObject({
      event: { taken: 0, waiting: 2 },
    });
    for (const { id, queue } of [cancelled, past]) expect(await statusOf(queue[0], id)).toBe("waitlisted");
  });

  test("whose person is one with somebody who sits there gives the seat to the next", async () => {
    const { id, queue } = await offering([false, true, true], 2);
    const [sits, asked, next] = queue;

    const merged = await db()
      .transaction()
      .execute((trx) => mergeUsers(trx, { chatId: sits.chatId, other: { chatId: asked.chatId }, now: LATER }));

    expect(await statusOf(next, id)).toBe("offered");
    expect(await findFaults(db(), id)).toEqual([]);
    const actor = { ...sits, userId: merged?.userId };
    await db()
      .transaction()
      .execute((trx) => undoMerge(trx, { actor, mergeId: merged?.mergeId ?? ("" as never), now: LATER }));
    expect(await placeOf(asked, id)).toMatchObject({ status: "waitlisted", queueNo: 2 });
    expect([await statusOf(sits, id), await statusOf(next, id)]).toEqual(["confirmed", "offered"]);
  });

  test("whose person is one with somebody who waits keeps the offer", async () => {
    const { id, queue } = await offering([true, true, true], 1);
    const [asked, waits] = queue;

    const merged = await db()
      .transaction()
      .execute((trx) => mergeUsers(trx, { chatId: waits.chatId, other: { chatId: asked.chatId }, now: LATER }));

    const { userId = asked.userId } = merged ?? {};
    expect(await findRegistration(db(), { eventId: id, userId })).toMatchObject({ status: "offered", queueNo: 1 });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("whose person has themselves forgotten offers the seat to the next", async () => {
    const { id, queue } = await offering([true, true], 1);
    const [actor, next] = queue;

    await db()
      .transaction()
      .execute((trx) =>
        forget(trx, { actor, updateNumber: 1, sentAt: LATER, hash: () => Buffer.from("x"), now: LATER }),
      );

    expect([await statusOf(actor, id), await statusOf(next, id)]).toEqual(["cancelled", "offered"]);
    expect(await findFaults(db(), id)).toEqual([]);
  });
});
