import { expect, test } from "vitest";
import { percentile, toPercentiles } from "./percentiles.ts";

test("half of a hundred lie below the median, and one of them at the ninety-ninth", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(toPercentiles(hundred)).toEqual({ p50: 51, p95: 96, p99: 100 });
});

test("the order in which they came does not matter, and they stay as they were", () => {
  const values = [3, 1, 2];
  expect(toPercentiles(values).p50).toBe(2);
  expect(values).toEqual([3, 1, 2]);
});

test("one value is all of its percentiles, and nothing has none", () => {
  expect(toPercentiles([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
  expect(toPercentiles([])).toEqual({ p50: undefined, p95: undefined, p99: undefined });
  expect(percentile([1, 2], 1)).toBe(2);
});
