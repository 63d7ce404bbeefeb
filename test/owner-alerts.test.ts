import { afterEach, beforeEach, expect, test } from "vitest";
import { type Journey, openJourney } from "./journey.ts";
import { ownerOf } from "./organisers.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

let redis: RedisServer;
let journey: Journey;

beforeEach(async () => {
  redis = await startRedis();
  journey = await openJourney({ REDIS_URL: redis.url });
});
afterEach(async () => {
  await journey[Symbol.asyncDispose]();
  await redis.remove();
});

test("whoever became the owner by the link hears of trouble, in the language of their own talk", {
  timeout: 90_000,
}, async () => {
  const { world } = journey;
  const olga = world.sandbox.person("Ольга").telegram;
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, olga);
  const silence = max.messages.length;

  await redis.stop();
  const alert = await olga.hears({ matching: /🔴/, timeoutMs: 40_000 });
  expect(alert.text).toMatch(/^🔴 Green Club: Redis недоступен|^🔴 Green Club: .*Redis/);
  expect(alert.text).toMatch(/[а-я]{5}/);

  await redis.restart({ keepData: false });
  const over = await olga.hears({ matching: /🟢/, timeoutMs: 40_000 });
  expect(over.text).toMatch(/Redis/);
  expect(max.messages.length).toBe(silence);
});
