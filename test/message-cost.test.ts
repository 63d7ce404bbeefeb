import { afterAll, beforeAll, expect, test } from "vitest";
import type { Phone } from "../src/sandbox/phone.ts";
import { openTestDatabase, type TestPostgres } from "./database.ts";
import { signUp } from "./journey.ts";
import { emptyRedisUrl } from "./redis-url.ts";
import { tapPostgres, tapRedis, type Wiretap } from "./wiretap.ts";
import { openWorld, type TestWorld } from "./world.ts";

let database: TestPostgres;
let postgres: Wiretap;
let redis: Wiretap;
let world: TestWorld;
let slug: string;

beforeAll(async () => {
  database = await openTestDatabase("postgres");
  postgres = await tapPostgres(database.url);
  redis = await tapRedis(await emptyRedisUrl());
  world = await openWorld({ databaseUrl: postgres.url, redisUrl: redis.url });
  slug = (await world.publish({ maxParticipants: 300 })).slug;
});

afterAll(async () => {
  await world?.stop();
  await redis?.close();
  await postgres?.close();
  await database?.close();
});

/** What the stores are asked for one update, until its 200. The dispatcher's own rounds are left out. */
async function costOf(update: () => Promise<void>): Promise<{ postgres: string[]; trips: number; redis: string[] }> {
  await world.app.processAll();
  await world.sandbox.settled(); // WhatsApp's ticks for what was said before
  const asked = [postgres.listen(), redis.listen()] as const;
  await update();
  const [statements, commands] = asked.map((one) => one.stop());
  return {
    trips: asked[0].countTrips("dialogue: "),
    postgres: (statements ?? []).filter((statement) => !statement.startsWith("dispatcher: ")).map(toVerbs),
    // After the 200 Redis is given the new snapshot, and asked whether the reply may go.
    redis: (commands ?? []).filter((command) => command !== "set" && command !== "eval"),
  };
}

function toVerbs(statement: string): string {
  return statement.replace(/^(\w+):\s*(\w+).*$/s, "$1: $2");
}

const ONE_STATEMENT = { postgres: ["dialogue: with"], trips: 1, redis: ["get"] };

function newPhone(platform: "telegram" | "whatsapp"): Phone {
  return world.sandbox.newPerson(undefined, {})[platform];
}

async function askedForName(phone: Phone): Promise<void> {
  await phone.asks(`Hello! I would like to come: ${slug}`);
  await phone.asks("1");
  await phone.forges("correct-name");
  await phone.hears(/What name/);
}

test.each(["telegram", "whatsapp"] as const)(
  "a name typed costs one read of Redis and one statement, on %s",
  async (platform) => {
    const phone = newPhone(platform);
    await askedForName(phone);

    expect(await costOf(() => phone.says("Anna Petrova"))).toEqual(ONE_STATEMENT);
    await phone.hears(/e-mail/);
  },
);

test.each(["telegram", "whatsapp"] as const)(
  "a sticker costs one read of Redis and one statement, on %s",
  async (platform) => {
    const phone = newPhone(platform);
    await askedForName(phone);

    expect(await costOf(() => phone.sends("sticker"))).toEqual(ONE_STATEMENT);
    await phone.hears(/only read text/);
  },
);

test.each(["telegram", "whatsapp"] as const)(
  "a stranger's press under a card costs one read of Redis and two statements, and no transaction, on %s",
  async (platform) => {
    const phone = newPhone(platform);
    await phone.asks(`Hello! I would like to come: ${slug}`);

    expect(await costOf(() => phone.says("1"))).toEqual({
      postgres: [
        "dialogue: select", // the card
        "dialogue: with", // the step
      ],
      trips: 2,
      redis: ["get"],
    });
    await phone.hears(/e-mail|What name/);
  },
);

test("a confirmation is one read of Redis and one transaction of three round trips, however many have signed up", async () => {
  const first = await costOfConfirming(newPhone("telegram"));
  for (let n = 0; n < 20; n++) await signUp(newPhone("whatsapp"), slug);
  const later = await costOfConfirming(newPhone("telegram"));

  expect(first.redis).toEqual(["get"]);
  expect(first.trips).toBe(3); // take and look, write, commit
  expect(first.postgres.at(0)).toBe("dialogue: start");
  expect(first.postgres.at(-1)).toBe("dialogue: commit");
  expect(first.postgres.filter((statement) => /: (begin|start|commit)$/.test(statement))).toHaveLength(2);
  expect(later).toEqual(first);
});

async function costOfConfirming(phone: Phone) {
  await phone.asks(`/start e_${slug}`);
  await phone.asks("yes");
  await phone.asks("no", /Confirm/);
  const cost = await costOf(() => phone.says("yes"));
  await phone.hears(/You are in/);
  return cost;
}

test("a ticket scanned at the door is let in by one transaction of seven statements", async () => {
  const link = await world.app.team.ownerLink();
  const door = newPhone("telegram");
  await door.asks(`/start ${link?.split("start=")[1]}`);
  const now = world.clock.now().getTime();
  const evening = await world.publish({ startsAt: new Date(now + 3_600_000).toISOString() });
  const guest = newPhone("telegram");
  await signUp(guest, evening.slug);
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(guest.last.text)?.[0]?.replace("-", "") ?? "";
  await door.asks("door");

  const { postgres } = await costOf(() => door.says(`/start in_${code}`));
  await door.hears(/Welcome:/);
  expect(postgres).toEqual([
    "dialogue: begin",
    "dialogue: select", // the chat
    "dialogue: with", // the team
    "dialogue: select", // the code
    "dialogue: select", // the event
    "dialogue: with", // in, with the count
    "dialogue: insert", // who did it
    "dialogue: with", // the step
    "dialogue: commit",
  ]);
});
