import type { Hono } from "hono";
import { countBroadcasts } from "../database/broadcast-figures.ts";
import { hashUpdateKey } from "../database/inbox.ts";
import { countOutbox, type OutboxFigures } from "../database/outbox-figures.ts";
import { countByPriceCategory } from "../database/price-figures.ts";
import type { Reminded } from "../database/reminders.ts";
import { countSeats } from "../database/seat-figures.ts";
import type { DeliveryReport, InboundMessage } from "../messages.ts";
import type { Channel, Delivery } from "../outbox/channel.ts";
import type { Job } from "../scheduler/jobs.ts";
import { createMetrics, type Tally } from "../web/metrics.ts";
import { type Alerts, openAlerts } from "./alerts.ts";
import type { Ground } from "./ground.ts";

/** What the app notices of itself: each thing is told once, here, and reaches the log, the figures and the admins. */
export interface Sight {
  handled(message: InboundMessage, outcome: string, ms: number): void;
  fault(error: unknown, where: string): void;
  reported(reports: DeliveryReport[]): void;
  reminded(reminded: Reminded): void;
  /** The same channel, seen. */
  watch(channel: Channel): Channel;
  /** The same job, whose faults are told. */
  watchJob(job: Job): Job;
  jobs: Job[];
  alerts: Alerts;
  outbox(): Promise<OutboxFigures>;
  metrics: Hono;
}

/** Health may be asked each second by many: they share one count. */
const FIGURES_KEPT_MS = 1_000;
/** A month of messages is more to count, and nobody is in a hurry for it. */
const PRICES_KEPT_MS = 60_000;

export async function openSight(ground: Ground, parts: Parameters<typeof openAlerts>[1]): Promise<Sight> {
  const { database, clock, log } = ground;
  const alerts = await openAlerts(ground, parts);
  const outbox = keepFor(FIGURES_KEPT_MS, () => countOutbox(database.rest, clock.now()));
  const redis = parts.redis.hotCopies.state;
  const { tally, routes } = createMetrics({
    clock,
    outbox,
    seats: () => countSeats(database.rest, clock.now()),
    broadcasts: () => countBroadcasts(database.rest),
    prices: keepFor(PRICES_KEPT_MS, () => {
      const now = clock.now();
      const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
      return countByPriceCategory(database.rest, { from, until: now });
    }),
    pools: database.pools,
    redis: () => (redis() === "off" ? undefined : redis() === "up"),
    // Without a day, which would be a row for ever.
    alerts: () => alerts.standing().map(({ trouble }) => trouble.replace(/:\d.*/, "")),
  });
  return {
    handled({ address: { platform }, updateKey, content }, outcome, ms) {
      // The same hash is the update's key in the inbox.
      const update = hashUpdateKey(updateKey).toString("hex");
      log.info({ platform, update, kind: content.type, outcome, ms: Math.round(ms) }, "update");
      tally.handled({ platform, outcome, ms });
      if (outcome === "unavailable") alerts.unavailable();
    },
    fault: alerts.fault,
    reported(reports) {
      for (const { platform, status } of reports) tally.reported({ platform, status });
      alerts.reported(reports);
    },
    reminded(reminded) {
      const { waiting, late, skipped, expired } = reminded;
      if (waiting + skipped + expired > 0) log.info(reminded, "reminders were queued");
      tally.reminded({ onTime: waiting - late, late, skipped, expired });
      if (expired > 0) alerts.missed(expired);
    },
    watch: (channel) => watchChannel(channel, tally, alerts),
    watchJob: (job) => ({ ...job, run: () => watchRun(job, alerts) }),
    jobs: [
      { name: "look for trouble", pattern: "* * * * *", run: alerts.look },
      { name: "ask Telegram about its webhook", pattern: "*/3 * * * *", run: alerts.lookAtWebhook },
    ],
    alerts,
    outbox,
    metrics: routes,
  };
}

function watchChannel(channel: Channel, tally: Tally, alerts: Alerts): Channel {
  const { name } = channel;
  return {
    ...channel,
    async send(message) {
      const started = performance.now();
      try {
        const delivery = await channel.send(message);
        tally.sent({ channel: name, outcome: toOutcome(delivery), ms: performance.now() - started });
        alerts.delivered(name, delivery);
        return delivery;
      } catch (error) {
        tally.sent({ channel: name, outcome: "fault", ms: performance.now() - started });
        alerts.fault(error, `the ${name} channel`);
        throw error;
      }
    },
  };
}

/** Few and constant, since each becomes a row in Prometheus. */
function toOutcome(delivery: Delivery): string {
  if (delivery.type === "refused") return delivery.reason;
  if (delivery.type === "retry") return delivery.unknown ? "lost" : "retry";
  return delivery.type;
}

async function watchRun({ name, run }: Job, alerts: Alerts): Promise<void> {
  try {
    await run();
  } catch (error) {
    alerts.fault(error, name);
    throw error;
  }
}

function keepFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { until: number; value: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (!kept || now >= kept.until) kept = { until: now + ms, value: read() };
    return kept.value;
  };
}
