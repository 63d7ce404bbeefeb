import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;

beforeAll(async () => {
  world = await openWorldOnPostgres();
});
afterAll(() => world?.stop());

/** What Prometheus reads: `name{label="value"}` and its number. */
async function scrape(): Promise<Map<string, number>> {
  const response = await world.fetch("/metrics");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(
    lines.map((line): [string, number] => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

test("updates and sends are counted by platform and by what came of them, and timed", async () => {
  const anna = world.sandbox.person("Anna");
  await anna.telegram.asks("/start");
  world.sandbox.faults.add({ type: "too-many", retryAfter: 1 }, { platform: "telegram", method: "sendmessage" });
  await anna.telegram.says("/help");
  await world.sandbox.webhooks.telegram.deliverAgain();
  await anna.whatsapp.asks("hello");
  await world.app.processAll();
  await world.sandbox.settled();

  const figures = await scrape();
  expect(figures.get('doorlist_updates_total{platform="telegram",outcome="handled"}')).toBe(2);
  expect(figures.get('doorlist_updates_total{platform="telegram",outcome="repeated"}')).toBe(1);
  expect(figures.get('doorlist_updates_total{platform="whatsapp",outcome="handled"}')).toBe(1);
  expect(figures.get('doorlist_update_duration_seconds_count{platform="telegram"}')).toBe(3);
  expect(figures.get('doorlist_update_duration_seconds_sum{platform="telegram"}')).toBeGreaterThan(0);
  expect(figures.get('doorlist_sends_total{channel="telegram",outcome="retry"}')).toBe(1);
  expect(figures.get('doorlist_sends_total{channel="telegram",outcome="sent"}')).toBeGreaterThan(0);
  expect(figures.get('doorlist_sends_total{channel="whatsapp",outcome="sent"}')).toBe(1);
  expect(figures.get('doorlist_delivery_reports_total{platform="whatsapp",status="delivered"}')).toBe(1);
});

test("WhatsApp's messages of the month are counted by what Meta charges for them", async () => {
  const figures = await scrape();
  expect(figures.get('doorlist_messages_this_month{category="service",billable="yes"}')).toBe(1);
});

test("the seats of coming events, the pools and the process are told", async () => {
  const { id } = await world.publish({ maxParticipants: 300 });
  await world.publish({ maxParticipants: null });
  await world.database.db
    .updateTable("events")
    .set({ takenCount: 12 })
    .where("id", "=", id as never)
    .execute();

  const figures = await scrape();
  expect(figures.get("doorlist_events_coming")).toBe(2);
  expect(figures.get("doorlist_seats_taken")).toBe(12);
  expect(figures.get("doorlist_seats_taken_of_limited")).toBe(12);
  expect(figures.get("doorlist_seats_capacity")).toBe(300);
  expect(figures.get("doorlist_seats_held")).toBe(0);
  expect(figures.get("doorlist_broadcasts")).toBe(0);
  expect(figures.get("doorlist_broadcasts_open")).toBe(0);
  expect(figures.get("doorlist_postgres_up")).toBe(1);
  expect(figures.get('doorlist_postgres_pool_connections{pool="dialogue",state="waiting"}')).toBe(0);
  expect(figures.has("doorlist_redis_up")).toBe(false);
  expect(figures.get("process_resident_memory_bytes")).toBeGreaterThan(0);
});

test("what waits is told by its age, and troubles by their kind", async () => {
  world.sandbox.faults.add({ type: "broken", status: 502 }, { platform: "whatsapp", times: 5 });
  await world.sandbox.person("Max").whatsapp.says("hello");
  await world.app.processAll();
  world.clock.moveForward(6 * 60_000);
  await world.app.alerts.look();
  await expect
    .poll(async () => (await scrape()).get('doorlist_outbox_messages{status="waiting",age="5m to 1h"}'))
    .toBe(1);

  const figures = await scrape();
  expect(figures.get("doorlist_outbox_oldest_seconds")).toBeGreaterThan(300);
  expect(figures.get('doorlist_alerts_standing{trouble="outbox"}')).toBe(1);
});

test("labels are of a few known kinds, and never of people, chats or events", async () => {
  const labels = [...(await scrape()).keys()].filter((line) => line.startsWith("doorlist_") && !/\ble="/.test(line));
  const values = labels.flatMap((line) => [...line.matchAll(/"([^"]*)"/g)].map(([, value]) => value));
  expect(new Set(values)).toEqual(
    new Set([
      ...["telegram", "whatsapp", "handled", "repeated"],
      ...["sent", "retry", "lost", "delivered", "read"],
      ...["waiting", "failed", "under 1m", "1m to 5m", "5m to 1h", "over 1h", "under 1h", "1h to 24h"],
      ...["service", "yes"],
      ...["dialogue", "dispatcher", "rest", "used", "idle", "outbox"],
    ]),
  );
});

test("every figure of the dashboard is one that is told", async () => {
  const text = await (await world.fetch("/metrics")).text();
  const told = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
  const dashboard = await readFile(join(import.meta.dirname, "../docs/grafana-dashboard.json"), "utf8");
  const { panels } = JSON.parse(dashboard);
  const asked = panels.flatMap(({ targets = [] }: { targets?: { expr: string }[] }) =>
    targets.flatMap(({ expr }) => expr.match(/\b(?:doorlist|process|nodejs)_\w+/g) ?? []),
  );
  expect(asked.length).toBeGreaterThan(15);
  const missing = asked.filter(
    (name: string) => !told.has(name.replace(/_(bucket|count|sum)$/, "")) && !told.has(name),
  );
  expect(missing).toEqual([]);
});
