import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createClock, type MovableClock } from "../../src/clock.ts";
import { readConfig } from "../../src/config.ts";
import type { LimitOptions } from "../../src/sandbox/limits.ts";
import { type ServedSandbox, serveSandbox } from "../../src/sandbox/serve.ts";
import { createChance } from "../chance.ts";
import { makeTempFolder } from "../machine.ts";
import { type PostgresServer, startPostgres } from "../postgres-server.ts";
import { type RedisServer, startRedis } from "../redis-server.ts";
import { createRunner, type Runner } from "../runner.ts";
import { approveTemplates } from "../templates.ts";
import { type Balancer, openBalancer } from "./balancer.ts";
import { STARTS_AT } from "./calendar.ts";
import { recordCapacities } from "./capacities.ts";
import type { Scenario } from "./scenario.ts";
import { openSlowLine } from "./slow-line.ts";
import { createTally, type Tally } from "./tally.ts";

/** The real processes and servers on loopback, and both messengers simulated outside of them. */
export interface House {
  clock: MovableClock;
  sandbox: ServedSandbox;
  postgres: PostgresServer;
  redis: RedisServer;
  runners: Runner[];
  balancer: Balancer;
  tally: Tally;
  /** What the processes have said. */
  logPaths: string[];
  /** Processes that ended without having been told to, in words. */
  crashes: string[];
  api(path: string, call: { method: "GET" | "POST" | "PATCH"; body?: object }): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const API_TOKEN = "test-token";
const PROCESSES = 2;
/** Some more than in earnest, and of people's own messages any number: a busy machine brings in bunches what is sent evenly. */
const RATES: NonNullable<LimitOptions["rates"]> = {
  telegram: { bulk: { most: 34, withinMs: 1_000 } },
  whatsapp: { number: { most: 1_000, withinMs: 1_000 }, peoplePerDay: 100_000 },
};

/** @param main the program, if it is not the product as it stands */
export async function openHouse(
  scenario: Scenario,
  { folder: artifacts, main }: { folder: string; main: string | undefined },
): Promise<House> {
  await rm(artifacts, { recursive: true, force: true });
  await mkdir(artifacts, { recursive: true });
  const [postgres, redis, folder] = await Promise.all([
    startPostgres(),
    startRedis({ appendOnly: true }),
    makeTempFolder(),
  ]);
  // The servers are children that do not keep us alive, even while we wait for their end.
  const alive = setInterval(() => {}, 60_000);
  const clock = createClock(STARTS_AT.getTime() - Date.now());
  const [tally, runners, crashes] = [createTally(), [] as Runner[], [] as string[]];
  const running = () => runners.filter((runner) => runner.isRunning()).map(({ url }) => url);
  const { seed, pace, troubledWebhooks } = scenario;
  const balancer = await openBalancer({
    ...{ targets: running, random: createChance(seed + 17), tally },
    oneIn: troubledWebhooks || Number.POSITIVE_INFINITY,
  });
  const sandbox = await serveSandbox({
    clock,
    targets: { telegram: () => `${balancer.url}/telegram`, whatsapp: () => `${balancer.url}/whatsapp` },
    pace: { waits: 0.05, telegramTimeoutMs: 6_000, whatsappTimeoutMs: 6_000 },
    limits: pace === undefined ? undefined : { scale: pace, rates: RATES },
  });
  const line = scenario.awayMs > 0 ? await openSlowLine(postgres.url, scenario.awayMs) : undefined;
  const logPaths = Array.from({ length: PROCESSES }, (_, n) => join(artifacts, `app-${n}.log`));
  for (const logPath of logPaths) {
    const onCrash = (code: number | null) => void crashes.push(`a process ended by itself with ${code}`);
    const env = { LOG_LEVEL: "info", PACE: String(pace ?? 1000) };
    const urls = { databaseUrl: line?.url ?? postgres.url, redisUrl: redis.url };
    const place = { sandbox, clock, folder: folder.path, ...urls, env, main, logPath, onCrash };
    runners.push(await createRunner(place));
  }
  const [first] = runners;
  if (first) await approveTemplates(readConfig(first.environment()));
  for (const runner of runners) await runner.start();
  await recordCapacities(postgres.url);

  return {
    ...{ clock, sandbox, postgres, redis, runners, balancer, tally, logPaths, crashes },
    async api(path, { method, body }) {
      const [url] = running();
      const headers = { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const response = await fetch(`${url}/api/v1${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return response.json();
    },
    async close() {
      for (const runner of runners) await runner.kill();
      for (const runner of runners) runner.close();
      await balancer.close();
      await line?.close();
      await sandbox.stop();
      await Promise.all([postgres.remove(), redis.remove(), folder.remove()]);
      clearInterval(alive);
    },
  };
}
