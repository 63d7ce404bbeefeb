import { Redis } from "ioredis";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { timetable } from "../src/assembly/timetable.ts";
import { noHotCopies } from "../src/chats/hot-copy.ts";
import type { Database } from "../src/database/schema.ts";
import type { Actor } from "../src/sandbox/cast.ts";
import { emptyRedisUrl, redisUrl } from "./redis-url.ts";
import { codeIn, givesEmailInWhatsapp, signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres({ redisUrl: await emptyRedisUrl() });
});
afterAll(() => world?.stop());

/** Somebody of whom every trace can be told from all others. */
function newUnmistakable(name: string): Actor {
  const digits = String(Date.now()).slice(-7);
  return world.sandbox.newPerson(name, {
    telegram: { id: 880_000_000_000 + Number(digits), firstName: name, lastName: "Unmistakable", languageCode: "en" },
    whatsapp: { profileName: `${name} Unmistakable`, phone: `1999${digits}`, userId: `US.99900${digits}` },
  });
}

function tracesOf({ name, person: { telegram, whatsapp } }: Actor, email: string): string[] {
  return [name, "Unmistakable", email, String(telegram.id), String(whatsapp.phone), String(whatsapp.userId)];
}

/** Everything in the database, as text. */
async function dump(): Promise<string> {
  const { db } = world.app.database;
  const tables = await sql<{ name: keyof Database }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
    db,
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db);
    texts.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return texts.join("\n");
}

/** What Redis has of both chats. */
async function keysOf({ person: { telegram, whatsapp } }: Actor): Promise<string[]> {
  const redis = new Redis(redisUrl());
  try {
    return [...(await redis.keys(`fsm:*${telegram.id}`)), ...(await redis.keys(`fsm:*${whatsapp.userId}`))];
  } finally {
    redis.disconnect();
  }
}

function found(traces: string[], text: string): string[] {
  const lines = text.split("\n");
  return traces.flatMap((trace) => lines.filter((line) => line.includes(trace)).map((line) => `${trace} in ${line}`));
}

/** Two messengers, linked by a code, with a ticket, a file of their data and a few words said. */
async function livesFully(actor: Actor, email: string): Promise<{ id: string; slug: string }> {
  const event = await world.publish();
  const other = await world.publish();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email });
  await givesEmailInWhatsapp(actor.whatsapp, { slug: other.slug, email });
  await actor.whatsapp.asks(codeIn(await actor.telegram.hears(/Somebody in/)), /one list/);
  await actor.telegram.hears(/Connected/);
  await actor.whatsapp.taps("Confirm");
  await actor.whatsapp.hears(/You are in/);
  await actor.whatsapp.asks("my data", /What Green Club keeps/);
  await actor.telegram.asks("my name is Unmistakable, what now?");
  return event;
}

async function forgets(phone: Actor["telegram"] | Actor["whatsapp"]): Promise<void> {
  await phone.asks("/forget", /cannot be undone/);
  await phone.taps("Yes, delete it all");
  await phone.hears(/Deleted: your name, your e-mail, your places/);
  await world.app.processAll();
}

test("after /forget nothing is left of the person in the database, on either messenger, and the counts hold", async () => {
  const actor = newUnmistakable("Forgettable");
  const email = "forgettable@example.org";
  const event = await livesFully(actor, email);
  expect(found(tracesOf(actor, email), await dump()).length).toBeGreaterThan(5);
  expect(await keysOf(actor)).toHaveLength(2);
  const next = world.sandbox.newPerson();
  await signUpInWhatsapp(next.whatsapp, { slug: event.slug, email: "none" });

  await forgets(actor.telegram);

  const wamids = actor.whatsapp.messages.map(({ id }) => id); // Meta's hold the number
  expect(found([...tracesOf(actor, email), ...wamids], await dump())).toEqual([]);
  await expect.poll(() => keysOf(actor)).toEqual([]);
  expect((await world.api(`/events/${event.id}`)).body).toMatchObject({ taken: 1, waiting: 0 });
});

test("the farewell arrives, and nothing that waited", async () => {
  const actor = world.sandbox.newPerson();
  const event = await world.publish({ title: "Waits for nobody" });
  await signUpInTelegram(actor.telegram, { slug: event.slug, email: "none" });
  const chat = String(actor.person.telegram.id);
  world.sandbox.faults.add({ type: "too-many", retryAfter: 20 }, { platform: "telegram", method: "sendMessage", chat });
  await world.api(`/events/${event.id}`, { location: "Never told" }, "PATCH");
  await world.app.processAll();

  expect(actor.telegram.messages.filter(({ text }) => text.includes("Never told"))).toEqual([]);

  await forgets(actor.telegram);
  world.clock.moveForward(60_000);
  await world.app.processAll();

  expect(actor.telegram.last.text).toMatch(/^Deleted/);
  expect(actor.telegram.messages.filter(({ text }) => text.includes("Never told"))).toEqual([]);
});

