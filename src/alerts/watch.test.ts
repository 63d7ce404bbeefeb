import { expect, test } from "vitest";
import { createWatch } from "./watch.ts";

function openWatch(ask: () => Promise<unknown>, patienceMs = 1_000) {
  const told: string[] = [];
  const options = { everyMs: 60_000, patienceMs, onLost: () => told.push("lost"), onThere: () => told.push("there") };
  return { ...createWatch({ ask, ...options }), told };
}

test("a part that answers is there, one that refuses is lost", async () => {
  let isThere = true;
  const watch = openWatch(async () => {
    if (!isThere) throw new Error("ECONNREFUSED");
  });
  await watch.look();
  isThere = false;
  await watch.look();
  expect(watch.told).toEqual(["there", "lost"]);
});

test("a part that never answers is lost", async () => {
  const watch = openWatch(() => new Promise(() => {}), 5);
  await watch.look();
  expect(watch.told).toEqual(["lost"]);
});

test("a thousand who meet it away ask once", async () => {
  let asked = 0;
  let answer = () => {};
  const watch = openWatch(() => {
    asked++;
    return new Promise<void>((resolve) => {
      answer = resolve;
    });
  });
  const looks = Array.from({ length: 1_000 }, () => watch.look());
  answer();
  await Promise.all(looks);
  expect([asked, watch.told]).toEqual([1, ["there"]]);
});
