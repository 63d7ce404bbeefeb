import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Guest, gather, step } from "./crowd.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let redis: RedisServer;
let world: StoredWorld;
let slug: string;
let guests: Guest[];

const STEPS = [0, 1, 2, 3, 4];

beforeEach(async () => {
  redis = await startRedis();
  world = await openWorldOnPostgres({ redisUrl: redis.url });
  ({ slug } = await world.publish({ maxParticipants: null }));
  guests = gather(world, slug, 24);
});
afterEach(async () => {
  await world.stop();
  await redis.remove();
});

/** What a guest hears when nothing goes wrong. */
async function hearAll(): Promise<Record<Guest["platform"], string[]>> {
  const [telegram, whatsapp] = gather(world, slug, 2);
  if (!telegram || !whatsapp) throw new Error("nobody came");
  for (const n of STEPS) await step([telegram, whatsapp], n);
  return { telegram: telegram.transcript(), whatsapp: whatsapp.transcript() };
}

/** Everybody has the ticket, and heard what they should: nothing more and nothing less. */
async function expectAllWell(usual: Record<Guest["platform"], string[]>): Promise<void> {
  await world.app.processAll();
  for (const guest of guests) expect(guest.transcript()).toEqual(usual[guest.platform]);
  const { count } = await world.database.db
    .selectFrom("eventRegistrations as r")
    .innerJoin("events as e", "e.id", "r.eventId")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("e.slug", "=", slug)
    .where("r.status", "=", "confirmed")
    .executeTakeFirstOrThrow();
  expect(count).toBe(guests.length + 2);
}

/** Somebody else writes until the app has found Redis again, so that the next step reads what Redis has. */
async function untilBack(): Promise<void> {
  const bystander = world.sandbox.newPerson();
  const isBack = () => world.logged.findLast((line) => /redis is (away|back)/.test(line))?.includes("back");
  await expect.poll(() => bystander.telegram.asks("/help").then(isBack), { timeout: 15_000, interval: 300 }).toBe(true);
}

test("while Redis stops in the midst and comes back empty, nobody loses a step", async () => {
  const usual = await hearAll();
  await step(guests, 0);
  await Promise.all([step(guests, 1), redis.stop()]);
  await step(guests, 2);
  await redis.restart({ keepData: false });
  await untilBack();
  await step(guests, 3);
  await step(guests, 4);
  await expectAllWell(usual);
});

test("while Redis hangs, people are answered all the same", async () => {
  const usual = await hearAll();
  await step(guests, 0);
  redis.pause();
  const started = performance.now();
  await step(guests, 1);
  await step(guests, 2);
  expect(performance.now() - started).toBeLessThan(10_000);
  redis.resume();
  await untilBack();
  await step(guests, 3);
  await step(guests, 4);
  await expectAllWell(usual);
});

test("old data that comes back with Redis does not take anybody back", async () => {
  const usual = await hearAll();
  await step(guests, 0);
  await step(guests, 1);
  await save();
  const then = await versions();
  await step(guests, 2);
  await step(guests, 3);
  await redis.restart({ keepData: true });
  await untilBack();
  expect(await versions()).toEqual(then); // else this shows nothing

  await step(guests, 4);
  await expectAllWell(usual);
  expect(await versions()).not.toEqual(then);
});

test("it is said once that Redis went and once that it is back", async () => {
  await step(guests, 0);
  await redis.kill();
  await step(guests, 1);
  await step(guests, 2);
  await redis.restart({ keepData: false });
  await untilBack();
  const said = world.logged.filter((line) => line.includes("redis is")).map((line) => JSON.parse(line).msg);
  expect(said).toEqual(["redis is away, snapshots are read from postgres", "redis is back"]);
});

/** Writes what Redis has to its disk, as its own schedule would. */
async function save(): Promise<void> {
  const client = new Redis(redis.url);
  await client.save();
  client.disconnect();
}

/** Of the copies that Redis has of the guests on Telegram. */
async function versions(): Promise<number[]> {
  const client = new Redis(redis.url);
  const telegram = guests.filter(({ platform }) => platform === "telegram");
  const copies = await client.mget(telegram.map(({ actor }) => `fsm:telegram:${actor.person.telegram.id}`));
  client.disconnect();
  return copies.map((copy) => JSON.parse(copy ?? "{}").version);
}
