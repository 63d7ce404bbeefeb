import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { listComingEvents } from "../database/event-lists.ts";
import { findEventRow } from "../database/events.ts";
import { type EventId, newId } from "../ids.ts";
import { type EventChanges, updateEvent } from "./event-changes.ts";
import { findEvent, listAll } from "./events.ts";
import { giveUp } from "./registrations.ts";

describeBoth("an event", (open) => {
  const change = (eventId: EventId, changes: EventChanges, now = NOW) =>
    open()
      .db.transaction()
      .execute((trx) => updateEvent(trx, { eventId, changes, now }));
  const notices = (eventId: EventId) =>
    open()
      .db.selectFrom("outbox")
      .selectAll()
      .where("kind", "like", "event-%")
      .where("dedupeKey", "like", `%${eventId}%`)
      .orderBy("id")
      .execute();

  test("gets a slug from its title, and a number behind it when that is taken", async () => {
    const { db } = open();
    const title = "Хор для всех";

    const slugs = await Promise.all([newEvent(db, { title }), newEvent(db, { title }), newEvent(db, { title })]);

    expect(slugs.map(({ slug }) => slug).sort()).toEqual(["khor-dlya-vsekh", "khor-dlya-vsekh-2", "khor-dlya-vsekh-3"]);
  });

  test("is found and listed with all its fields, a draft too", async () => {
    const { db } = open();
    const endsAt = new Date("2026-12-12T18:00:00Z");
    const made = await newEvent(db, { status: "draft", description: "Bring cake.", endsAt, maxParticipants: 5 });

    expect(await findEvent(db, made.id)).toEqual({
      ...{ id: made.id, slug: made.slug, title: "Spring meet-up", description: "Bring cake.", endsAt },
      ...{ startsAt: new Date("2026-12-12T15:00:00Z"), timeZone: "Europe/Moscow", location: "Library hall, Lesnaya 5" },
      ...{ locationUrl: null, picture: null, maxParticipants: 5, status: "draft", taken: 0, waiting: 0, revision: 1 },
    });
    expect(await listAll(db)).toContainEqual(made);
    expect((await listComingEvents(db, { limit: 100, offset: 0, now: NOW })).map(({ id }) => id)).not.toContain(
      made.id,
    );
  });

  test("is changed field by field, with a higher revision only if something is different", async () => {
    const event = await newEvent(open().db, { description: "Bring cake." });

    const changed = await change(event.id, { description: null, title: "Meet-up" });
    const same = await change(event.id, { title: "Meet-up", startsAt: new Date(event.startsAt) });

    const expected = { ...event, title: "Meet-up", description: null, revision: 2 };
    expect(changed).toEqual({ type: "changed", event: expected, told: 0, promoted: 0, offered: 0 });
    expect(same).toEqual({ type: "changed", event: expected, told: 0, promoted: 0, offered: 0 });
    expect(await change(newId<EventId>(), { title: "x" })).toEqual({ type: "not-found" });
  });

  test("that moves is told to everyone with a place, each in their language, and to nobody else", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const holder = await newPerson(db, { locale: "ru", zone: "Asia/Tokyo" });
    const waiter = await newPerson(db, { locale: "en" });
    const leaver = await newPerson(db);
    await join(db, leaver, event.id);
    const gone = { actor: leaver, eventId: event.id, sure: true, now: NOW };
    await db.transaction().execute((trx) => giveUp(trx, gone));
    const seat = await join(db, holder, event.id);
    await join(db, waiter, event.id);
    const startsAt = new Date("2026-12-13T15:00:00Z");

    const outcome = await change(event.id, { startsAt });

    expect(outcome).toMatchObject({ type: "changed", told: 2, event: { revision: 2, startsAt } });
    const code = seat.type === "confirmed" ? seat.ticketCode : "";
    const told = await notices(event.id);
    expect(told.find(({ userId }) => userId === holder.userId)).toMatchObject({
      kind: "event-changed",
      status: "waiting",
      priority: 1,
      dueAt: NOW,
      expiresAt: startsAt,
      dedupeKey: `event-changed:${event.id}:2:${holder.userId}`,
      intent: {
        text: "event-changed",
        locale: "ru",
        zone: "Asia/Tokyo",
        params: {
          code: `${code.slice(0, 4)}-${code.slice(4)}`,
          event: { event: { startsAt: startsAt.toISOString(), endsAt: null, locationUrl: null } },
        },
      },
    });
    const other = told.find(({ userId }) => userId === waiter.userId);
    expect(other).toMatchObject({ kind: "event-changed", intent: { text: "event-changed-waiting", locale: "en" } });
    expect(other?.intent).not.toHaveProperty("zone");
    expect(told).toHaveLength(2);
  });

  test("that moves again is told again, another place too, but not another description", async () => {
    const { db } = open();
    const event = await newEvent(db);
    await join(db, await newActor(db), event.id);

    expect(await change(event.id, { startsAt: new Date("2026-12-13T15:00:00Z") })).toMatchObject({ told: 1 });
    expect(await change(event.id, { location: "Park" })).toMatchObject({ told: 1 });
    expect(await change(event.id, { timeZone: "Asia/Tokyo" })).toMatchObject({ told: 1 });
    expect(await change(event.id, { description: "Bring cake.", title: "Cake" })).toMatchObject({ told: 0 });
    expect(await notices(event.id)).toHaveLength(3);
  });

  test("that is cancelled is told to those with a place, who keep it, and stays cancelled", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, await newActor(db), event.id);
    await join(db, await newActor(db), event.id);

    expect(await change(event.id, { status: "cancelled", maxParticipants: 5 })).toMatchObject({
      ...{ type: "changed", told: 2, promoted: 0, event: { status: "cancelled", taken: 1, waiting: 1 } },
    });
    expect(await notices(event.id)).toMatchObject([{ kind: "event-cancelled" }, { kind: "event-cancelled" }]);
    expect(await change(event.id, { status: "published" })).toEqual({ type: "cancelled-for-good" });
    expect(await change(event.id, { location: "Park" })).toMatchObject({ type: "changed", told: 0 });
  });

  test("that is over, or a draft, is changed in silence", async () => {
    const { db } = open();
    const over = await newEvent(db);
    await join(db, await newActor(db), over.id);
    const after = new Date("2026-12-20T00:00:00Z");

    expect(await change(over.id, { location: "Park" }, after)).toMatchObject({ type: "changed", told: 0 });
    expect(await change(over.id, { status: "cancelled" }, after)).toMatchObject({ type: "changed", told: 0 });
  });

  test("cannot end before it starts, or hide from those who have a place", async () => {
    const { db } = open();
    const event = await newEvent(db, { endsAt: new Date("2026-12-12T18:00:00Z"), maxParticipants: 1 });
    expect(await change(event.id, { status: "draft" })).toMatchObject({ type: "changed" });
    expect(await change(event.id, { status: "published" })).toMatchObject({ type: "changed" });
    await join(db, await newActor(db), event.id);
    await join(db, await newActor(db), event.id);

    expect(await change(event.id, { startsAt: new Date("2026-12-12T18:00:00Z") })).toEqual({
      type: "ends-before-start",
    });
    expect(await change(event.id, { endsAt: new Date("2026-12-12T15:00:00Z") })).toEqual({ type: "ends-before-start" });
    expect(await change(event.id, { status: "draft" })).toEqual({ type: "has-registrations", taken: 1, waiting: 1 });
  });

  test("with more seats seats those who wait, in their order, and tells each", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, await newActor(db), event.id);
    const waiting = [];
    for (let i = 0; i < 4; i++) {
      const person = await newPerson(db);
      await join(db, person, event.id);
      waiting.push(person.userId);
    }

    const outcome = await change(event.id, { maxParticipants: 3 });

    expect(outcome).toMatchObject({
      type: "changed",
      promoted: 2,
      event: { taken: 3, waiting: 2, maxParticipants: 3 },
    });
    const told = await db.selectFrom("outbox").selectAll().where("userId", "in", waiting).orderBy("id").execute();
    expect(told.map(({ userId, kind }) => [userId, kind])).toEqual([
      [waiting[0], "seat-yours"],
      [waiting[1], "seat-yours"],
    ]);
    expect(await change(event.id, { maxParticipants: null })).toMatchObject({
      promoted: 2,
      event: { taken: 5, waiting: 0 },
    });
    expect(await findEventRow(db, event.id)).toMatchObject({ takenCount: 5, waitingCount: 0 });
  });

  test("with more seats once it has begun seats nobody, since nobody would hear of it in time", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    await join(db, await newActor(db), event.id);
    await join(db, await newActor(db), event.id);

    const outcome = await change(event.id, { maxParticipants: 2 }, event.startsAt);

    expect(outcome).toMatchObject({ type: "changed", promoted: 0, event: { taken: 1, waiting: 1 } });
  });

  test("with fewer seats than are taken is refused, and told how many are", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 10 });
    for (let i = 0; i < 3; i++) await join(db, await newActor(db), event.id);

    expect(await change(event.id, { maxParticipants: 2 })).toEqual({ type: "below-taken", taken: 3 });
    expect(await change(event.id, { maxParticipants: 3 })).toMatchObject({ type: "changed", told: 0 });
    expect(await join(db, await newActor(db), event.id, { queue: false })).toMatchObject({ type: "full" });
  });
});
