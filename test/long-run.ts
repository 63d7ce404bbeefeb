import { sql } from "kysely";
import { expect } from "vitest";
import { createClock, type MovableClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { openTestDatabase, type TestPostgres } from "./database.ts";
import { makeTempFolder } from "./machine.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { createRunner, type Runner } from "./runner.ts";
import { approveTemplates } from "./templates.ts";

const API_TOKEN = "test-token";
const MINUTE_MS = 60_000;

/** Processes on one database and one Redis, whose clock goes through days in a minute, with both messengers outside of them. */
export interface LongRun {
  clock: MovableClock;
  sandbox: ServedSandbox;
  database: TestPostgres;
  redis: RedisServer;
  /** One more process. */
  start(): Promise<LongRunner>;
  /** Asks any that runs, or this one. */
  api(
    path: string,
    call: { method: "GET" | "POST" | "PATCH"; body?: object; of?: LongRunner },
  ): Promise<Record<string, unknown>>;
  /** Puts all clocks to this moment, and lets every process do what falls due. */
  goTo(at: Date): Promise<void>;
  /** What is due is under way or waits for its next try; then minutes pass until nothing waits any more. */
  drain(): Promise<void>;
  /** As if the time for which a dead process holds its messages were over: it is real time, and two minutes of it. */
  endLeasesOf(dead: LongRunner): Promise<void>;
  stop(): Promise<void>;
}

export interface LongRunner extends Runner {
  killedAt: Date | undefined;
}

export async function openLongRun(): Promise<LongRun> {
  const [database, redis, folder] = await Promise.all([openTestDatabase("postgres"), startRedis(), makeTempFolder()]);
  const clock = createClock();
  const runners: LongRunner[] = [];
  const running = () => runners.filter((runner) => runner.isRunning());
  const any = (path: string) => pick(running(), (runner) => `${runner.url}/${path}`);
  const sandbox = await serveSandbox({
    clock,
    targets: { telegram: () => any("telegram"), whatsapp: () => any("whatsapp") },
    pace: { waits: 0.01 },
  });

  async function start(): Promise<LongRunner> {
    const urls = { databaseUrl: database.url, redisUrl: redis.url };
    const app = await createRunner({ sandbox, clock, folder: folder.path, ...urls });
    const runner: LongRunner = {
      ...app,
      killedAt: undefined,
      async kill() {
        runner.killedAt = clock.now();
        await app.kill();
      },
    };
    if (runners.length === 0) await approveTemplates(readConfig(app.environment()));
    await app.start();
    runners.push(runner);
    for (const courier of Object.values(sandbox.webhooks)) courier.retryNow();
    return runner;
  }

  async function goTo(at: Date): Promise<void> {
    clock.moveForward(Math.max(0, at.getTime() - clock.now().getTime()));
    const passed = await Promise.all(running().map((runner) => runner.passTime()));
    expect(passed).not.toContain(false);
  }

  return {
    clock,
    sandbox,
    database,
    redis,
    start,
    goTo,
    async api(path, { method, body, of }) {
      const headers = { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" };
      const url = of ? `${of.url}/api/v1${path}` : any(`api/v1${path}`);
      const response = await fetch(url ?? "", { method, headers, ...(body && { body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return response.json();
    },
    async drain() {
      await sandbox.settled();
      for (let minutes = 0; minutes < 60 && (await countWaiting(database)) > 0; minutes += 1.5)
        await goTo(new Date(clock.now().getTime() + 1.5 * MINUTE_MS));
      expect(await countWaiting(database)).toBe(0);
      await sandbox.settled();
    },
    async endLeasesOf({ killedAt }) {
      if (!killedAt) throw new Error("it lives");
      // Nobody else's call lasts so long: whatever is still held since then is held by nobody.
      await expect.poll(() => clock.now().getTime() - killedAt.getTime(), { timeout: 20_000 }).toBeGreaterThan(12_000);
      const held = new Date(killedAt.getTime() - clock.offsetMs() + MINUTE_MS);
      await sql`update outbox set leased_until = clock_timestamp() - interval '2 minutes'
        where status = 'waiting' and leased_until <= ${held}`.execute(database.db);
    },
    async stop() {
      await Promise.all(running().map((runner) => runner.kill()));
      for (const runner of runners) runner.close();
      await sandbox.stop();
      await redis.remove();
      await database.close();
      await folder.remove();
    },
  };
}

function pick(from: LongRunner[], toUrl: (runner: LongRunner) => string): string | undefined {
  const chosen = from[Math.floor(Math.random() * from.length)];
  return chosen && toUrl(chosen);
}

async function countWaiting({ db }: TestPostgres): Promise<number> {
  const { n } = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("status", "=", "waiting")
    .executeTakeFirstOrThrow();
  return n;
}
