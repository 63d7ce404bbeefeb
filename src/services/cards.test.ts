import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, NOW, newEvent, newPerson } from "../../test/people.ts";
import { type EventId, newId } from "../ids.ts";
import { findCard, listComing, listHeld } from "./cards.ts";
import { updateEvent } from "./event-changes.ts";

const HOUR = 60 * 60 * 1000;
const from = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

describeBoth("what a person sees", (open) => {
  test("a card by slug or id, and whether there are other coming events, but never a draft", async () => {
    const { db } = open();
    const event = await newEvent(db, { title: "Choir", maxParticipants: 4 });
    const draft = await newEvent(db, { title: "Secret", status: "draft" });
    await newEvent(db, { startsAt: from(-1) });
    await newEvent(db, { status: "cancelled" });
    const see = (ref: { slug: string } | { id: EventId }) => findCard(db, { event: ref, userId: undefined, now: NOW });
    expect((await see({ id: event.id }))?.others).toBe(false);
    await newEvent(db);

    const card = await see({ slug: "choir" });

    expect(card).toEqual({
      event: {
        ...{ id: event.id, slug: "choir", title: "Choir", startsAt: "2026-12-12T15:00:00.000Z", endsAt: null },
        ...{ timeZone: "Europe/Moscow", location: "Library hall, Lesnaya 5", locationUrl: null },
      },
      description: null,
      picture: null,
      seats: { capacity: 4, taken: 0, waiting: 0 },
      standing: { type: "none" },
      closed: undefined,
      person: undefined,
      others: true,
    });
    expect(await see({ id: event.id })).toEqual(card);
    expect(await see({ slug: draft.slug })).toBeUndefined();
    expect(await see({ id: draft.id })).toBeUndefined();
    expect(await see({ id: newId<EventId>() })).toBeUndefined();
  });

  test("a card of their own: the ticket of one person is never another's", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db, { name: "Max" });
    const ann = await newPerson(db, { name: "Ann" });
    await join(db, max, event.id);

    const card = await findCard(db, { event: { id: event.id }, userId: ann.userId, now: NOW });

    expect(card).toMatchObject({ standing: { type: "none" }, person: { name: "Ann" }, seats: { taken: 1 } });
  });

  test("lists of coming events, the soonest first, page by page", async () => {
    const { db } = open();
    await db.updateTable("events").set({ status: "cancelled" }).where("status", "=", "published").execute();
    for (const hours of [5, 1, 3, 2, 4]) await newEvent(db, { title: `In ${hours}`, startsAt: from(hours) });
    await newEvent(db, { title: "Begun", startsAt: NOW });
    await newEvent(db, { title: "Draft", status: "draft" });
    const page = async (n: number) => {
      const { events, ...rest } = await listComing(db, { page: n, pageSize: 2, now: NOW });
      return { titles: events.map(({ event }) => event.title), ...rest };
    };

    expect(await page(0)).toEqual({ titles: ["In 1", "In 2"], total: 5, before: 0 });
    expect(await page(1)).toEqual({ titles: ["In 3", "In 4"], total: 5, before: 2 });
    expect(await page(2)).toEqual({ titles: ["In 5"], total: 5, before: 4 });
    expect(await page(9999)).toEqual({ titles: ["In 5"], total: 5, before: 4 });
    expect(await listComing(db, { page: 3, pageSize: 2, now: from(9) })).toEqual({ events: [], total: 0, before: 0 });
  });

  test("what they hold: tickets and places in a queue to come, tickets past, nothing cancelled", async () => {
    const { db } = open();
    const max = await newPerson(db);
    const early = await newEvent(db, { title: "Early", startsAt: from(1) });
    const late = await newEvent(db, { title: "Late", startsAt: from(30), maxParticipants: 1 });
    const off = await newEvent(db, { title: "Off", startsAt: from(10) });
    await join(db, await newPerson(db), late.id);
    for (const { id } of [late, early, off]) await join(db, max, id);
    const cancel = { eventId: off.id, changes: { status: "cancelled" }, now: NOW } as const;
    await db.transaction().execute((trx) => updateEvent(trx, cancel));
    const held = async (past: boolean, now: Date) => {
      const list = await listHeld(db, { userId: max.userId, past, now });
      return [list.held.map(({ event, standing }) => [event.title, standing.type]), list.pastCount];
    };

    const both = [
      ["Early", "confirmed"],
      ["Late", "waitlisted"],
    ];
    expect(await held(false, NOW)).toEqual([both, 0]);
    // Someone who is late still finds their ticket.
    expect(await held(false, from(1 + 5))).toEqual([both, 0]);
    expect(await held(false, from(1 + 6))).toEqual([[["Late", "waitlisted"]], 1]);
    expect(await held(true, from(1 + 6))).toEqual([[["Early", "confirmed"]], 1]);
    expect(await held(true, from(100))).toEqual([[["Early", "confirmed"]], 1]);
  });
});
