import { createBacklog } from "../alerts/backlog.ts";
import { createWebhookJudge } from "../alerts/webhook.ts";
import { isTransient } from "../database/faults.ts";
import { countGivenUp, countOutbox } from "../database/outbox-figures.ts";
import type { Platform } from "../messages.ts";
import type { Connection } from "../outbox/connection.ts";
import { createWebhookSight } from "../telegram/webhook-sight.ts";
import type { Bell } from "./bell.ts";
import type { Ground } from "./ground.ts";

/** What must be looked at to be noticed, since nobody comes and tells. */
interface Rounds {
  look(): Promise<void>;
  lookAtWebhook(): Promise<void>;
}

export function createRounds(
  ground: Ground,
  { connections, raise, clear }: Bell & { connections: ReadonlyMap<Platform, Connection> },
): Rounds {
  const bell = { raise, clear };
  const lookAtOutbox = createOutboxRound(ground, bell);
  const lookAtConnections = createConnectionRound(connections, bell);
  const isConnected = () => connections.get("telegram")?.state().connected ?? false;
  return {
    async look() {
      lookAtConnections();
      await lookAtOutbox();
    },
    lookAtWebhook: createWebhookRound(ground, { ...bell, isConnected }),
  };
}

function createOutboxRound({ database, clock }: Ground, { raise, clear }: Bell): () => Promise<void> {
  const backlog = createBacklog();
  let since = clock.now();

  async function look(): Promise<void> {
    const now = clock.now();
    const { waiting, oldestAt } = await countOutbox(database.rest, now);
    const oldestMs = oldestAt ? now.getTime() - oldestAt.getTime() : 0;
    const verdict = backlog.judge({ waiting, oldestMs });
    if (verdict === "trouble") raise({ type: "outbox", waiting, minutes: Math.max(1, Math.floor(oldestMs / 60_000)) });
    else clear({ type: "outbox" });
    const givenUp = await countGivenUp(database.rest, { since, until: now });
    since = now;
    if (givenUp > 0) raise({ type: "given-up" }, givenUp);
  }

  // While Postgres is away that alone is the trouble.
  return () =>
    look().catch((error: unknown) => {
      if (!isTransient(error)) throw error;
    });
}

/** Of platforms that could not be reached since the start. */
function createConnectionRound(connections: ReadonlyMap<Platform, Connection>, { raise, clear }: Bell): () => void {
  const missing = new Set<Platform>();
  return () => {
    for (const [channel, connection] of connections) {
      const { connected, reason = "" } = connection.state();
      if (!connected && reason !== "connecting") {
        missing.add(channel);
        raise({ type: "unreachable", channel, reason });
      }
      if (connected && missing.delete(channel)) clear({ type: "unreachable", channel });
    }
  };
}

function createWebhookRound(
  { config, clock, house }: Ground,
  { raise, clear, isConnected }: Bell & { isConnected(): boolean },
): () => Promise<void> {
  if (!config.telegram) return async () => {};
  const ask = createWebhookSight(config.telegram, house.publicUrl);
  const { judge } = createWebhookJudge();
  const channel = "telegram";
  let failures = 0;

  return async () => {
    if (!isConnected()) return; // the webhook is not set yet
    const sight = await ask();
    failures = sight.type === "failed" ? failures + 1 : 0;
    if (sight.type === "stopped") return raise({ type: "stopped", channel, reason: sight.reason });
    if (sight.type === "failed") {
      if (failures > 1) raise({ type: "unreachable", channel, reason: sight.reason });
      return;
    }
    clear({ type: "stopped", channel });
    clear({ type: "unreachable", channel });
    const wrong = judge(sight, clock.now());
    if (wrong) raise({ type: "webhook", reason: wrong });
  };
}
