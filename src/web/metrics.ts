import { Hono } from "hono";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "../clock.ts";
import type { BroadcastFigures } from "../database/broadcast-figures.ts";
import type { PoolState } from "../database/connection.ts";
import type { OutboxFigures } from "../database/outbox-figures.ts";
import type { PriceCount } from "../database/price-figures.ts";
import type { SeatFigures } from "../database/seat-figures.ts";
import { inTime } from "./in-time.ts";

/** What is counted in this process as it happens. */
export interface Tally {
  handled(update: { platform: string; outcome: string; ms: number }): void;
  sent(message: { channel: string; outcome: string; ms: number }): void;
  reported(report: { platform: string; status: string }): void;
  reminded(reminders: { onTime: number; late: number; skipped: number; expired: number }): void;
}

/** What is looked up when Prometheus asks: by one cheap query each, or from memory. */
export interface Readings {
  clock: Clock;
  outbox(): Promise<OutboxFigures>;
  seats(): Promise<SeatFigures>;
  broadcasts(): Promise<BroadcastFigures>;
  /** Of this month, by what WhatsApp charges for them. */
  prices(): Promise<PriceCount[]>;
  pools(): PoolState[];
  /** undefined without Redis. */
  redis(): boolean | undefined;
  alerts(): string[];
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `GET /metrics` for Prometheus, and the counters behind it. A registry of its own, so that two apps do not mix. */
export function createMetrics(readings: Readings): { tally: Tally; routes: Hono } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const tally = createTally(registry);
  const gauges = createGauges(registry);
  const routes = new Hono().get("/", async (c) => {
    await readInto(gauges, readings);
    return c.text(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return { tally, routes };
}

function createTally(registry: Registry): Tally {
  const registers = [registry];
  const updates = new Counter({
    name: "doorlist_updates_total",
    help: "Updates from the messengers, by what came of them",
    labelNames: ["platform", "outcome"],
    registers,
  });
  const handling = new Histogram({
    name: "doorlist_update_duration_seconds",
    help: "From the arrival of an update to its commit",
    labelNames: ["platform"],
    buckets: SECONDS,
    registers,
  });
  const sends = new Counter({
    name: "doorlist_sends_total",
    help: "Calls that carried a message, by what the platform answered",
    labelNames: ["channel", "outcome"],
    registers,
  });
  const sending = new Histogram({
    name: "doorlist_send_duration_seconds",
    help: "How long the platforms take for a message",
    labelNames: ["channel"],
    buckets: SECONDS,
    registers,
  });
  const reports = new Counter({
    name: "doorlist_delivery_reports_total",
    help: "What the platforms reported later of sent messages",
    labelNames: ["platform", "status"],
    registers,
  });
  const reminders = new Counter({
    name: "doorlist_reminders_total",
    help: "Reminders queued, in time or minutes after their moment, and those that were not to be or could not be sent",
    labelNames: ["outcome"],
    registers,
  });
  return {
    handled({ platform, outcome, ms }) {
      updates.inc({ platform, outcome });
      handling.observe({ platform }, ms / 1000);
    },
    sent({ channel, outcome, ms }) {
      sends.inc({ channel, outcome });
      sending.observe({ channel }, ms / 1000);
    },
    reminded({ onTime, late, skipped, expired }) {
      reminders.inc({ outcome: "on time" }, onTime);
      reminders.inc({ outcome: "late" }, late);
      reminders.inc({ outcome: "skipped" }, skipped);
      reminders.inc({ outcome: "expired" }, expired);
    },
    reported: ({ platform, status }) => reports.inc({ platform, status }),
  };
}

type Gauges = ReturnType<typeof createGauges>;

function createGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `doorlist_${name}`, help, labelNames, registers: [registry] });
  return {
    postgresUp: gauge("postgres_up", "1 if Postgres answered this request's questions"),
    redisUp: gauge("redis_up", "1 if Redis answers; absent without Redis"),
    outbox: gauge("outbox_messages", "Messages that wait by age, and those that failed of late", ["status", "age"]),
    oldest: gauge("outbox_oldest_seconds", "How long the oldest waiting message has been due or tried in vain"),
    events: gauge("events_coming", "Published events that have not started"),
    taken: gauge("seats_taken", "Seats taken at coming events, those without a limit too"),
    limited: gauge("seats_taken_of_limited", "Seats taken at coming events that have a limit"),
    capacity: gauge("seats_capacity", "Seats of coming events that have a limit"),
    held: gauge("seats_held", "Seats that are held for people who are asked whether they take them"),
    broadcasts: gauge("broadcasts", "Broadcasts that organisers sent to the people of an event"),
    broadcastsOpen: gauge("broadcasts_open", "Of these broadcasts those that are under way"),
    prices: gauge("messages_this_month", "WhatsApp messages since the first of the month (UTC), by what Meta charges", [
      "category",
      "billable",
    ]),
    pool: gauge("postgres_pool_connections", "Connections of each pool, and who waits for one", ["pool", "state"]),
    alerts: gauge("alerts_standing", "1 for each trouble the admins were told of", ["trouble"]),
  };
}

