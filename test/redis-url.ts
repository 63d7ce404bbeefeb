import { Redis } from "ioredis";
import { inject } from "vitest";

/** What a Redis has by itself. */
const DATABASES = 16;

/** A database of the tests' Redis for this worker, of as many as there are. */
export function redisUrl(): string {
  const url = new URL(inject("redisUrl"));
  url.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % DATABASES}`;
  return url.href;
}

/** The same, emptied: the gates in it know the club's account and the numbers of people, which are alike in all tests. */
export async function emptyRedisUrl(): Promise<string> {
  const redis = new Redis(redisUrl());
  await redis.flushdb();
  redis.disconnect();
  return redisUrl();
}
