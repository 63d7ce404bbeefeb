import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RedisServer, startRedis } from "../../test/redis-server.ts";
import { type ChatId, newId } from "../ids.ts";
import type { Address } from "../messages.ts";
import type { HotCopy } from "./hot-copy.ts";
import { openHotCopies } from "./redis.ts";

const log = pino({ level: "silent" });
const address: Address = { platform: "telegram", telegramId: 77 };
const copy: HotCopy = {
  chatId: newId<ChatId>(),
  version: 3,
  phone: undefined,
  state: "START",
  data: { offered: [] },
  schema: 1,
  forgotten: undefined,
};
let server: RedisServer;
let changes: string[];

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.remove());
beforeEach(() => {
  changes = [];
});

function open() {
  return openHotCopies(server.url, { log, onChange: (state) => changes.push(state) });
}

/** Reads until Redis has the copy: writes are not waited for. */
async function readWritten(hotCopies: Awaited<ReturnType<typeof open>>["hotCopies"]): Promise<HotCopy | undefined> {
  for (let tries = 0; tries < 500; tries++) {
    hotCopies.write(address, copy);
    const read = await hotCopies.read(address);
    if (read) return read;
  }
  return undefined;
}

test("a snapshot written is read again under the key of the note, and does not stay for ever", async () => {
  const { hotCopies, close } = await open();
  expect(await readWritten(hotCopies)).toEqual(JSON.parse(JSON.stringify(copy)));
  const redis = new Redis(server.url);
  expect(await redis.ttl("fsm:telegram:77")).toBeGreaterThan(29 * 24 * 60 * 60);
  await redis.set("fsm:telegram:77", "{broken");
  expect(await hotCopies.read(address)).toBeUndefined();
  redis.disconnect();
  close();
});

test("a Redis that hangs costs one short wait, and then none", async () => {
  const { hotCopies, close } = await open();
  await readWritten(hotCopies);
  server.pause();

  const started = performance.now();
  expect(await hotCopies.read(address)).toBeUndefined();
  const waited = performance.now() - started;
  for (let n = 0; n < 100; n++) expect(await hotCopies.read(address)).toBeUndefined();

  expect(performance.now() - started - waited).toBeLessThan(waited);
  expect(hotCopies.state()).toBe("down");
  expect(changes).toEqual(["down"]);
  server.resume();
  close();
});

test("what was to be forgotten while Redis hung is gone when it is back", async () => {
  const { hotCopies, close } = await open();
  const other: Address = { platform: "telegram", telegramId: 78 };
  await readWritten(hotCopies);
  server.pause();
  await hotCopies.read(other);
  hotCopies.forget(address);
  server.resume();

  const redis = new Redis(server.url);
  expect(await redis.exists("fsm:telegram:77")).toBe(1);
  await expect.poll(() => hotCopies.read(other).then(() => hotCopies.state()), { timeout: 10_000 }).toBe("up");
  await expect.poll(() => redis.exists("fsm:telegram:77")).toBe(0);
  redis.disconnect();
  close();
});

test("without Redis there is nothing to read and nothing to fail", async () => {
  const { hotCopies } = await openHotCopies(undefined, { log, onChange: () => {} });
  hotCopies.write(address, copy);
  expect(await hotCopies.read(address)).toBeUndefined();
  expect(hotCopies.state()).toBe("off");
});

test("a Redis that is away at the start is told of at once", async () => {
  const { hotCopies, close } = await openHotCopies("redis://127.0.0.1:1", {
    log,
    onChange: (state) => changes.push(state),
  });
  expect(hotCopies.state()).toBe("down");
  expect(changes).toEqual(["down"]);
  close();
});
