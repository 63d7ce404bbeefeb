import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createKeyedLock } from "./lock.ts";

test("one chat is one at a time and in order, also after a failure", async () => {
  const lock = createKeyedLock();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await setImmediate();
    log.push(`${name} ends`);
    if (name === "first") throw new Error("failed");
  };

  const all = await Promise.allSettled([
    lock.run("a", work("first")),
    lock.run("a", work("second")),
    lock.run("a", work("third")),
  ]);

  expect(log).toEqual(["first begins", "first ends", "second begins", "second ends", "third begins", "third ends"]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
});

test("other chats do not wait", async () => {
  const lock = createKeyedLock();
  const never = new Promise<void>(() => {});
  void lock.run("a", () => never);
  await expect(lock.run("b", async () => "done")).resolves.toBe("done");
});