async function readInto(gauges: Gauges, readings: Readings): Promise<void> {
  const { outbox: countOutbox, seats: countSeats, prices: countPrices, broadcasts: countBroadcasts } = readings;
  const counting = [inTime(countOutbox), inTime(countSeats), inTime(countPrices), inTime(countBroadcasts)] as const;
  const [outbox, seats, prices, broadcasts] = await Promise.all(counting);
  gauges.postgresUp.set(outbox && seats ? 1 : 0);
  setOutbox(gauges, outbox, readings.clock.now());
  setSeats(gauges, seats);
  setPrices(gauges, prices ?? []);
  setBroadcasts(gauges, broadcasts);
  for (const { name: pool, used, idle, waiting } of readings.pools()) {
    gauges.pool.set({ pool, state: "used" }, used);
    gauges.pool.set({ pool, state: "idle" }, idle);
    gauges.pool.set({ pool, state: "waiting" }, waiting);
  }
  const redis = readings.redis();
  if (redis === undefined) gauges.redisUp.remove();
  else gauges.redisUp.set(redis ? 1 : 0);
  gauges.alerts.reset();
  for (const trouble of readings.alerts()) gauges.alerts.set({ trouble }, 1);
}

/** What is not known is left out: a zero would be read as "nothing waits". */
function setOutbox({ outbox, oldest }: Gauges, figures: OutboxFigures | undefined, now: Date): void {
  outbox.reset();
  oldest.remove();
  if (!figures) return;
  const { waiting, overOneMinute, overFiveMinutes, overOneHour, oldestAt, failedInLastHour, failedInLastDay } = figures;
  outbox.set({ status: "waiting", age: "under 1m" }, waiting - overOneMinute);
  outbox.set({ status: "waiting", age: "1m to 5m" }, overOneMinute - overFiveMinutes);
  outbox.set({ status: "waiting", age: "5m to 1h" }, overFiveMinutes - overOneHour);
  outbox.set({ status: "waiting", age: "over 1h" }, overOneHour);
  outbox.set({ status: "failed", age: "under 1h" }, failedInLastHour);
  outbox.set({ status: "failed", age: "1h to 24h" }, failedInLastDay - failedInLastHour);
  oldest.set(oldestAt ? Math.max(0, (now.getTime() - oldestAt.getTime()) / 1000) : 0);
}

function setSeats({ events, taken, limited, capacity, held }: Gauges, seats: SeatFigures | undefined): void {
  for (const gauge of [events, taken, limited, capacity, held]) gauge.remove();
  if (!seats) return;
  events.set(seats.events);
  taken.set(seats.taken);
  limited.set(seats.limited);
  capacity.set(seats.capacity);
  held.set(seats.held);
}

function setBroadcasts({ broadcasts, broadcastsOpen }: Gauges, figures: BroadcastFigures | undefined): void {
  for (const gauge of [broadcasts, broadcastsOpen]) gauge.remove();
  if (!figures) return;
  broadcasts.set(figures.all);
  broadcastsOpen.set(figures.open);
}

/** Meta's categories; whatever it may think of next is one more, and not many. */
const CATEGORIES = new Set(["authentication", "marketing", "referral_conversion", "service", "utility"]);

function setPrices({ prices: gauge }: Gauges, counts: PriceCount[]): void {
  gauge.reset();
  for (const { category, billable, count } of counts) {
    gauge.inc({ category: CATEGORIES.has(category) ? category : "other", billable: billable ? "yes" : "no" }, count);
  }
}
