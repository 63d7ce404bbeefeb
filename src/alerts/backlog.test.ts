import { expect, test } from "vitest";
import { createBacklog } from "./backlog.ts";

const MINUTE = 60_000;

/** Looks a minute apart: how many wait, and for how many minutes the oldest does. */
function judge(...looks: [waiting: number, minutes: number][]): string[] {
  const backlog = createBacklog();
  return looks.map(([waiting, minutes]) => backlog.judge({ waiting, oldestMs: minutes * MINUTE }));
}

test("one message that waits for five minutes is trouble until it is gone", () => {
  expect(judge([1, 4], [1, 5], [1, 6], [0, 0])).toEqual(["fine", "trouble", "trouble", "fine"]);
});

test("a long broadcast that gets less is none, however old its last message", () => {
  expect(judge([9_000, 1], [7_500, 4], [6_000, 6], [4_500, 8])).not.toContain("trouble");
});

test("a broadcast that is stuck is", () => {
  expect(judge([9_000, 4], [9_000, 5], [8_999, 6])).toEqual(["fine", "trouble", "trouble"]);
});

test("many that get more at five looks in a row are trouble, few are not", () => {
  const growing = (start: number) => Array.from({ length: 7 }, (_, n): [number, number] => [start + n * 10, 1]);
  expect(judge(...growing(200))).toEqual(["fine", "fine", "fine", "fine", "trouble", "trouble", "trouble"]);
  expect(judge(...growing(5))).not.toContain("trouble");
});

test("a queue that breathes is fine", () => {
  expect(judge([200, 1], [300, 1], [250, 1], [400, 1], [350, 1], [500, 1])).not.toContain("trouble");
});
