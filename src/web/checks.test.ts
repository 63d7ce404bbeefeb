import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { expect, test } from "vitest";
import { createClock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { createChecks } from "./checks.ts";
import { healthRoutes } from "./health.ts";

const SECOND = 1_000;
const clock = createClock();
const ago = (seconds: number) => new Date(clock.now().getTime() - seconds * SECOND);
const nothing = {
  waiting: 0,
  overOneMinute: 0,
  overFiveMinutes: 0,
  overOneHour: 0,
  oldestAt: undefined,
  failedInLastHour: 0,
  failedInLastDay: 0,
};
const db = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

async function ask(parts: Partial<Parameters<typeof createChecks>[0]> = {}) {
  const usual: Parameters<typeof createChecks>[0] = {
    db,
    clock,
    redis: () => "off",
    connections: new Map([["telegram", { state: () => ({ connected: true, reason: undefined }) }]]),
    warnings: { telegram: () => [], whatsapp: () => [] },
    lastWebhookAt: new Map([["telegram", ago(7)]]),
    jobs: { nextAt: () => ago(-30), lastAt: () => ago(30) },
    outbox: async () => nothing,
    alerts: { standing: () => [] },
  };
  const response = await healthRoutes(createChecks({ ...usual, ...parts })).request("/");
  return response.json();
}

test("health tells how long ago the last webhook came, the last job ran, and the oldest message was due", async () => {
  const health = await ask({ outbox: async () => ({ ...nothing, waiting: 2, oldestAt: ago(40) }) });

  expect(health).toMatchObject({
    status: "ok",
    checks: {
      telegram: { status: "ok", lastWebhookSeconds: 7 },
      whatsapp: { status: "off" },
      scheduler: { status: "ok", lastTickSeconds: 30 },
      outbox: { status: "ok", waiting: 2, oldestSeconds: 40 },
      alerts: { status: "ok", standing: [] },
    },
  });
});

test("jobs that have not run for three minutes degrade it", async () => {
  const health = await ask({ jobs: { nextAt: () => ago(-30), lastAt: () => ago(200) } });
  expect(health).toMatchObject({ status: "degraded", checks: { scheduler: { status: "degraded" } } });
});

test("a message that waits for more than two minutes degrades it", async () => {
  const health = await ask({ outbox: async () => ({ ...nothing, waiting: 1, oldestAt: ago(130) }) });
  expect(health).toMatchObject({ status: "degraded", checks: { outbox: { status: "degraded", oldestSeconds: 130 } } });
});

test("an alert that stands degrades it, and is named without what the platform said", async () => {
  const since = ago(60);
  const trouble = { trouble: "stopped:telegram", since, times: 3, told: undefined };
  const health = await ask({ alerts: { standing: () => [trouble] } });
  expect(health).toMatchObject({
    status: "degraded",
    checks: {
      alerts: { standing: [{ trouble: "stopped:telegram", since: since.toISOString(), times: 3 }] },
    },
  });
});

test.each([
  ["stopped:telegram", "telegram"],
  ["webhook", "telegram"],
  ["payment", "whatsapp"],
  ["account", "whatsapp"],
  ["held:whatsapp", "whatsapp"],
  ["over-limit:2026-12-12", "whatsapp"],
  ["unreachable:telegram", undefined],
  ["fault", undefined],
])("the trouble %s is one of %s", async (trouble, messenger) => {
  const connected = { state: () => ({ connected: true, reason: undefined }) };
  const { checks } = await ask({
    connections: new Map([
      ["telegram", connected],
      ["whatsapp", connected],
    ]),
    alerts: { standing: () => [{ trouble, since: ago(60), times: 1, told: undefined }] },
  });
  for (const name of ["telegram", "whatsapp"]) {
    expect(checks[name]).toMatchObject(name === messenger ? { status: "degraded", reason: trouble } : { status: "ok" });
  }
});

test("a messenger with a warning is degraded, and says why", async () => {
  const health = await ask({ warnings: { telegram: () => ["one thing", "another"], whatsapp: () => [] } });
  expect(health).toMatchObject({
    status: "degraded",
    checks: { telegram: { status: "degraded", reason: "one thing; another", lastWebhookSeconds: 7 } },
  });
});
