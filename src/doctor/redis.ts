import { Redis } from "ioredis";
import { hostOf } from "./answer.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { codeOf, toReason } from "./reason.ts";

const TIMEOUT_MS = 3_000;
const SLOW_MS = 100;
const REFUSED = /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password|ERR AUTH)/;

/** Redis holds copies only: without it everything goes on from Postgres, so nothing here is broken. */
export async function examineRedis({ config: { redisUrl } }: Deployment): Promise<Finding> {
  if (!redisUrl) return find("redis", "redis-off");
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
  });
  // What `connect` throws says only that the connection is closed; why, this event says.
  let last: unknown;
  redis.on("error", (error) => {
    last = error;
  });
  try {
    await redis.connect();
    const started = performance.now();
    await redis.ping();
    return judge(Math.round(performance.now() - started), await readInfo(redis));
  } catch (error) {
    return explain(last ?? error, hostOf(redisUrl));
  } finally {
    redis.disconnect();
  }
}

/** Hosted ones may forbid it; then what cannot be known is left out. */
async function readInfo(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const info = await redis.info().catch(() => "");
  return new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = "", value = ""]) => [name, value]));
}

function judge(ms: number, info: ReadonlyMap<string, string>): Finding {
  if (info.get("role") === "slave") return find("redis", "redis-read-only");
  const most = Number(info.get("maxmemory") ?? 0);
  if (most > 0 && info.get("maxmemory_policy") === "noeviction") return find("redis", "redis-full");
  return find("redis", ms > SLOW_MS ? "redis-slow" : "redis-ok", { ms });
}

function explain(error: unknown, host: string): Finding {
  if (error instanceof Error && REFUSED.test(error.message)) return find("redis", "redis-refused", { host });
  return find("redis", "redis-unreachable", { host, reason: toReason(codeOf(error)) });
}
