import { expect, test } from "vitest";
import { pauseOf } from "./pauses.ts";

const USUAL = { meanMs: 1_000, atOnce: 0 };

function drawn(people: number, usual = USUAL): number[] {
  const moments = Array.from({ length: people * 4 }, (_, n) => ({ person: Math.floor(n / 4), line: n % 4, lines: 4 }));
  return moments.map((moment) => pauseOf(moment, usual));
}

test("pauses are as long as they shall be on average, most are shorter and a few much longer", () => {
  const pauses = drawn(5_000);
  const below = (ms: number) => pauses.filter((pause) => pause < ms).length / pauses.length;

  expect(pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length).toBeCloseTo(1_000, -2);
  expect(below(693)).toBeCloseTo(0.5, 1);
  expect(below(3_000)).toBeCloseTo(0.95, 1);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
});

test("every crowd takes the same pauses", () => {
  expect(drawn(100)).toEqual(drawn(100));
  expect(new Set(drawn(100)).size).toBe(400);
});

test("a crowd begins at all lines of the conversation", () => {
  const firsts = drawn(8, { ...USUAL, atOnce: 8 }).map((pause) => (pause === 0 ? "at once" : "later"));
  const linesAtOnce = [0, 1, 2, 3, 4, 5, 6, 7].map(
    (person) => firsts.slice(person * 4, person * 4 + 4).filter((when) => when === "at once").length,
  );

  expect(linesAtOnce).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
});
