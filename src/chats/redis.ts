import { Redis } from "ioredis";
import type { Logger } from "../logger.ts";
import { createHotCopies, type HotCopies, noHotCopies } from "./hot-copy.ts";

/** The hot copies in Redis, or none; a Redis that is away at start is no reason not to start. */
export function openHotCopies(
  url: string | undefined,
  { log, onChange }: { log: Logger; onChange(state: "up" | "down"): void },
): { hotCopies: HotCopies; close(): void } {
  if (!url) return { hotCopies: noHotCopies, close() {} };
  const redis = new Redis(url, {
    // Without a queue a command fails at once while Redis is away, and Postgres is asked.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  redis.on("error", () => {}); // the breaker tells, once; an unheard "error" would end the process
  return { hotCopies: createHotCopies(redis, { log, onChange }), close: () => redis.disconnect() };
}
