import { expect, test } from "vitest";
import { toRatios, toSpread } from "./spread.ts";

test("five rounds come to the one in the middle, the least and the most", () => {
  expect(toSpread([5, 1, 4, 2, 3])).toEqual({ median: 3, least: 1, most: 5 });
});

test("of four rounds the median is one that was measured", () => {
  expect(toSpread([4, 1, 3, 2])?.median).toBe(2);
});

test("no round has no spread", () => {
  expect(toSpread([])).toBeUndefined();
});

test("a ratio compares what was measured in the same round", () => {
  const ours = [
    { round: 1, value: 30 },
    { round: 2, value: 10 },
  ];
  const theirs = [
    { round: 2, value: 5 },
    { round: 1, value: 20 },
  ];
  expect(toRatios(ours, theirs)).toEqual([1.5, 2]);
});

test("a round that only one of them had, or in which nothing was done, is no ratio", () => {
  const ours = [
    { round: 1, value: 30 },
    { round: 2, value: 10 },
  ];
  expect(toRatios(ours, [{ round: 1, value: 0 }])).toEqual([]);
});
