import { validate, version } from "uuid";
import { expect, test } from "vitest";
import { newId } from "./ids.ts";

test("ids sort in the order they were made, those of one millisecond too, and are of the present", () => {
  const began = Date.now();
  const ids = Array.from({ length: 20_000 }, () => newId<ReturnType<typeof newId>>());
  expect(ids).toEqual([...new Set(ids)].sort());
  const moments = ids.map((id) => Number.parseInt(id.replace("-", "").slice(0, 12), 16));
  expect(moments[0]).toBeGreaterThanOrEqual(began);
  expect(moments.at(-1)).toBeLessThanOrEqual(Date.now());
  expect(new Set(moments).size).toBeLessThan(ids.length);
});

test("ids are UUIDs of version 7, whose ends are not repeated", () => {
  const ids = Array.from({ length: 1_000 }, () => newId());
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids.map((id) => id.slice(-10))).size).toBe(ids.length);
});
