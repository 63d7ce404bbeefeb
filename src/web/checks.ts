import { type Kysely, sql } from "kysely";
import type { Clock } from "../clock.ts";
import type { OutboxFigures } from "../database/outbox-figures.ts";
import type { Database } from "../database/schema.ts";
import type { Platform } from "../messages.ts";
import type { Check, Checks } from "./health.ts";

interface Deps {
  db: Kysely<Database>;
  redis(): "up" | "down" | "off";
  connections: ReadonlyMap<Platform, { state(): { connected: boolean; reason: string | undefined } }>;
  /** What is wrong with a messenger that can be reached, in words that anybody may read. */
  warnings: Record<Platform, () => string[]>;
  lastWebhookAt: ReadonlyMap<Platform, Date>;
  /** When the next job of the timetable is due, and when the last one was begun. */
  jobs: { nextAt(): Date | undefined; lastAt(): Date | undefined };
  outbox(): Promise<OutboxFigures>;
  /** What the admins were told of, and is not over. */
  alerts: { standing(): { trouble: string; since: Date; times: number; told: string | undefined }[] };
  clock: Clock;
}

/** A message due for longer than this without being sent means trouble. */
const OLD_SECONDS = 120;
/** There is a job each minute. */
const LATE_SECONDS = 180;

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
    alerts: () => checkAlerts(deps),
  };
}

async function checkPostgres({ db }: Deps): Promise<Check> {
  const started = performance.now();
  await sql`select 1`.execute(db);
  return { status: "ok", latencyMs: Math.round(performance.now() - started) };
}

function checkMessenger(name: Platform, { connections, warnings, alerts, lastWebhookAt, clock }: Deps): Check {
  const connection = connections.get(name);
  if (!connection) return { status: "off" };
  const { connected, reason } = connection.state();
  const last = lastWebhookAt.get(name);
  const lastWebhookSeconds = last && ageSeconds(last, clock.now());
  if (!connected) return { status: "degraded", reason, lastWebhookSeconds };
  const told = alerts.standing().flatMap(({ trouble }) => (isAbout(name, trouble) ? [trouble] : []));
  const wrong = [...told, ...warnings[name]()];
  return wrong.length
    ? { status: "degraded", reason: wrong.join("; "), lastWebhookSeconds }
    : { status: "ok", lastWebhookSeconds };
}

/** Troubles that name no messenger, and are of one all the same. */
const ABOUT: Record<Platform, string[]> = { telegram: ["webhook"], whatsapp: ["payment", "account", "over-limit"] };

function isAbout(name: Platform, trouble: string): boolean {
  const [type = "", about] = trouble.split(":");
  // Of one that could not be reached the connection itself tells, and sooner when it is back.
  return (about === name && type !== "unreachable") || ABOUT[name].includes(type);
}

/** Croner goes by real time, and so do its ages. */
function checkScheduler({ jobs }: Deps): Check {
  const nextAt = jobs.nextAt();
  if (!nextAt) return { status: "down", reason: "stopped" };
  const lastAt = jobs.lastAt();
  const lastTickSeconds = lastAt && ageSeconds(lastAt, new Date());
  const isLate = (lastTickSeconds ?? 0) > LATE_SECONDS;
  return { status: isLate ? "degraded" : "ok", nextAt: nextAt.toISOString(), lastTickSeconds };
}

async function checkOutbox({ outbox, clock }: Deps): Promise<Check> {
  const { waiting, oldestAt } = await outbox();
  const oldestSeconds = oldestAt ? ageSeconds(oldestAt, clock.now()) : 0;
  return { status: oldestSeconds > OLD_SECONDS ? "degraded" : "ok", waiting, oldestSeconds };
}

/** The kinds alone: anybody may read this, and what a platform said is for the admins. */
function checkAlerts({ alerts }: Deps): Check {
  const standing = alerts.standing();
  return { status: standing.length ? "degraded" : "ok", standing };
}

function ageSeconds(at: Date, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
}
