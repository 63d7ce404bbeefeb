import { expect, test } from "vitest";
import { toWallTime, toZoneName } from "./dates.ts";

test("a day and an hour are told by the clock of the event's place", () => {
  expect(toWallTime("2026-12-12T15:00:00.000Z", "Europe/Moscow")).toEqual({
    weekday: 6,
    day: 12,
    month: 12,
    year: "2026",
    time: "18:00",
  });
  expect(toWallTime("2026-12-12T22:30:00Z", "Asia/Vladivostok")).toEqual({
    weekday: 7,
    day: 13,
    month: 12,
    year: "2026",
    time: "08:30",
  });
});

test("summer time is the one in force on the day of the event", () => {
  expect(toWallTime("2026-03-28T17:00:00Z", "Europe/Berlin").time).toBe("18:00");
  expect(toWallTime("2026-03-29T17:00:00Z", "Europe/Berlin").time).toBe("19:00");
  expect(toWallTime("2026-10-25T00:30:00Z", "Europe/Berlin").time).toBe("02:30");
  expect(toWallTime("2026-10-25T01:30:00Z", "Europe/Berlin").time).toBe("02:30");
});

test("midnight is 00:00 and belongs to the new day", () => {
  expect(toWallTime("2026-12-31T21:00:00Z", "Europe/Moscow")).toEqual({
    weekday: 5,
    day: 1,
    month: 1,
    year: "2027",
    time: "00:00",
  });
});

test("a zone is called by its place, and UTC by its name", () => {
  expect(toZoneName("America/New_York", "en")).toEqual({ zone: "america-new-york", place: "New York" });
  expect(toZoneName("Africa/Nairobi", "ru")).toEqual({ zone: "africa-nairobi", place: "Кения" });
  expect(toZoneName("UTC", "en")).toEqual({ zone: "offset", place: "UTC" });
  expect(toZoneName("Etc/GMT-3", "ru")).toEqual({ zone: "offset", place: "UTC+3" });
});

test("a zone that nobody knows counts as UTC and breaks nothing", () => {
  expect(toWallTime("2026-12-12T15:00:00Z", "Mars/Olympus").time).toBe("15:00");
  expect(toZoneName("Mars/Olympus", "en").place).toBe("UTC");
});
