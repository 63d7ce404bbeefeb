import { createGates, type Gates, intervalMs } from "./gates.ts";

/** Runs a script in Redis; undefined while Redis is away. */
export type RunScript = (script: string, keys: string[], args: (string | number)[]) => Promise<unknown>;

/**
 * The same counting in Redis, by Redis's clock, so that several processes share it. ARGV: how many pass, then for each
 * key its interval in ms and its burst. Gives the wait in ms.
 */
const PASS = `
local time = redis.call('time')
local now = time[1] * 1000 + time[2] / 1000
local count = tonumber(ARGV[1])
local wait, paid = 0, {}
for n, key in ipairs(KEYS) do
  local interval, burst = tonumber(ARGV[n * 2]), tonumber(ARGV[n * 2 + 1])
  paid[n] = math.max(now, tonumber(redis.call('get', key) or 0)) + interval * count
  wait = math.max(wait, paid[n] - interval * burst - now)
end
if wait > 0.001 then return math.ceil(wait) end
for n, key in ipairs(KEYS) do
  redis.call('set', key, string.format('%.3f', paid[n]), 'px', math.max(1, math.ceil(paid[n] - now)))
end
return 0`;

const GIVE_BACK = `
for n, key in ipairs(KEYS) do
  local paid = redis.call('get', key)
  if paid then redis.call('set', key, string.format('%.3f', paid - ARGV[n * 2] * ARGV[1]), 'keepttl') end
end
return 0`;

/** While Redis is away each process counts for itself: a limit may be broken then, and no message waits for Redis. */
export function createSharedGates(run: RunScript): Gates {
  const own = createGates(() => performance.now());
  return {
    async pass(gates, count) {
      const wait = await run(PASS, toKeys(gates), toArguments(gates, count));
      return typeof wait === "number" ? wait : own.pass(gates, count);
    },
    giveBack(gates, count) {
      void run(GIVE_BACK, toKeys(gates), toArguments(gates, count));
    },
  };
}

function toKeys(gates: Parameters<Gates["pass"]>[0]): string[] {
  return gates.map(({ key }) => `pace:${key}`);
}

function toArguments(gates: Parameters<Gates["pass"]>[0], count: number): number[] {
  return [count, ...gates.flatMap(({ rate }) => [intervalMs(rate), rate.burst])];
}
