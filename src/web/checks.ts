import { type Kysely, sql } from "kysely";
import type { Clock } from "../clock.ts";
import { countWaiting } from "../database/deliveries.ts";
import type { Database } from "../database/schema.ts";
import type { Platform } from "../messages.ts";
import type { Check, Checks } from "./health.ts";

interface Deps {
  db: Kysely<Database>;
  redis(): "up" | "down" | "off";
  connections: ReadonlyMap<Platform, { state(): { connected: boolean; reason: string | undefined } }>;
  lastWebhookAt: ReadonlyMap<Platform, Date>;
  /** When the next job of the timetable is due. */
  nextJobAt(): Date | undefined;
  clock: Clock;
}

/** A message due for longer than this without being sent means trouble. */
const OLD_SECONDS = 120;

const REDIS_STATUS = { up: "ok", down: "degraded", off: "off" } as const;

/** What `/health` looks at. */
export function createChecks(deps: Deps): Checks {
  return {
    postgres: () => checkPostgres(deps),
    redis: () => ({ status: REDIS_STATUS[deps.redis()] }),
    telegram: () => checkMessenger("telegram", deps),
    whatsapp: () => checkMessenger("whatsapp", deps),
    scheduler: () => checkScheduler(deps),
    outbox: () => checkOutbox(deps),
  };
}

async function checkPostgres({ db }: Deps): Promise<Check> {
  const started = performance.now();
  await sql`select 1`.execute(db);
  return { status: "ok", latencyMs: Math.round(performance.now() - started) };
}

function checkMessenger(name: Platform, { connections, lastWebhookAt, clock }: Deps): Check {
  const connection = connections.get(name);
  if (!connection) return { status: "off" };
  const { connected, reason } = connection.state();
  const last = lastWebhookAt.get(name);
  const lastWebhookSeconds = last && ageSeconds(last, clock.now());
  return connected ? { status: "ok", lastWebhookSeconds } : { status: "degraded", reason, lastWebhookSeconds };
}

function checkScheduler({ nextJobAt }: Deps): Check {
  const nextAt = nextJobAt();
  return nextAt ? { status: "ok", nextAt: nextAt.toISOString() } : { status: "down", reason: "stopped" };
}

async function checkOutbox({ db, clock }: Deps): Promise<Check> {
  const now = clock.now();
  const { waiting, oldestDueAt } = await countWaiting(db, now);
  const oldestSeconds = oldestDueAt ? ageSeconds(oldestDueAt, now) : 0;
  return { status: oldestSeconds > OLD_SECONDS ? "degraded" : "ok", waiting, oldestSeconds };
}

function ageSeconds(at: Date, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
}
