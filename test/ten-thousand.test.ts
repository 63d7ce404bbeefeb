import { afterAll, beforeAll, expect, test } from "vitest";
import { toId } from "../src/ids.ts";
import { type AppProcess, createAppProcess } from "./app-process.ts";
import { serveBluntPlatforms } from "./blunt-platforms.ts";
import { createChance } from "./chance.ts";
import { type Conversation, converse, type EventRef } from "./conversations.ts";
import { openTestDatabase, type TestPostgres } from "./database.ts";
import { deliver, WEBHOOK_SECRET } from "./deliveries.ts";
import { readFinalState } from "./final-state.ts";
import { makeTempFolder } from "./machine.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { toEnvironment } from "./world.ts";

const SEED = 20_261_121;

interface Side {
  database: TestPostgres;
  redis: RedisServer;
  apps: AppProcess[];
}

let platforms: Awaited<ReturnType<typeof serveBluntPlatforms>>;
let folder: Awaited<ReturnType<typeof makeTempFolder>>;
let once: Side;
let often: Side;

// Processes of their own, since this is work for both cores of a small machine.
beforeAll(async () => {
  [platforms, folder] = await Promise.all([serveBluntPlatforms(), makeTempFolder()]);
  [once, often] = [await openSide(1), await openSide(2)];
});
afterAll(async () => {
  for (const side of [once, often]) {
    for (const app of side.apps) await app.kill();
    await side.redis.remove();
    await side.database.close();
  }
  await platforms.stop();
  await folder.remove();
});

async function openSide(size: number): Promise<Side> {
  const [database, redis] = await Promise.all([openTestDatabase("postgres"), startRedis()]);
  const stores = { DATABASE_URL: database.url, REDIS_URL: redis.url };
  const env = { ...toEnvironment(platforms, folder.path), TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET, ...stores };
  const apps: AppProcess[] = [];
  for (let n = 0; n < size; n++) {
    const app = await createAppProcess(env, { cwd: folder.path });
    await app.start();
    apps.push(app);
  }
  return { database, redis, apps };
}

/** The same events on both sides, by the same ids. */
async function publishOnBoth(title: string, maxParticipants: number | null): Promise<EventRef> {
  const startsAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
  const event = { title, startsAt, timeZone: "Europe/Moscow", location: "Library hall", maxParticipants };
  const { id, slug } = (await once.apps[0]?.publish(event)) ?? { id: "", slug: "" };
  const row = await once.database.db
    .selectFrom("events")
    .selectAll()
    .where("slug", "=", slug)
    .executeTakeFirstOrThrow();
  await often.database.db.insertInto("events").values(row).execute();
  return { id: toId(id), slug };
}

test("ten thousand updates, brought again and sprayed over two processes, come to the same as when each is brought once to one", {
  timeout: 600_000,
}, async () => {
  const roomy = [await publishOnBoth("Choir", null), await publishOnBoth("Chess", null)];
  const narrow = [await publishOnBoth("Pottery", 4), await publishOnBoth("Boats", 7)];
  const chance = createChance(SEED);
  const talk = (number: number, length: number, events: EventRef[]): Conversation => {
    const platform = number % 2 ? "whatsapp" : "telegram";
    return converse({ number, length, platform, events, now: new Date(), random: chance });
  };
  const free = Array.from({ length: 100 }, (_, n) => talk(n, 84, roomy));
  const bound = Array.from({ length: 20 }, (_, n) => talk(100 + n, 80, [...roomy, ...narrow]));
  expect([...free, ...bound].flatMap(({ bodies }) => bodies)).toHaveLength(10_000);

  const play = async ({ apps, database: { db } }: Side, repeats: number) => {
    const [order, random] = [createChance(SEED + 1), createChance(SEED + 2)];
    await deliver({ free, bound, urls: apps.map(({ url }) => url), repeats, order, random });
    const waiting = () => db.selectFrom("outbox").select("id").where("status", "=", "waiting").execute();
    await expect.poll(waiting, { timeout: 240_000 }).toEqual([]);
  };
  await Promise.all([play(once, 0), play(often, 0.3)]);

  const usual = await readFinalState(once.database.db);
  expect(await readFinalState(often.database.db)).toEqual(usual);
  expect(usual).toMatchObject({ unsent: [], updates: { length: 10_000 } });
});
