import { expect, type TestContext, test } from "vitest";
import { sendBroadcast } from "./broadcast.ts";
import { openPaceWorld } from "./pace-worlds.ts";
import { emptyRedisUrl } from "./redis-url.ts";

test("a broadcast of 5,000 with replies in between breaks no limit, with gates in Redis", async ({ annotate }) => {
  await expectNoBreach({ people: 5_000, scale: 3, redisUrl: await emptyRedisUrl() }, annotate);
}, 600_000);

test("a broadcast with replies in between breaks no limit, with gates in memory", async ({ annotate }) => {
  await expectNoBreach({ people: 500, scale: 1 }, annotate);
}, 120_000);

test("the same without gates breaks them", async () => {
  await using place = await openPaceWorld({ scale: 0.2, pace: 1_000, people: { telegram: 40, whatsapp: 40 } });
  const { world, eventId } = place;
  await world.api(`/events/${eventId}`, { location: "Park, at the fountain" }, "PATCH");
  await world.app.processAll();
  expect(world.sandbox.limits.broken.length).toBeGreaterThan(0);
}, 120_000);

async function expectNoBreach(
  broadcast: Parameters<typeof sendBroadcast>[0],
  annotate: TestContext["annotate"],
): Promise<void> {
  const { people } = broadcast;
  const { breaches, told, asked, answerMs, statuses, ms } = await sendBroadcast(broadcast);
  expect(breaches).toEqual([]);
  expect(told).toBe(people);
  const arrived = ["sent", "delivered", "read"].map((status) => statuses[status] ?? 0);
  expect(arrived.reduce((sum, n) => sum + n, 0)).toBe(people);
  expect(asked).toBeGreaterThan(10);
  const p95 = answerMs.toSorted((a, b) => a - b)[Math.floor(answerMs.length * 0.95)];
  await annotate(
    `${people} told in ${Math.round(ms)} ms; of ${asked} replies meanwhile p95 ${Math.round(p95 ?? 0)} ms`,
  );
}
