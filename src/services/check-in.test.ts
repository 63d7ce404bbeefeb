import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { DOORS, doorOf, newHolder, newKeeper, registerAs } from "../../test/door.ts";
import { join, type KnownActor, NOW, newEvent } from "../../test/people.ts";
import { inTransaction } from "../database/faults.ts";
import type { EventId } from "../ids.ts";
import type { Doorkeeper } from "./door.ts";
import { updateEvent } from "./event-changes.ts";
import { leave } from "./places.ts";
import { giveUp } from "./registrations.ts";

describeBoth("at the door", (open) => {
  let event: EventId;
  let max: Doorkeeper;
  beforeEach(async () => {
    const { db } = open();
    await db.updateTable("events").set({ status: "draft" }).execute();
    event = (await newEvent(db)).id;
    max = await newKeeper(db);
  });
  const hoursFromStart = (hours: number) => new Date(Date.parse("2026-12-12T15:00:00Z") + hours * 3_600_000);

  test("a code lets in once, and says the next time when and by whom", async () => {
    const { db } = open();
    const anna = await newHolder(db, event);
    await newHolder(db, event, "Bob");
    const ada = await newKeeper(db, "Ada");

    expect(await doorOf(db, max).scans(anna.code)).toMatchObject({
      type: "let-in",
      entrant: { name: "Anna Petrova", code: anna.code },
      inside: { entered: 1, seats: 2 },
    });
    const later = { now: new Date(DOORS.getTime() + 60_000) };
    const again = { type: "in-already", at: DOORS.toISOString(), by: "Max", inside: { entered: 1, seats: 2 } };
    expect(await doorOf(db, max, later).scans(anna.code)).toMatchObject({ ...again, you: true });
    expect(await doorOf(db, ada, later).scans(anna.code)).toMatchObject({ ...again, you: false });
  });

  test("every check-in and undo is written down, with ids alone", async () => {
    const { db } = open();
    const anna = await newHolder(db, event, "Anna Secret");
    await doorOf(db, max).scans(anna.code);
    await doorOf(db, max).undoes(anna.registration, DOORS);
    const lines = await db
      .selectFrom("auditLog")
      .selectAll()
      .where("subject", "=", `registration:${anna.registration}`)
      .orderBy("id")
      .execute();
    expect(lines).toMatchObject(
      ["checked-in", "check-in-undone"].map((action) => ({
        action,
        actor: `user:${max.userId}`,
        detail: { event, chat: max.chatId },
      })),
    );
    expect(JSON.stringify(lines)).not.toContain("Secret");
  });

  test("an undo takes back the check-in it stands under, and no later one", async () => {
    const { db } = open();
    const anna = await newHolder(db, event);
    const bob = await newHolder(db, event, "Bob");
    const later = new Date(DOORS.getTime() + 60_000);
    await doorOf(db, max).scans(anna.code);
    await doorOf(db, max, { now: later }).scans(bob.code);

    expect(await doorOf(db, max).undoes(anna.registration, DOORS)).toMatchObject({
      type: "check-in-undone",
      inside: { entered: 1 },
    });
    await doorOf(db, max, { now: later }).scans(anna.code);
    expect(await doorOf(db, max).undoes(anna.registration, DOORS)).toEqual({ type: "undo-missed" });
    expect(await doorOf(db, max).scans(anna.code)).toMatchObject({ type: "in-already", at: later.toISOString() });
  });

  test("an unknown code, a given-up one and one of a cancelled event let nobody in", async () => {
    const { db } = open();
    const scan = doorOf(db, max).scans;
    const anna = await registerAs(db, event, "Anna");
    const code = anna.outcome.type === "confirmed" ? anna.outcome.ticketCode : "";
    await inTransaction(db, (trx) => giveUp(trx, { actor: anna, eventId: event, sure: true, now: NOW }));

    expect(await scan("ZZZZZZZZ")).toMatchObject({ type: "unknown-code" });
    const why = { type: "given-up", at: NOW.toISOString(), wasWaiting: false };
    expect(await scan(code)).toMatchObject({ type: "no-entry", why: { ...why, again: undefined } });
    expect(await doorOf(db, max).types("anna")).toMatchObject({ type: "no-entry", why });

    await join(db, anna, event);
    const { id: registration, ticketCode: newCode } = await rowOf(anna);
    expect(newCode).not.toBe(code);
    expect(await scan(code)).toMatchObject({ type: "no-entry", why: { ...why, again: registration } });
    expect(await scan(newCode)).toMatchObject({ type: "let-in" });
    expect(await scan(code)).toMatchObject({ type: "no-entry", why: { ...why, again: undefined } });

    await inTransaction(db, (trx) => updateEvent(trx, { eventId: event, changes: { status: "cancelled" }, now: NOW }));
    expect(await scan(newCode)).toMatchObject({ type: "no-entry", why: { type: "event-cancelled" } });
  });

  test("who waits, and who was asked and has not answered, is told as that", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { maxParticipants: 1 });
    const first = await registerAs(db, id, "First");
    await registerAs(db, id, "Offered Olga", { askFirst: true });
    await registerAs(db, id, "Waiting Will");
    await inTransaction(db, (trx) => giveUp(trx, { actor: first, eventId: id, sure: true, now: NOW }));
    const door = doorOf(db, max, { at: id });

    expect(await door.types("olga")).toMatchObject({
      type: "no-entry",
      name: "Offered Olga",
      why: { type: "offered" },
    });
    expect(await door.types("will")).toMatchObject({ type: "no-entry", why: { type: "waiting", position: 1 } });
    expect(await countIn()).toBe(0);
  });

  test("a ticket of another day, or of the hall next door, lets nobody in", async () => {
    const { db } = open();
    const far = await newEvent(db, { title: "Choir", startsAt: hoursFromStart(48) });
    const singer = await newHolder(db, far.id);
    const other = { type: "other-event", event: { title: "Choir" } };
    expect(await doorOf(db, max).scans(singer.code)).toMatchObject({ ...other, isOn: false, here: { id: event } });
    expect(await doorOf(db, max, { at: far.id }).scans(singer.code)).toMatchObject({ ...other, isOn: false });

    const near = await newEvent(db, { title: "Chess", startsAt: hoursFromStart(1) });
    const player = await newHolder(db, near.id);
    expect(await doorOf(db, max).scans(player.code)).toMatchObject({ type: "door-asked" });
    expect(await doorOf(db, max, { at: event }).scans(player.code)).toMatchObject({
      type: "other-event",
      event: { title: "Chess" },
      isOn: true,
    });
    expect(await countIn()).toBe(0);
    expect(await doorOf(db, max, { at: near.id }).scans(player.code)).toMatchObject({ type: "let-in" });
  });

  test.each([
    [-12.01, "other-event"],
    [-11.99, "let-in"],
    [11.99, "let-in"],
    [12.01, "other-event"],
  ])("%d hours from the start a ticket is %s", async (hours, type) => {
    const { db } = open();
    const anna = await newHolder(db, event);
    for (const at of [undefined, event]) {
      const outcome = await doorOf(db, max, { ...(at && { at }), now: hoursFromStart(hours) }).scans(anna.code);
      expect(outcome.type).toBe(at && type === "let-in" ? "in-already" : type);
    }
  });

  test("the door of an event that lasts longer stays open until its end", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { title: "Camp", endsAt: hoursFromStart(50) });
    const { code } = await newHolder(db, id);
    const now = hoursFromStart(49);
    expect((await doorOf(db, max, { now }).scans(code)).type).toBe("let-in");
    expect((await doorOf(db, max, { now: hoursFromStart(51) }).scans(code)).type).toBe("other-event");
  });

  test("a name finds, and lets nobody in; a code that is typed does", async () => {
    const { db } = open();
    const anna = await newHolder(db, event, "Анна Петрова");
    await db.updateTable("users").set({ email: "anna@gmail.com" }).where("name", "=", "Анна Петрова").execute();
    const door = doorOf(db, max);
    const place = { type: "seat" };
    expect(await door.types("петр")).toMatchObject({
      type: "people-found",
      people: [{ registration: anna.registration, name: "Анна Петрова", email: "a••@gmail.com", place }],
      more: false,
    });
    expect(await countIn()).toBe(0);
    expect(await door.types("Петров Иван")).toMatchObject({ type: "nobody-found" });
    expect(await door.types("2222-3333")).toMatchObject({ type: "unknown-code" });
    expect(await door.types("Svetlana")).toMatchObject({ type: "nobody-found" });

    expect(await door.letsIn(anna.registration)).toMatchObject({ type: "let-in" });
    expect(await door.types("анна")).toMatchObject({ type: "in-already" });
    const bob = await newHolder(db, event, "Bob");
    expect(await door.types(`${bob.code.slice(0, 4)}-${bob.code.slice(4)}`.toLowerCase())).toMatchObject({
      type: "let-in",
      entrant: { name: "Bob" },
    });
  });

  test("of many of one name some are told, and that there are more", async () => {
    const { db } = open();
    for (let n = 0; n < 9; n++) await newHolder(db, event, `Ivan ${n}`);
    const outcome = await doorOf(db, max).types("ivan");
    expect(outcome).toMatchObject({ type: "people-found", more: true });
    expect(outcome.type === "people-found" && outcome.people.map(({ name }) => name)).toEqual(
      Array.from({ length: 8 }, (_, n) => `Ivan ${n}`),
    );
  });

  test("whoever is in gives no seat up by a press, until the door takes that back", async () => {
    const { db } = open();
    const anna = await registerAs(db, event, "Anna");
    const { id } = await rowOf(anna);
    await doorOf(db, max).letsIn(id);
    const leaves = () =>
      inTransaction(db, (trx) => giveUp(trx, { actor: anna, eventId: event, sure: true, now: DOORS }));
    expect(await leaves()).toMatchObject({ type: "seat-in-use" });
    await doorOf(db, max).undoes(id, DOORS);
    expect(await leaves()).toMatchObject({ type: "given-up" });
  });

  test("whoever is taken off the list is in no more", async () => {
    const { db } = open();
    const anna = await newHolder(db, event);
    await doorOf(db, max).scans(anna.code);
    await inTransaction(db, async (trx) => {
      const row = await trx
        .selectFrom("eventRegistrations")
        .selectAll()
        .where("id", "=", anna.registration)
        .executeTakeFirstOrThrow();
      await leave(trx, row, { by: "system", via: "system", now: DOORS });
    });
    expect(await countIn()).toBe(0);
  });

  async function rowOf({ userId }: KnownActor) {
    return open()
      .db.selectFrom("eventRegistrations")
      .select(["id", "ticketCode"])
      .where("userId", "=", userId)
      .$narrowType<{ ticketCode: string }>()
      .executeTakeFirstOrThrow();
  }

  async function countIn(): Promise<number> {
    const rows = await open()
      .db.selectFrom("eventRegistrations")
      .select("id")
      .where("checkedInAt", "is not", null)
      .where("eventId", "=", event)
      .execute();
    return rows.length;
  }
});
