import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGroups } from "./groups.ts";

/** "EVENT NUMBER" by its event. */
const byEvent = { size: 64, several: true, keyOf: (item: string) => item.slice(0, 1) };

/** Groups of "EVENT NUMBER", with what was decided together; those of an event in `held` are decided when it is let go. */
function watchGroups({ several = byEvent.several, size = byEvent.size, held = new Map<string, Promise<void>>() } = {}) {
  const decided: string[][] = [];
  const { join } = createGroups<string, string>({
    ...byEvent,
    size,
    several,
    async decide(group) {
      decided.push(group);
      await Promise.all(group.map((item) => held.get(item.slice(0, 1))));
      await setTimeout(1);
      if (group.some((item) => item.endsWith("poison"))) throw new Error("poison");
      return group.map((item) => `${item} done`);
    },
  });
  return { decided, join };
}

test("all that come at once go together, in their order, up to the size", async () => {
  const { join, decided } = watchGroups({ size: 3 });
  expect(await Promise.all(["a1", "b1", "a2", "a3"].map(join))).toEqual(["a1 done", "b1 done", "a2 done", "a3 done"]);
  expect(decided).toEqual([["a1", "b1", "a2"], ["a3"]]);
});

test("where a key may stand once, its second waits for the next group", async () => {
  const { join, decided } = watchGroups({ several: false });
  await Promise.all(["a1", "b1", "a2"].map(join));
  expect(decided).toEqual([["a1", "b1"], ["a2"]]);
});

test("a group that is held up holds up its own keys only", async () => {
  const gate = Promise.withResolvers<void>();
  const { join, decided } = watchGroups({ held: new Map([["a", gate.promise]]) });
  const first = join("a1");
  await setTimeout(10);
  const later = [join("a2"), join("b1")];
  expect(await later[1]).toBe("b1 done");
  expect(decided).toEqual([["a1"], ["b1"]]);
  gate.resolve();
  expect(await Promise.all([first, later[0]])).toEqual(["a1 done", "a2 done"]);
});

test("one that fails costs the others of its group nothing", async () => {
  const { join } = watchGroups();
  const settled = await Promise.allSettled(["a1", "a poison", "b1"].map(join));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await join("a2")).toBe("a2 done");
});

test("a key that fails together with others is decided by itself, and they do not wait for it", async () => {
  const gate = Promise.withResolvers<void>();
  const decided: string[][] = [];
  const { join } = createGroups<string, string>({
    ...byEvent,
    async decide(group) {
      decided.push(group);
      if (new Set(group.map((item) => item.slice(0, 1))).size > 1) throw new Error("somebody holds a");
      if (group[0]?.startsWith("a")) await gate.promise;
      return group;
    },
  });
  const [held, others] = [join("a1"), Promise.all(["b1", "b2"].map(join))];
  expect(await others).toEqual(["b1", "b2"]);
  expect(await join("b3")).toBe("b3");
  expect(decided).toEqual([["a1", "b1", "b2"], ["a1"], ["b1", "b2"], ["b3"]]);
  gate.resolve();
  expect(await held).toBe("a1");
});

test("a key that is decided anew is free once, and not again when others of its group are through", async () => {
  const gates = { b1: Promise.withResolvers<void>(), a2: Promise.withResolvers<void>() };
  const decided: string[][] = [];
  const { join } = createGroups<string, string>({
    ...byEvent,
    async decide(group) {
      decided.push(group);
      if (group.length > 1) throw new Error("only one by one");
      await gates[group[0] as keyof typeof gates]?.promise;
      return group;
    },
  });
  const [first, slow] = [join("a1"), join("b1")];
  await first;
  const second = join("a2");
  gates.b1.resolve();
  await slow;
  const third = join("a3");
  await join("c1");
  expect(decided).toEqual([["a1", "b1"], ["a1"], ["b1"], ["a2"], ["c1"]]);
  gates.a2.resolve();
  expect(await Promise.all([second, third])).toEqual(["a2", "a3"]);
});
