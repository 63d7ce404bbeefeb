import { afterEach, beforeEach, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { openWorld, type TestWorld } from "./world.ts";

/** Igor runs the club; his language is not the deployment's, which is what alerts are written in. */
const ADMIN = { name: "Igor", telegramId: "1004" };

let postgres: PostgresServer;
let redis: RedisServer;
let world: TestWorld;

beforeEach(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const env = { TELEGRAM_ADMIN_CHAT_ID: ADMIN.telegramId };
  world = await openWorld({ databaseUrl: postgres.url, redisUrl: redis.url, env });
  await admin().asks("/start");
});
afterEach(async () => {
  await world.stop();
  await Promise.all([postgres.remove(), redis.remove()]);
});

const admin = () => world.sandbox.person(ADMIN.name).telegram;

async function health(): Promise<{ status: string; checks: Record<string, { status: string; standing?: object[] }> }> {
  return (await world.fetch("/health")).json();
}

test("the loss of Postgres is told at once, while nothing can be committed, and so is its return", async () => {
  await postgres.stop();
  const saying = world.sandbox.person("Anna").telegram.says("/events");

  const alert = await admin().hears(/Postgres cannot be reached/);
  expect(alert.text).toMatch(/^🔴 Green Club: /);
  expect(await health()).toMatchObject({
    status: "down",
    checks: { alerts: { status: "degraded", standing: [{ trouble: "postgres", told: "telegram" }] } },
  });

  await postgres.restart();
  await admin().hears({ matching: /🟢 Green Club: Postgres is back/, timeoutMs: 20_000 });
  await saying;
  // Telegram's own complaint of the updates that it could not bring may stand still.
  expect(JSON.stringify((await health()).checks.alerts)).not.toContain('"postgres"');
});

test("the loss of Redis is told once though nobody writes, and so is its return", async () => {
  await redis.kill();
  await admin().hears({ matching: /🔴 Green Club: Redis cannot be reached/, timeoutMs: 15_000 });
  expect(await health()).toMatchObject({ status: "degraded", checks: { redis: { status: "degraded" } } });

  await redis.restart({ keepData: false });
  await admin().hears({ matching: /🟢 Green Club: Redis is back/, timeoutMs: 20_000 });
  expect(admin().messages.filter(({ text }) => /Redis/.test(text))).toHaveLength(2);
});
