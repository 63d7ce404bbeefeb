import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { again, join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findEventRow } from "../database/events.ts";
import { findRegistration } from "../database/registrations.ts";
import { findUser } from "../database/users.ts";
import { type EventId, newId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { findCard } from "./cards.ts";
import { updateEvent } from "./event-changes.ts";
import type { RegisterOutcome } from "./joining.ts";
import { giveUp, register } from "./registrations.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const person = { name: "Анна Петрова", email: "anna@gmail.com", reminders: true };

describeBoth("registering", (open) => {
  const leave = (actor: Actor, eventId: EventId, { sure = false, now = NOW } = {}) =>
    open()
      .db.transaction()
      .execute((trx) => giveUp(trx, { actor, eventId, sure, now }));
  const counts = async (eventId: EventId) => {
    const row = await findEventRow(open().db, eventId);
    return { taken: row?.takenCount, waiting: row?.waitingCount };
  };
  const history = (eventId: EventId) =>
    open()
      .db.selectFrom("registrationChanges")
      .select(["fromStatus", "toStatus", "actor", "via", "ticketCode"])
      .where("eventId", "=", eventId)
      .orderBy("id")
      .execute();

  test("makes a stranger a person, with what they told and agreed to, and gives them a ticket", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 300 });
    const actor = await newActor(db, { platform: "whatsapp", locale: "ru", zone: "Asia/Tokyo" });

    const outcome = await db
      .transaction()
      .execute((trx) => register(trx, { actor, eventId: event.id, person, queue: false, now: NOW }));

    expect(outcome).toMatchObject({
      type: "confirmed",
      ticketCode: expect.stringMatching(/^[A-HJ-NP-Z2-9]{8}$/),
      startsSoon: false,
      card: {
        event: { id: event.id, startsAt: "2026-12-12T15:00:00.000Z", endsAt: null },
        seats: { capacity: 300, taken: 1, waiting: 0 },
        standing: { type: "confirmed", ticketCode: codeOf(outcome) },
        person: { name: "Анна Петрова", email: "anna@gmail.com", reminders: true },
        closed: undefined,
      },
    });
    const { userId } = await again(db, actor);
    expect(userId && (await findUser(db, userId))).toMatchObject({
      ...{ name: "Анна Петрова", email: "anna@gmail.com", emailVerifiedAt: null, locale: "ru", timeZone: "Asia/Tokyo" },
      ...{ remindersOffAt: null, consentAt: NOW, consentVersion: 1 },
    });
    expect(userId && (await findRegistration(db, { eventId: event.id, userId }))).toMatchObject({
      ...{ status: "confirmed", registeredVia: "whatsapp", confirmedAt: NOW, queueNo: null },
    });
    expect(await history(event.id)).toEqual([
      {
        fromStatus: null,
        toStatus: "confirmed",
        actor: `user:${userId}`,
        via: "whatsapp",
        ticketCode: codeOf(outcome),
      },
    ]);
  });

  test("without reminders keeps that wish", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const actor = await newActor(db);
    const quiet = { ...person, reminders: false };

    const outcome = await db
      .transaction()
      .execute((trx) => register(trx, { actor, eventId: event.id, person: quiet, queue: false, now: NOW }));

    expect(outcome).toMatchObject({ card: { person: { reminders: false } } });
  });

  test("says that it starts soon once the last reminder's moment has passed", async () => {
    const { db } = open();
    const soon = await newEvent(db, { startsAt: new Date(NOW.getTime() + HOUR - 1) });
    const later = await newEvent(db, { startsAt: new Date(NOW.getTime() + HOUR) });

    expect(await join(db, await newActor(db), soon.id)).toMatchObject({ startsSoon: true });
    expect(await join(db, await newActor(db), later.id)).toMatchObject({ startsSoon: false });
  });

  test("a second time answers with the place there is, and changes nothing", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const actor = await newActor(db);
    const first = await join(db, actor, event.id);

    const second = await join(db, await again(db, actor), event.id);

    expect(second).toMatchObject({ type: "already", card: { standing: { ticketCode: codeOf(first) } } });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 0 });
    expect(await history(event.id)).toHaveLength(1);
  });

  test("at a full event keeps nothing of someone who does not want to wait", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, await newActor(db), event.id);
    const late = await newActor(db);

    const outcome = await join(db, late, event.id, { queue: false });

    expect(outcome).toMatchObject({ type: "full", card: { standing: { type: "none" }, person: undefined } });
    expect((await again(db, late)).userId).toBeUndefined();
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 0 });
  });

  test("at a full event puts people in a queue and tells their number", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, await newActor(db), event.id);

    const first = await join(db, await newActor(db), event.id);
    const second = await join(db, await newActor(db), event.id);

    expect(first).toMatchObject({ type: "waitlisted", position: 1, card: { standing: { position: 1 } } });
    expect(second).toMatchObject({ type: "waitlisted", position: 2, card: { standing: { position: 2 } } });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 2 });
  });

  test("is closed once the event has begun or is cancelled, and a draft or no event is missing", async () => {
    const { db } = open();
    const begun = await newEvent(db, { startsAt: NOW });
    const cancelled = await newEvent(db, { status: "cancelled" });
    const draft = await newEvent(db, { status: "draft" });
    const actor = await newActor(db);

    expect(await join(db, actor, begun.id)).toMatchObject({ type: "closed", card: { closed: "started" } });
    expect(await join(db, actor, cancelled.id)).toMatchObject({ type: "closed", card: { closed: "cancelled" } });
    expect(await join(db, actor, draft.id)).toEqual({ type: "event-missing" });
    expect(await join(db, actor, newId<EventId>())).toEqual({ type: "event-missing" });
    expect((await again(db, actor)).userId).toBeUndefined();
  });

  test("at a cancelled event answers that it is cancelled to someone who had a seat, too", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db);
    await join(db, max, event.id);
    const cancel = { eventId: event.id, changes: { status: "cancelled" }, now: NOW } as const;
    await db.transaction().execute((trx) => updateEvent(trx, cancel));

    expect(await join(db, max, event.id)).toMatchObject({ type: "closed", card: { standing: { type: "confirmed" } } });
    expect(await leave(max, event.id)).toMatchObject({ type: "nothing-to-give-up", card: { closed: "cancelled" } });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 0 });
  });

  test("a known person registers with what we know; someone else is asked", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db);
    const stranger = await newActor(db);
    const known = (actor: Actor) =>
      db.transaction().execute((trx) => register(trx, { actor, eventId: event.id, queue: false, now: NOW }));

    expect(await known(max)).toMatchObject({ type: "confirmed", card: { person: { name: "Max Weber" } } });
    expect(await known(stranger)).toMatchObject({ type: "unknown-person", card: { seats: { taken: 1 } } });
    expect((await again(db, stranger)).userId).toBeUndefined();
  });

  test("giving up a seat that nobody waits for frees it at once, and it can be taken back with another ticket", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const max = await newPerson(db);
    const first = codeOf(await join(db, max, event.id));

    const given = await leave(max, event.id);

    expect(given).toEqual({
      type: "given-up",
      event: expect.objectContaining({ id: event.id }),
      ticketCode: first,
      wasWaiting: false,
      servedNext: false,
    });
    expect(await counts(event.id)).toEqual({ taken: 0, waiting: 0 });
    const later = new Date(NOW.getTime() + DAY);
    const back = await join(db, max, event.id, { now: later });
    expect(back).toMatchObject({ type: "confirmed", card: { seats: { taken: 1 } } });
    expect(codeOf(back)).not.toBe(first);
    expect(await findRegistration(db, { eventId: event.id, userId: max.userId })).toMatchObject({ confirmedAt: later });
    const changes = await history(event.id);
    expect(changes.map(({ toStatus, ticketCode }) => [toStatus, ticketCode])).toEqual([
      ["confirmed", first],
      ["cancelled", first],
      ["confirmed", codeOf(back)],
    ]);
  });

  test("giving up a seat that others wait for is asked about, then serves the next, who is told", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const max = await newPerson(db);
    await join(db, max, event.id);
    const next = await newPerson(db, { locale: "ru", zone: "Asia/Tokyo" });
    const last = await newPerson(db);
    await join(db, next, event.id);
    await join(db, last, event.id);

    expect(await leave(max, event.id)).toMatchObject({ type: "giving-up-asked", waiting: 2 });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 2 });
    const given = await leave(max, event.id, { sure: true });

    expect(given).toMatchObject({ type: "given-up", wasWaiting: false, servedNext: true });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 1 });
    const seat = await findCard(db, { event: { id: event.id }, userId: next.userId, now: NOW });
    const queue = await findCard(db, { event: { id: event.id }, userId: last.userId, now: NOW });
    expect(queue?.standing).toEqual({ type: "waitlisted", position: 1 });
    const code = seat?.standing.type === "confirmed" ? seat.standing.ticketCode : "none";
    const notices = await db
      .selectFrom("outbox")
      .selectAll()
      .where("userId", "in", [next.userId, last.userId])
      .execute();
    expect(notices).toMatchObject([
      {
        userId: next.userId,
        kind: "seat-yours",
        priority: 1,
        expiresAt: event.startsAt,
        intent: {
          text: "seat-yours",
          locale: "ru",
          zone: "Asia/Tokyo",
          params: { code: `${code.slice(0, 4)}-${code.slice(4)}`, event: { event: { id: event.id } } },
          picture: { type: "ticket", code },
        },
      },
    ]);
    expect((await history(event.id)).at(-1)).toEqual({
      ...{ fromStatus: "waitlisted", toStatus: "confirmed", actor: "system", via: "system", ticketCode: code },
    });
  });

  test("a free seat is given to nobody past someone who waits and wants to be asked first", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const [max, asks, next] = [await newPerson(db), await newPerson(db), await newPerson(db)];
    for (const person of [max, asks, next]) await join(db, person, event.id, { askFirst: person === asks });

    expect(await leave(max, event.id, { sure: true })).toMatchObject({ type: "given-up", servedNext: true });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 1 });
    expect(await join(db, await newActor(db), event.id)).toMatchObject({ type: "waitlisted", position: 2 });
    expect(await join(db, await newActor(db), event.id, { queue: false })).toMatchObject({ type: "full" });
  });

  test("leaving the queue is not asked about, and whoever comes back stands at its end", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, await newActor(db), event.id);
    const max = await newPerson(db);
    const other = await newPerson(db);
    await join(db, max, event.id);
    await join(db, other, event.id);

    expect(await leave(max, event.id)).toMatchObject({
      ...{ type: "given-up", wasWaiting: true, servedNext: false, ticketCode: undefined },
    });
    expect(await join(db, max, event.id)).toMatchObject({ type: "waitlisted", position: 2 });
    expect(await counts(event.id)).toEqual({ taken: 1, waiting: 2 });
  });

  test("there is nothing to give up for a stranger, twice, or once it has begun", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db);
    await join(db, max, event.id);

    expect(await leave(await newActor(db), event.id)).toMatchObject({ type: "nothing-to-give-up" });
    expect(await leave(max, event.id, { now: event.startsAt })).toMatchObject({
      ...{ type: "nothing-to-give-up", card: { closed: "started", standing: { type: "confirmed" } } },
    });
    expect(await leave(max, event.id)).toMatchObject({ type: "given-up" });
    expect(await leave(max, event.id, { sure: true })).toMatchObject({ type: "nothing-to-give-up" });
    expect(await leave(max, newId<EventId>())).toEqual({ type: "event-missing" });
    expect(await counts(event.id)).toEqual({ taken: 0, waiting: 0 });
  });
});

function codeOf(outcome: RegisterOutcome): string {
  if (outcome.type !== "confirmed") throw new Error(`no ticket: ${outcome.type}`);
  return outcome.ticketCode;
}
