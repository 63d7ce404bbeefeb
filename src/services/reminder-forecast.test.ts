import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, newEvent, newPerson } from "../../test/people.ts";
import type { Actor } from "../messages.ts";
import { forecastReminders } from "./reminder-forecast.ts";
import { remind } from "./reminders.ts";

const HOUR_MS = 60 * 60_000;
/** In Moscow it is ten in the morning of the tenth. */
const NOW = new Date("2026-12-10T07:00:00Z");
/** Nothing has been heard of them since. */
const LONG_AGO = new Date("2026-12-01T10:00:00Z");

describeBoth("the forecast of reminders", (open) => {
  beforeEach(async () => {
    await open().db.updateTable("events").set({ status: "cancelled" }).execute();
  });

  async function someoneAt(
    eventId: Awaited<ReturnType<typeof newEvent>>["id"],
    { joinedAt = LONG_AGO, ...actor }: Partial<Actor> & { joinedAt?: Date } = {},
  ) {
    const person = await newPerson(open().db, { platform: "whatsapp", ...actor });
    await join(open().db, person, eventId, { now: joinedAt });
    return person;
  }
  const change = (table: "users" | "chats", { userId }: { userId: Actor["userId"] }, changes: object) =>
    open()
      .db.updateTable(table)
      .set(changes)
      .where(table === "users" ? "id" : "userId", "=", userId as never)
      .execute();
  const forecast = (more: { limit?: number; mail?: boolean; now?: Date } = {}) =>
    forecastReminders(open().db, { timeZone: "Europe/Moscow", mail: false, now: NOW, limit: undefined, ...more });
  const templates = async (now = NOW) => (await forecast({ now })).map((day) => `${day.day} ${day.templates}`);

  /** Tomorrow at six in the evening they are reminded, and the day after once more. */
  const eventOnThe12th = () => newEvent(open().db, { startsAt: new Date("2026-12-12T15:00:00Z") });

  test("people are counted once on each day that a reminder of theirs falls on, by the clock of the club", async () => {
    const { db } = open();
    const event = await eventOnThe12th();
    for (let n = 0; n < 3; n++) await someoneAt(event.id);

    expect(await templates()).toEqual(["2026-12-10 0", "2026-12-11 3"]);
    expect(await templates(new Date("2026-12-11T07:00:00Z"))).toEqual(["2026-12-11 3", "2026-12-12 3"]);
    // An hour past midnight in Moscow is the evening before in London.
    const atNight = await newEvent(db, { startsAt: new Date("2026-12-11T22:00:00Z") });
    await someoneAt(atNight.id);
    const inLondon = await forecastReminders(db, {
      timeZone: "Europe/London",
      mail: false,
      now: NOW,
      limit: undefined,
    });
    expect(inLondon.map((day) => day.templates)).toEqual([1, 4]);
    expect(await templates()).toEqual(["2026-12-10 0", "2026-12-11 4"]);
  });

  test("a limit tells how many are over it, and which events they are of", async () => {
    const event = await eventOnThe12th();
    for (let n = 0; n < 3; n++) await someoneAt(event.id);

    expect((await forecast({ limit: 2 })).map(({ over }) => over)).toEqual([0, 1]);
    expect((await forecast({ limit: 3 })).map(({ over }) => over)).toEqual([0, 0]);
    expect((await forecast()).map(({ over }) => over)).toEqual([0, 0]);
    expect((await forecast()).map(({ events }) => events)).toEqual([[], [event.id]]);
  });

  test("each goes by the way they prefer, else by the one they wrote in last", async () => {
    const { db } = open();
    const event = await eventOnThe12th();
    await someoneAt(event.id, { platform: "telegram" });
    const writes = await someoneAt(event.id);
    await change("chats", writes, { lastInboundAt: new Date("2026-12-11T12:00:00Z") });
    const blocked = await someoneAt(event.id);
    await change("chats", blocked, { blockedAt: NOW });
    const withMail = await someoneAt(event.id);
    await change("chats", withMail, { blockedAt: NOW });
    await change("users", withMail, { email: "anna@club.example" });

    const both = await someoneAt(event.id);
    const other = await newPerson(db, { platform: "telegram" });
    await change("chats", other, { userId: both.userId, lastInboundAt: NOW });
    await change("users", both, { preferredPlatform: "whatsapp" });

    const counts = { telegram: 1, whatsapp: 1, templates: 1, elsewhere: 1 };
    expect((await forecast())[1]).toMatchObject({ ...counts, mail: 0, unreached: 2 });
    expect((await forecast({ mail: true }))[1]).toMatchObject({ ...counts, mail: 1, unreached: 1 });
    await change("users", both, { preferredPlatform: null });
    expect((await forecast())[1]).toMatchObject({ telegram: 2, whatsapp: 1, templates: 0, elsewhere: 0 });
  });

  test("whoever is not to be reminded is not counted", async () => {
    const { db } = open();
    const event = await eventOnThe12th();
    await change("users", await someoneAt(event.id), { silencedAt: NOW });
    await change("users", await someoneAt(event.id), { remindersOffAt: NOW });
    await someoneAt(event.id, { joinedAt: new Date(event.startsAt.getTime() - 26 * HOUR_MS) });
    const draft = await eventOnThe12th();
    await someoneAt(draft.id);
    await db.updateTable("events").set({ status: "draft" }).where("id", "=", draft.id).execute();
    expect(await templates()).toEqual(["2026-12-10 0", "2026-12-11 0"]);

    await someoneAt(event.id);
    expect(await templates()).toEqual(["2026-12-10 0", "2026-12-11 1"]);
    const after = new Date("2026-12-11T15:00:00Z");
    await remind(db, after);
    expect(await templates(after)).toEqual(["2026-12-11 0", "2026-12-12 2"]);
  });
});
