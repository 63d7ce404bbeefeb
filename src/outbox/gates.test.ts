import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, test } from "vitest";
import { createGates, type Gates } from "./gates.ts";
import { createSharedGates } from "./shared-gates.ts";

const rate = { perSecond: 10, burst: 5 };
const gate = () => ({ key: randomUUID(), rate });

/** How many of these pass at once. */
async function countPassing(gates: Gates, asked: ReturnType<typeof gate>, times: number): Promise<number> {
  const waits = await Promise.all(Array.from({ length: times }, () => gates.pass([asked], 1)));
  return waits.filter((wait) => wait === 0).length;
}

describe("gates in memory", () => {
  let at = 1_000;
  const gates = createGates(() => at);

  test("let a burst through, and then as many as the rate says", async () => {
    const asked = gate();
    expect(await countPassing(gates, asked, 20)).toBe(5);
    at += 300;
    expect(await countPassing(gates, asked, 20)).toBe(3);
    at += 60_000;
    expect(await countPassing(gates, asked, 20)).toBe(5);
  });

  test("say when it is worth asking again, and are right", async () => {
    const asked = gate();
    await gates.pass([asked], 5);
    const wait = await gates.pass([asked], 2);
    expect(wait).toBe(200);
    at += wait - 1;
    expect(await gates.pass([asked], 2)).toBe(1);
    at += 1;
    expect(await gates.pass([asked], 2)).toBe(0);
  });

  test("in no span of time let more through than the burst and the rate", async () => {
    const asked = gate();
    const passed: number[] = [];
    for (const start = at; at < start + 10_000; at += 1 + Math.floor(Math.random() * 60)) {
      if ((await gates.pass([asked], 1)) === 0) passed.push(at);
    }
    const most = Math.max(...passed.map((from) => passed.filter((to) => to >= from && to < from + 1_000).length));
    expect(most).toBeLessThanOrEqual(rate.burst + rate.perSecond);
    expect(passed.length).toBeGreaterThan(90);
  });
});
describe("gates in Redis", () => {
  const redis = new Redis(inject("redisUrl"));
  const others = new Redis(inject("redisUrl"));
  afterAll(() => {
    redis.disconnect();
    others.disconnect();
  });
  const share = (client: Redis) =>
    createSharedGates((script, keys, args) => client.eval(script, keys.length, ...keys, ...args));

  test("are one for several processes", async () => {
    const asked = gate();
    const [one, other] = [share(redis), share(others)];
    const passed = await Promise.all([countPassing(one, asked, 10), countPassing(other, asked, 10)]);
    expect(passed[0] + passed[1]).toBe(5);
    await setTimeout(await one.pass([asked], 1));
    expect(await other.pass([asked], 1)).toBe(0);
  });

  test("are each process's own while Redis is away", async () => {
    const gates = createSharedGates(async () => undefined);
    expect(await countPassing(gates, gate(), 10)).toBe(5);
  });
});
