import { expect, test } from "vitest";
import { parseLine, parseSeats, toParagraph } from "./event-fields.ts";

test.each([
  ["300", 300],
  ["1", 1],
  ["1 000", 1_000],
  ["1,000 seats", 1_000],
  ["300 мест", 300],
  ["25 человек", 25],
  ["1000000", 1_000_000],
  ["No limit", null],
  ["без ограничений", null],
])("%s is so many seats", (text, seats) => {
  expect(parseSeats(text)).toEqual({ type: "seats", seats });
});

test.each([
  ["0", "too-few"],
  ["-5", "too-few"],
  ["1000000000", "too-many"],
  ["9".repeat(400), "too-many"],
  ["2.5", "unknown"],
  ["many", "unknown"],
  ["", "unknown"],
])("%s is no number of seats", (text, type) => {
  expect(parseSeats(text)).toEqual({ type });
});

test("a line is one line, neither empty nor too long", () => {
  expect(parseLine(" Spring \n meet-up ", 200)).toEqual({ type: "line", line: "Spring meet-up" });
  expect(parseLine("🎉🎉", 200)).toEqual({ type: "empty" });
  expect(parseLine("я".repeat(10_000), 200)).toEqual({ type: "too-long", length: 10_000 });
  expect(parseLine("🎉a".repeat(100), 200)).toMatchObject({ type: "line" });
});

test("a paragraph keeps its lines and loses what cannot be shown", () => {
  expect(toParagraph("  One\n\u0000two\u202e\n")).toBe("One\ntwo");
});
