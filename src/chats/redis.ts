import { once } from "node:events";
import { Redis } from "ioredis";
import type { Logger } from "../logger.ts";
import { createBreaker } from "./breaker.ts";
import { createHotCopies, type HotCopies, noHotCopies } from "./hot-copy.ts";

/** How long the start waits for Redis. */
const PATIENCE_MS = 1_000;

export interface OpenRedis {
  hotCopies: HotCopies;
  /** Runs a Lua script; undefined while Redis is away. Left out without Redis. */
  runScript?(script: string, keys: string[], args: (string | number)[]): Promise<unknown>;
  /** Rejects if Redis is away, however the copies' breaker stands; resolves without Redis. */
  ping(): Promise<unknown>;
  close(): void;
}

/** The hot copies in Redis, or none; a Redis that is away at start is no reason not to start. */
export async function openHotCopies(
  url: string | undefined,
  { log, onChange }: { log: Logger; onChange(state: "up" | "down"): void },
): Promise<OpenRedis> {
  if (!url) return { hotCopies: noHotCopies, async ping() {}, close() {} };
  const redis = new Redis(url, {
    // Without a queue a command fails at once while Redis is away, and Postgres is asked.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // What is asked while an answer is on its way goes in one write: many small ones are dearer than the waiting.
    enableAutoPipelining: true,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  redis.on("error", () => {}); // the breaker tells, once; an unheard "error" would end the process
  const ready = once(redis, "ready", { signal: AbortSignal.timeout(PATIENCE_MS) });
  const isReady = await ready.then(
    () => true,
    () => false,
  );
  const breaker = createBreaker({ log, onChange, isReady });
  return {
    hotCopies: createHotCopies(redis, breaker),
    runScript: (script, keys, args) => breaker.ask(() => redis.eval(script, keys.length, ...keys, ...args)),
    ping: () => redis.ping(),
    close: () => redis.disconnect(),
  };
}
