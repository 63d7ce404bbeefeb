import fc from "fast-check";
import { expect, test } from "vitest";
import { answerableAt, holdUntil } from "./holds.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const hold = (now: string, start: string, zone = "Europe/Moscow") =>
  holdUntil(new Date(now), new Date(start), zone).toISOString();

test.each([
  ["days before, a day of waking hours", "2026-12-01T09:00:00Z", "2026-12-12T15:00:00Z", "2026-12-02T19:00:00.000Z"],
  ["three days before, half of that", "2026-12-09T06:00:00Z", "2026-12-12T15:00:00Z", "2026-12-09T18:00:00.000Z"],
  ["the day before", "2026-12-11T09:00:00Z", "2026-12-12T15:00:00Z", "2026-12-11T15:00:00.000Z"],
  ["more than 12 hours before", "2026-12-11T09:00:00Z", "2026-12-12T05:00:00Z", "2026-12-11T12:00:00.000Z"],
  ["in the morning", "2026-12-12T06:00:00Z", "2026-12-12T15:00:00Z", "2026-12-12T07:00:00.000Z"],
  ["in the afternoon", "2026-12-12T12:00:00Z", "2026-12-12T15:00:00Z", "2026-12-12T12:30:00.000Z"],
  ["in the last two hours", "2026-12-12T13:30:00Z", "2026-12-12T15:00:00Z", "2026-12-12T13:45:00.000Z"],
  ["in the last hour", "2026-12-12T14:20:00Z", "2026-12-12T15:00:00Z", "2026-12-12T14:30:00.000Z"],
  [
    "in the last twenty minutes, half of the rest",
    "2026-12-12T14:44:00Z",
    "2026-12-12T15:00:00Z",
    "2026-12-12T14:52:00.000Z",
  ],
  ["in the last minutes, until the start", "2026-12-12T14:53:00Z", "2026-12-12T15:00:00Z", "2026-12-12T15:00:00.000Z"],
  ["at the start, not at all", "2026-12-12T15:00:00Z", "2026-12-12T15:00:00Z", "2026-12-12T15:00:00.000Z"],
  ["after the start, not at all", "2026-12-12T15:01:00Z", "2026-12-12T15:00:00Z", "2026-12-12T15:00:00.000Z"],
])("%s", (_, now, start, until) => {
  expect(hold(now, start)).toBe(until);
});

test.each([
  // Moscow is three hours ahead of UTC.
  ["from 22:00 to 08:00 it stands still", "2026-12-10T18:00:00Z", "2026-12-13T06:00:00Z", "2026-12-11T16:00:00.000Z"],
  ["after which the rest is cut", "2026-12-11T18:00:00Z", "2026-12-12T20:00:00Z", "2026-12-12T08:00:00.000Z"],
  ["made in the night it runs from 08:00", "2026-12-10T21:30:00Z", "2026-12-12T15:00:00Z", "2026-12-11T11:00:00.000Z"],
  ["made at 22:00 it does, too", "2026-12-10T19:00:00Z", "2026-12-12T15:00:00Z", "2026-12-11T11:00:00.000Z"],
  ["it may end at 22:00", "2026-12-11T13:00:00Z", "2026-12-12T15:00:00Z", "2026-12-11T19:00:00.000Z"],
  [
    "a start under 12 hours away keeps it running",
    "2026-12-11T20:00:00Z",
    "2026-12-12T07:59:00Z",
    "2026-12-11T21:00:00.000Z",
  ],
  [
    "and one that will be when the night begins",
    "2026-12-11T17:30:00Z",
    "2026-12-12T06:00:00Z",
    "2026-12-11T20:30:00.000Z",
  ],
  [
    "12 hours are enough to sleep, with a shorter hold after",
    "2026-12-11T18:30:00Z",
    "2026-12-12T07:00:00Z",
    "2026-12-12T05:30:00.000Z",
  ],
])("at night: %s", (_, now, start, until) => {
  expect(hold(now, start)).toBe(until);
});

test.each([
  ["the clocks go forward", "2026-03-28T20:30:00Z", "2026-03-30T18:00:00Z", "2026-03-29T11:30:00.000Z"],
  ["the clocks go back", "2026-10-24T19:30:00Z", "2026-10-26T18:00:00Z", "2026-10-25T12:30:00.000Z"],
])("the morning is at 08:00 when %s in the night", (_, now, start, until) => {
  // Half an hour of six was over at 22:00: five and a half are left at 08:00.
  expect(hold(now, start, "Europe/Berlin")).toBe(until);
});

test("the night is that of the person, wherever the event is", () => {
  const [now, start] = [new Date("2026-12-10T20:00:00Z"), new Date("2026-12-12T15:00:00Z")];
  expect(answerableAt(now, start, "Europe/Moscow").toISOString()).toBe("2026-12-11T05:00:00.000Z");
  expect(answerableAt(now, start, "Asia/Tokyo").toISOString()).toBe("2026-12-10T23:00:00.000Z");
  expect(answerableAt(now, start, "America/New_York")).toEqual(now);
  expect(answerableAt(now, new Date("2026-12-11T07:59:00Z"), "Europe/Moscow")).toEqual(now);
});

test("a hold never outlives the start, leaves half of the time to the next, and never ends at night while all sleep", () => {
  const zones = fc.constantFrom(
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
  );
  const law = fc.property(
    fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }),
    fc.integer({ min: 1, max: 20 * 24 * 60 }),
    zones,
    (now, minutes, zone) => {
      const start = new Date(now.getTime() + minutes * MINUTE);
      const [from, until] = [answerableAt(now, start, zone), holdUntil(now, start, zone)];
      expect(until.getTime()).toBeGreaterThan(from.getTime());
      expect(until.getTime()).toBeLessThanOrEqual(start.getTime());
      if (start.getTime() - until.getTime() === 0) expect(minutes).toBeLessThanOrEqual(10);
      expect(from.getTime() - now.getTime()).toBeLessThanOrEqual(11 * HOUR);
      // Made once more when its message goes, it is the same.
      expect(holdUntil(from, start, zone)).toEqual(until);
      const hour = Number(
        new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23", timeZone: zone }).format(until),
      );
      const isNight = hour < 8 || (hour >= 22 && until.getTime() % HOUR !== 0);
      if (isNight) expect(start.getTime() - until.getTime()).toBeLessThan(12 * HOUR);
    },
  );
  fc.assert(law, { numRuns: 2_000 });
});
