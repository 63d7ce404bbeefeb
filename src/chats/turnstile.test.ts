import { expect, test, vi } from "vitest";
import { createTurnstile } from "./turnstile.ts";

/** Work that has begun, and ends when it is told to. */
function works(count: number) {
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, n) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const work = () => {
      begun.push(n);
      return promise;
    };
    return { work, end: () => resolve(n), fail: () => reject(new Error(`no ${n}`)) };
  });
  return { begun, all };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("so many are inside at once, and the others follow in their order, whether one ends well or not", async () => {
  const { pass } = createTurnstile({ width: 2, patienceMs: 60_000 });
  const { begun, all } = works(5);
  const passed = all.map(({ work }) => pass(work));
  const failing = expect(passed[1]).rejects.toThrow("no 1");
  await settle();
  expect(begun).toEqual([0, 1]);

  all[1]?.fail();
  await failing;
  await settle();
  expect(begun).toEqual([0, 1, 2]);

  for (const { end } of all) end();
  expect(await Promise.all([passed[0], passed[2], passed[3], passed[4]])).toEqual([0, 2, 3, 4]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test("whoever takes too long lets one other in, and no more than one", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { pass } = createTurnstile({ width: 1, patienceMs: 250 });
  const { begun, all } = works(4);
  const passed = all.map(({ work }) => pass(work));
  await settle();
  expect(begun).toEqual([0]);

  await vi.advanceTimersByTimeAsync(250);
  expect(begun).toEqual([0, 1]);
  all[0]?.end();
  await settle();
  expect(begun).toEqual([0, 1]);

  all[1]?.end();
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  for (const { end } of all) end();
  await Promise.all(passed);
  vi.useRealTimers();
});