test("whoever writes again begins anew, as somebody nobody knows", async () => {
  const actor = newUnmistakable("Anew");
  await livesFully(actor, "anew@example.org");
  await forgets(actor.whatsapp);
  world.clock.moveForward(2_000);

  expect((await actor.telegram.asks("/my")).text).toMatch(/not signed up for anything/);
  expect((await actor.whatsapp.asks("my data")).text).toMatch(/Name: not known[\s\S]*E-mail: not known/);
});

test("a link to one's data opens a page, gives the file once, and no more after /forget", async () => {
  const actor = newUnmistakable("Exported");
  await livesFully(actor, "exported@example.org");
  const linkIn = ({ text }: { text: string }) => new URL(/https?:\S+\/my-data\/\S+/.exec(text)?.[0] ?? "").pathname;
  const link = linkIn(await actor.telegram.asks("/mydata"));

  const page = await world.fetch(link);
  expect(page.status).toBe(200);
  expect(await page.text()).not.toContain("exported@example.org");
  const file = await world.fetch(link, { method: "POST" });
  expect(file.headers.get("content-disposition")).toMatch(/attachment.*my-data\.json/);
  const data = await file.text();
  expect(found(["exported@example.org", String(actor.person.telegram.id), "confirmed"], data).length).toBeGreaterThan(
    2,
  );
  expect((await world.fetch(link, { method: "POST" })).status).toBe(410);

  world.clock.moveForward(2_000);
  const second = linkIn(await actor.telegram.asks("/mydata"));
  await forgets(actor.telegram);
  expect((await world.fetch(second, { method: "POST" })).status).toBe(410);
});

test("the log of all that tells ids and outcomes, and no name, address, word or code", async () => {
  const actor = newUnmistakable("Unlogged");
  const email = "unlogged@example.org";
  const from = world.logged.length;
  world.sandbox.faults.add({ type: "broken", status: 500 }, { times: 1, chat: String(actor.person.telegram.id) });
  await livesFully(actor, email);
  await forgets(actor.telegram);

  const lines = world.logged.slice(from);
  const said = [...actor.telegram.messages, ...actor.whatsapp.messages].map(({ text }) => text);
  const codes = said.flatMap((text) => text.match(/\b\d{3} \d{3}\b|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\b\d{6}\b/g) ?? []);
  expect(lines.length).toBeGreaterThan(10);
  expect(codes.length).toBeGreaterThan(2);
  const secrets = [...tracesOf(actor, email), ...codes, ...codes.map((code) => code.replace(/[ -]/, ""))];
  expect(found([...secrets, ...said.filter((text) => text.length > 12)], lines.join("\n"))).toEqual([]);
});

test("so many days after the last event the nightly job forgets people, and tells nobody", async () => {
  const actor = newUnmistakable("Expired");
  const email = "expired@example.org";
  await livesFully(actor, email);
  const heard = { telegram: actor.telegram.messages.length, whatsapp: actor.whatsapp.messages.length };
  world.clock.moveForward(2 * 24 * 60 * 60_000 + 90 * 24 * 60 * 60_000 + 60_000);

  const { config, database: ground, clock, house, team } = world.app;
  const copies: string[] = [];
  const silent = { info() {}, warn() {}, error() {} };
  const jobs = timetable(
    { config, database: ground, clock, house, team, log: silent as never, texts: {} as never },
    {
      hotCopies: { ...noHotCopies, forget: ({ platform }) => void copies.push(platform) },
      remind: async () => {},
      refreshTeam: async () => {},
      passOn: async () => {},
      broadcasts: { tell: async () => {}, tellSoon: async () => {}, wake() {} },
    },
  );
  await jobs.find(({ name }) => name === "forget people after the retention")?.run();
  await world.app.processAll();

  expect(found(tracesOf(actor, email), await dump())).toEqual([]);
  expect({ telegram: actor.telegram.messages.length, whatsapp: actor.whatsapp.messages.length }).toEqual(heard);
  expect(copies).toEqual(expect.arrayContaining(["telegram", "whatsapp"]));
});
