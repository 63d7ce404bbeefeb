import { expect, test } from "vitest";
import type { Subject } from "../database/subjects.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import { type Intent, label } from "../intents.ts";
import type { EventFacts } from "../messages.ts";
import { findChange, toPresent } from "./subject.ts";

const event: EventFacts = {
  id: newId<EventId>(),
  slug: "meet-up",
  title: "Summer meet-up",
  startsAt: "2026-12-12T15:00:00.000Z",
  endsAt: null,
  timeZone: "Europe/Moscow",
  location: "Park",
  locationUrl: null,
};
const id = newId<OutboxId>();
const subject: Subject = {
  event,
  status: "published",
  startsAt: new Date(event.startsAt),
  seat: "confirmed",
  ticketCode: "K7QM3FPA",
  remindersOffAt: null,
  offerExpiresAt: null,
  offerMessageId: null,
  audience: null,
  stoppedAt: null,
};
const intent: Intent = {
  text: "reminder-24h",
  params: {
    event: { type: "event", event: { ...event, title: "Spring meet-up" } },
    name: "Anna",
    days: 1,
    minutes: 60,
  },
  locale: "en",
  choices: [[{ type: "url", label: label("button-map"), link: { to: "map", code: "" } }]],
};

function daysAt(now: string, changes: Partial<EventFacts> = {}): unknown {
  return toPresent(intent, { ...subject, event: { ...event, ...changes } }, new Date(now)).params.days;
}

test("a message tells its event as it is when it goes, with the ticket of then", () => {
  const present = toPresent(intent, subject, new Date("2026-12-11T15:00:00Z"));

  expect(present.params).toMatchObject({
    event: { event: { title: "Summer meet-up", location: "Park" } },
    name: "Anna",
  });
  expect(present.choices).toMatchObject([[{ link: { to: "map", code: "K7QM3FPA" } }]]);
});

test("tomorrow is the next day at the place of the event", () => {
  expect(daysAt("2026-12-11T15:00:00Z")).toBe(1);
  expect(daysAt("2026-12-11T21:30:00Z")).toBe(0); // past midnight in Moscow
  expect(daysAt("2026-12-31T15:00:00Z", { startsAt: "2027-01-01T15:00:00Z" })).toBe(1);
});

test("24 hours before may be the day before yesterday's eve when the clocks go forward", () => {
  const berlin = { timeZone: "Europe/Berlin", startsAt: "2027-03-28T22:30:00Z" }; // Monday, 00:30

  expect(daysAt("2027-03-27T22:30:00Z", berlin)).toBe(2); // Saturday, 23:30
  expect(daysAt("2027-03-27T23:30:00Z", berlin)).toBe(1);
});

test("24 hours before is the day before when the clocks go back, too", () => {
  const berlin = { timeZone: "Europe/Berlin", startsAt: "2026-10-25T22:30:00Z" }; // Sunday, 23:30

  expect(daysAt("2026-10-24T22:30:00Z", berlin)).toBe(0); // Sunday, 00:30: that day has 25 hours
  expect(daysAt("2026-10-24T21:30:00Z", berlin)).toBe(1);
});

test.each([
  ["14:00:00", 60],
  ["14:00:59", 60],
  ["14:09:00", 60],
  ["14:15:10", 45],
  ["14:59:59", 1],
])("at %s it says how long it is still to go", (time, minutes) => {
  expect(toPresent(intent, subject, new Date(`2026-12-12T${time}Z`)).params.minutes).toBe(minutes);
});

test.each<[string, Partial<Subject>]>([
  ["the event was cancelled", { status: "cancelled" }],
  ["the event was moved", { startsAt: new Date("2026-12-13T15:00:00Z") }],
  ["the seat was given up", { seat: "cancelled" }],
  ["the seat was given up", { seat: "waitlisted" }],
  ["the person wants no reminders", { remindersOffAt: new Date() }],
])("a reminder does not go when %s", (reason, changes) => {
  expect(findChange({ id, kind: "reminder-1h" }, subject)).toBeUndefined();
  expect(findChange({ id, kind: "reminder-1h" }, { ...subject, ...changes })).toEqual({ status: "skipped", reason });
});

test("what speaks of no start and no seat goes, but not about a cancelled event, unless that is the news", () => {
  const about: Subject = { ...subject, startsAt: null, seat: null, ticketCode: null };

  expect(findChange({ id, kind: "event-changed" }, about)).toBeUndefined();
  expect(findChange({ id, kind: "event-changed" }, { ...about, status: "cancelled" })).toMatchObject({
    status: "skipped",
  });
  expect(findChange({ id, kind: "event-cancelled" }, { ...about, status: "cancelled" })).toBeUndefined();
});

test("an offer is not told once it is over, was taken or is told anew by another message, and with the hold of now", () => {
  const held = { ...subject, startsAt: null, seat: "offered" as const, offerMessageId: id };
  const about = { id, kind: "seat-offered" };
  const over = { status: "skipped", reason: "the offer is over" };
  expect(findChange(about, held)).toBeUndefined();
  expect(findChange(about, { ...held, seat: "waitlisted", offerMessageId: null })).toEqual(over);
  expect(findChange(about, { ...held, seat: "confirmed" })).toEqual(over);
  expect(findChange(about, { ...held, offerMessageId: newId<OutboxId>() })).toEqual(over);

  const offer = { ...intent, params: { until: { type: "moment", at: "2026-12-01T10:00:00Z", zone: "UTC" } } } as const;
  const present = toPresent(offer, { ...held, offerExpiresAt: new Date("2026-12-02T10:00:00Z") }, new Date());
  expect(present.params.until).toEqual({ type: "moment", at: "2026-12-02T10:00:00.000Z", zone: "Europe/Moscow" });
});

test("what an organiser wrote goes to nobody any more once it is stopped, or whom it was not for", () => {
  const news = { id, kind: "broadcast" };
  const written: Subject = { ...subject, startsAt: null, audience: "coming" };
  const stopped = { status: "skipped", reason: "stopped by an organiser" };
  const left = { status: "skipped", reason: "the person is no longer among those it is for" };

  expect(findChange(news, written)).toBeUndefined();
  expect(findChange(news, { ...written, stoppedAt: new Date() })).toEqual(stopped);
  expect(findChange(news, { ...written, seat: "cancelled" })).toEqual(left);
  expect(findChange(news, { ...written, seat: "waitlisted" })).toEqual(left);
  expect(findChange(news, { ...written, audience: "waiting" })).toEqual(left);
  expect(findChange(news, { ...written, status: "cancelled" })).toMatchObject({ reason: "the event was cancelled" });
});
