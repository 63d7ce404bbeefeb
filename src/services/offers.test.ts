import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { again, join, type KnownActor, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { findEventRow } from "../database/events.ts";
import type { OutboxStatus } from "../database/outbox-schema.ts";
import { findRegistration } from "../database/registrations.ts";
import type { EventId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { findCard, listHeld } from "./cards.ts";
import { stay, takeOffered } from "./offer-answers.ts";
import { passOnOffers, startHolds } from "./offers.ts";
import { giveUp } from "./registrations.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** NOW is at 13:00 in Moscow, eleven days before the start: nine hours until the night, fourteen the next day, and one. */
const UNTIL = new Date("2026-12-03T06:00:00Z");
const at = (ms: number) => new Date(NOW.getTime() + ms);

describeBoth("a held offer", (open) => {
  const db = () => open().db;
  afterEach(async () => {
    await sql`truncate event_registrations, registration_changes, outbox, events cascade`.execute(db());
  });
  const give = (actor: Actor, eventId: EventId, now = NOW) =>
    db()
      .transaction()
      .execute((trx) => giveUp(trx, { actor, eventId, sure: true, now }));
  const take = (actor: Actor, eventId: EventId, now = NOW) =>
    db()
      .transaction()
      .execute((trx) => takeOffered(trx, { actor, eventId, now }));
  const remain = (actor: Actor, eventId: EventId, now = NOW) =>
    db()
      .transaction()
      .execute((trx) => stay(trx, { actor, eventId, now }));
  const placeOf = async ({ userId }: KnownActor, eventId: EventId) => findRegistration(db(), { eventId, userId });
  const standing = async ({ userId }: KnownActor, eventId: EventId, now = NOW) =>
    (await findCard(db(), { event: { id: eventId }, userId, now }))?.standing;
  const counts = async (id: EventId) => {
    const row = await findEventRow(db(), id);
    return { taken: row?.takenCount, waiting: row?.waitingCount };
  };
  const messagesTo = ({ userId }: KnownActor) =>
    db().selectFrom("outbox").selectAll().where("userId", "=", userId).orderBy("id").execute();
  const end = async (person: KnownActor, status: OutboxStatus) =>
    db()
      .updateTable("outbox")
      .set({ status })
      .where("userId", "=", person.userId)
      .where("status", "=", "waiting")
      .execute();

  /** A full event with one seat, its holder, and a queue; `asks`: who wants to be asked first. */
  async function fullEvent(asks: boolean[], { seats = 1, ...event }: { seats?: number; startsAt?: Date } = {}) {
    const { id } = await newEvent(db(), { maxParticipants: seats, ...event });
    const holders = await people(seats);
    for (const holder of holders) await join(db(), holder, id);
    const queue = await people(asks.length);
    for (const [n, person] of queue.entries()) await join(db(), person, id, { askFirst: asks[n] ?? false });
    const [holder, ...others] = holders;
    if (!holder) throw new Error("nobody sits");
    return { id, holder, others, queue: queue as [KnownActor, KnownActor, KnownActor] };
  }
  async function people(count: number): Promise<KnownActor[]> {
    const all: KnownActor[] = [];
    for (let n = 0; n < count; n++) all.push(await newPerson(db(), n % 2 ? { platform: "whatsapp" } : {}));
    return all;
  }

  test("is made to the first who waits, if they want to be asked, and told with its end", async () => {
    const { id, holder, queue } = await fullEvent([true, false]);

    expect(await give(holder, id)).toMatchObject({ type: "given-up", servedNext: true });

    expect(await counts(id)).toEqual({ taken: 1, waiting: 1 });
    expect(await standing(queue[0], id)).toEqual({ type: "offered", until: UNTIL.toISOString() });
    expect(await standing(queue[1], id)).toEqual({ type: "waitlisted", position: 1 });
    const place = await placeOf(queue[0], id);
    expect(place).toMatchObject({ status: "offered", queueNo: 1, offerExpiresAt: UNTIL, ticketCode: null });
    expect(await messagesTo(queue[0])).toMatchObject([
      {
        ...{ id: place?.offerMessageId, kind: "seat-offered", eventId: id, registrationId: place?.id, dueAt: NOW },
        ...{ status: "waiting", priority: 1, expiresAt: new Date("2026-12-12T15:00:00Z") },
        intent: {
          text: "seat-offered",
          params: { until: { type: "moment", at: UNTIL.toISOString(), zone: "Europe/Moscow" } },
          choices: [[{ label: { key: "button-take-seat" } }, { label: { key: "button-leave-list" } }]],
        },
      },
    ]);
    expect(await listHeld(db(), { userId: queue[0].userId, past: false, now: NOW })).toMatchObject({
      held: [{ standing: { type: "offered", until: UNTIL.toISOString() } }],
    });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("and seats are given in the order of the queue when several come free", async () => {
    const { id, holder, others, queue } = await fullEvent([true, false, true, false], { seats: 3 });
    for (const one of [holder, ...others]) await give(one, id);

    const stands = await Promise.all(queue.map((person) => standing(person, id)));
    expect(stands.map((one) => one?.type)).toEqual(["offered", "confirmed", "offered", "waitlisted"]);
    expect(await counts(id)).toEqual({ taken: 3, waiting: 1 });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("that is taken is a seat with a ticket, and what was not said of it yet is not said any more", async () => {
    const { id, holder, queue } = await fullEvent([true, false]);
    await give(holder, id);

    const taken = await take(queue[0], id, at(HOUR));

    expect(taken).toMatchObject({ type: "confirmed", startsSoon: false, card: { standing: { type: "confirmed" } } });
    expect(await counts(id)).toEqual({ taken: 1, waiting: 1 });
    expect(await placeOf(queue[0], id)).toMatchObject({
      ...{ status: "confirmed", queueNo: null, offerExpiresAt: null, offerMessageId: null, confirmedAt: at(HOUR) },
    });
    expect(await messagesTo(queue[0])).toMatchObject([{ status: "skipped", reason: "the seat was taken already" }]);
    expect(await take(queue[0], id, at(2 * HOUR))).toMatchObject({
      ...{ type: "event-found", card: { standing: { type: "confirmed" } } },
    });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("that is declined leaves the queue, and the next is served in the same commit", async () => {
    const { id, holder, queue } = await fullEvent([true, true]);
    await give(holder, id);

    expect(await give(queue[0], id)).toMatchObject({ type: "given-up", wasWaiting: true, servedNext: true });

    expect(await standing(queue[0], id)).toEqual({ type: "none" });
    expect(await standing(queue[1], id)).toMatchObject({ type: "offered" });
    expect(await counts(id)).toEqual({ taken: 1, waiting: 0 });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("whose time ran out goes to the next, and its person to the end of the queue", async () => {
    const { id, holder, queue } = await fullEvent([true, true, false]);
    await give(holder, id);
    await end(queue[0], "sent");

    expect(await passOnOffers(db(), new Date(UNTIL.getTime() - 1))).toEqual({ ranOut: 0, promoted: 0, offered: 0 });
    expect(await passOnOffers(db(), UNTIL)).toEqual({ ranOut: 1, promoted: 0, offered: 1 });

    expect(await standing(queue[0], id, UNTIL)).toEqual({ type: "waitlisted", position: 2 });
    expect(await placeOf(queue[0], id)).toMatchObject({ queueNo: 4, offerExpiresAt: UNTIL, offerMessageId: null });
    expect(await standing(queue[1], id, UNTIL)).toMatchObject({ type: "offered" });
    expect(await take(queue[0], id, new Date(UNTIL.getTime() + 18 * HOUR))).toMatchObject({
      ...{ type: "offer-over", ranOut: { at: UNTIL.toISOString(), today: false }, position: 2 },
    });
    expect(await take(queue[0], id, new Date(UNTIL.getTime() + 1_000))).toMatchObject({ ranOut: { today: true } });
    await passOnOffers(db(), new Date(UNTIL.getTime() + DAY));
    expect(await placeOf(queue[0], id)).toMatchObject({ status: "waitlisted", offerExpiresAt: null });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("whose time ran out just before the press goes to the next with it", async () => {
    const { id, holder, queue } = await fullEvent([true, false]);
    await give(holder, id);

    expect(await standing(queue[0], id, UNTIL)).toEqual({ type: "waitlisted", position: 2 });
    expect(await take(queue[0], id, UNTIL)).toMatchObject({ type: "offer-over", position: 1 });
    expect(await standing(queue[1], id, UNTIL)).toMatchObject({ type: "confirmed" });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("whose time ran out can still be taken while nobody else wants the seat", async () => {
    const { id, holder, queue } = await fullEvent([true]);
    await give(holder, id);
    await passOnOffers(db(), UNTIL);
    expect(await counts(id)).toEqual({ taken: 0, waiting: 1 });

    expect(await take(queue[0], id, at(3 * DAY))).toMatchObject({ type: "confirmed" });
    expect(await counts(id)).toEqual({ taken: 1, waiting: 0 });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("that nobody takes leaves the seat to whoever comes", async () => {
    const { id, holder, queue } = await fullEvent([true]);
    await give(holder, id);
    await passOnOffers(db(), UNTIL);

    expect(await join(db(), await newActor(db()), id, { now: UNTIL })).toMatchObject({ type: "confirmed" });
    expect(await take(queue[0], id, UNTIL)).toMatchObject({ type: "offer-over", position: 1 });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("is made again a day after one ran out, or at once to whoever says that they stay", async () => {
    const { id, holder, queue } = await fullEvent([true, true]);
    await give(holder, id);
    await passOnOffers(db(), UNTIL);
    await give(queue[1], id, UNTIL);
    expect(await standing(queue[0], id, UNTIL)).toEqual({ type: "waitlisted", position: 1 });
    const dayAfter = new Date(UNTIL.getTime() + DAY);

    expect(await passOnOffers(db(), new Date(dayAfter.getTime() - 1))).toMatchObject({ offered: 0 });
    expect(await passOnOffers(db(), dayAfter)).toMatchObject({ ranOut: 0, offered: 1 });
    expect(await standing(queue[0], id, dayAfter)).toMatchObject({ type: "offered" });
    expect(await passOnOffers(db(), at(5 * DAY))).toMatchObject({ ranOut: 1, offered: 0 });

    expect(await remain(queue[0], id, at(5 * DAY))).toMatchObject({
      ...{ type: "event-found", card: { standing: { type: "offered" } } },
    });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("is what the queue's other button asks for, of whoever waits already", async () => {
    const { id, holder, queue } = await fullEvent([false, true]);

    expect(await join(db(), queue[0], id, { askFirst: false })).toMatchObject({ type: "already" });
    expect(await join(db(), queue[0], id, { askFirst: true })).toMatchObject({ type: "waitlisted", position: 1 });
    expect(await join(db(), queue[1], id, { askFirst: false })).toMatchObject({ type: "waitlisted", position: 2 });
    await give(holder, id);
    expect(await standing(queue[0], id)).toMatchObject({ type: "offered" });
    expect(await join(db(), queue[0], id)).toMatchObject({ type: "already", card: { standing: { type: "offered" } } });
    await give(queue[0], id);
    expect(await standing(queue[1], id)).toMatchObject({ type: "confirmed" });
  });

  test("of those who stay the number holds", async () => {
    const { id, holder, queue } = await fullEvent([true, false]);
    await give(holder, id);
    await passOnOffers(db(), UNTIL);

    const kept = { type: "event-found", card: { standing: { type: "waitlisted", position: 1 } } };
    expect(await remain(queue[0], id, UNTIL)).toMatchObject(kept);
    expect(await remain(queue[0], id, UNTIL)).toMatchObject(kept);
    expect(await give(queue[1], id, UNTIL)).toMatchObject({ servedNext: true });
    expect(await standing(queue[0], id, UNTIL)).toMatchObject({ type: "offered" });
  });

  test.each(["failed", "skipped", "expired"] as const)("whose message %s goes to the next at once", async (status) => {
    const { id, holder, queue } = await fullEvent([true, false]);
    await give(holder, id);
    await end(queue[0], status);

    expect(await passOnOffers(db(), at(60_000))).toEqual({ ranOut: 1, promoted: 1, offered: 0 });
    expect(await standing(queue[0], id)).toEqual({ type: "waitlisted", position: 1 });
    expect(await standing(queue[1], id)).toMatchObject({ type: "confirmed" });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("ends where nobody can be told: each is tried once a day, and the seat is anybody's meanwhile", async () => {
    const { id, holder, queue } = await fullEvent([true, true, true]);
    await give(holder, id);
    const tried = async () => (await Promise.all(queue.map(messagesTo))).flat().length;
    async function minutes(from: number, count: number): Promise<void> {
      for (let minute = 0; minute < count; minute++) {
        for (const person of queue) await end(person, "skipped");
        await passOnOffers(db(), at(from + minute * 60_000));
      }
    }

    await minutes(0, 6);
    expect(await tried()).toBe(3);
    expect(await counts(id)).toEqual({ taken: 0, waiting: 3 });
    await minutes(DAY + 3 * 60_000, 6);
    expect(await tried()).toBe(6);
    expect(await join(db(), await newActor(db()), id, { now: at(DAY) })).toMatchObject({ type: "confirmed" });
    expect(await findFaults(db(), id)).toEqual([]);
  });

  test("counts from the first try to tell of it, once", async () => {
    const { id, holder, queue } = await fullEvent([true]);
    await give(holder, id);
    const messageIds = (await messagesTo(queue[0])).map((message) => message.id);
    const later = new Date("2026-12-02T06:00:00Z");

    await startHolds(db(), messageIds, later);
    const until = new Date("2026-12-03T16:00:00Z"); // thirteen hours that day, eleven the next
    expect(await placeOf(queue[0], id)).toMatchObject({ offerExpiresAt: until, offerToldAt: later });
    await startHolds(db(), messageIds, at(2 * DAY));
    await startHolds(db(), [], at(2 * DAY));
    expect(await placeOf(queue[0], id)).toMatchObject({ offerExpiresAt: until, offerToldAt: later });
    expect(await passOnOffers(db(), UNTIL)).toMatchObject({ ranOut: 0 });
  });

  test("that ran out while its message waited is not told any more, and does not begin", async () => {
    const { id, holder, queue } = await fullEvent([true, true]);
    await give(holder, id);
    const messages = await messagesTo(queue[0]);

    await passOnOffers(db(), UNTIL);

    expect(await messagesTo(queue[0])).toMatchObject([{ status: "skipped", reason: "the offer ran out" }]);
    await startHolds(
      db(),
      messages.map((message) => message.id),
      UNTIL,
    );
    expect(await placeOf(queue[0], id)).toMatchObject({
      status: "waitlisted",
      offerExpiresAt: UNTIL,
      offerToldAt: null,
    });
  });

  test("made in the night of the person waits for their morning, message and hold", async () => {
    const { id, holder, queue } = await fullEvent([true, true]);
    const night = new Date("2026-12-01T21:00:00Z"); // midnight in Moscow, six in the morning in Tokyo
    await db().updateTable("users").set({ timeZone: "Asia/Tokyo" }).where("id", "=", queue[1].userId).execute();

    await give(holder, id, night);
    await give(queue[0], id, night);

    expect(await messagesTo(queue[0])).toMatchObject([{ dueAt: new Date("2026-12-02T05:00:00Z") }]);
    expect(await messagesTo(queue[1])).toMatchObject([{ dueAt: new Date("2026-12-01T23:00:00Z") }]);
    expect(await placeOf(queue[1], id)).toMatchObject({ offerExpiresAt: new Date("2026-12-03T09:00:00Z") });
  });

  test("is not made once the event has begun, and ends with its start", async () => {
    const startsAt = at(8 * 60_000);
    const { id, holder, queue } = await fullEvent([true, true], { startsAt });
    await give(holder, id);
    expect(await standing(queue[0], id)).toEqual({ type: "offered", until: startsAt.toISOString() });

    expect(await passOnOffers(db(), startsAt)).toEqual({ ranOut: 1, promoted: 0, offered: 0 });
    expect(await counts(id)).toEqual({ taken: 0, waiting: 2 });
    expect(await take(queue[0], id, startsAt)).toMatchObject({ type: "event-found", card: { closed: "started" } });
    expect(await passOnOffers(db(), at(3 * DAY))).toEqual({ ranOut: 0, promoted: 0, offered: 0 });
  });

  test("of one event says nothing of another's, and a failing event does not stop the others", async () => {
    const [one, other] = [await fullEvent([true, true]), await fullEvent([true, true])];
    await give(one.holder, one.id);
    await give(other.holder, other.id, at(DAY));

    expect(await passOnOffers(db(), UNTIL)).toMatchObject({ ranOut: 1 });
    expect(await standing(other.queue[0], other.id, UNTIL)).toMatchObject({ type: "offered" });

    // A count that is too small, so that the database refuses.
    await db().updateTable("events").set({ takenCount: 0 }).where("id", "=", one.id).execute();
    await expect(passOnOffers(db(), at(9 * DAY))).rejects.toThrow("1 events could not be passed on");
    expect(await standing(other.queue[1], other.id, at(9 * DAY))).toMatchObject({ type: "offered" });
    await db().updateTable("events").set({ takenCount: 1 }).where("id", "=", one.id).execute();
    await passOnOffers(db(), at(10 * DAY));
  });

  test("is answered with how things stand by whoever has none", async () => {
    const { id, holder, queue } = await fullEvent([true]);
    const stranger = await newActor(db());

    expect(await take(holder, id)).toMatchObject({ type: "event-found", card: { standing: { type: "confirmed" } } });
    expect(await take(stranger, id)).toMatchObject({ type: "event-found", card: { standing: { type: "none" } } });
    expect(await take(queue[0], id)).toMatchObject({ type: "offer-over", ranOut: undefined, position: 1 });
    expect(await remain(stranger, id)).toMatchObject({ type: "event-found" });
    expect((await again(db(), stranger)).userId).toBeUndefined();
  });
});
