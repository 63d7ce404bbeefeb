import { expect, test } from "vitest";
import { meetUp } from "../../../../test/club.ts";
import type { Locale } from "../../../messages.ts";
import { labelText } from "../../../texts/texts.ts";
import type { DeskEvent } from "../desk-event.ts";
import { eventLine } from "./event-list.ts";

const { event } = meetUp();
const shown: DeskEvent = {
  ...{ facts: { ...event, timeZone: "Europe/Moscow" }, description: null, status: "published", revision: 1 },
  seats: { capacity: null, taken: 0, waiting: 0 },
};
const lineIn = (locale: Locale, zone: string | undefined) =>
  labelText(locale, eventLine(shown, { number: 1, zone }), "telegram");

test("a list names the zone of an event where clocks show another hour than the club's", () => {
  expect(lineIn("en", "Asia/Tokyo")).toContain("18:00 (Moscow time).");
  expect(lineIn("ru", "Asia/Tokyo")).toContain("18:00 (по Москве).");
});

test("a list of events by the club's own clock names no zone", () => {
  for (const zone of ["Europe/Moscow", "Europe/Minsk", undefined]) expect(lineIn("en", zone)).toContain("18:00. ");
});
