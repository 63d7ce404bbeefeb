import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import { newWamid, toContact, toSender } from "../src/sandbox/whatsapp-shapes.ts";
import { postToTelegram, postToWhatsapp } from "./raw-updates.ts";
import { signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;
let slug: string;
beforeAll(async () => {
  world = await openWorldOnPostgres();
  ({ slug } = await world.publish({ title: "Behind the webhooks" }));
});
afterAll(() => world?.stop());

/** As if something had just been written there: free words may go back. */
function opensWindow({ whatsapp }: Actor): void {
  world.sandbox.world.changeThread(whatsapp.thread, { started: true, lastInboundAt: world.clock.now().toISOString() });
}

test("each message of a delivery is handled on its own, whatever stands beside it", async () => {
  const people = Array.from({ length: 4 }, () => world.sandbox.newPerson());
  for (const person of people) opensWindow(person);
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
  const [one, two, three, four] = people.map(({ person }) => ({
    contact: toContact(person),
    message: { ...toSender(person), id: newWamid(), timestamp, type: "text", text: { body: "hello" } },
  }));
  const { phoneNumberId } = world.sandbox.credentials.whatsapp;
  const change = (messages: unknown[], contacts: unknown[], phone_number_id = phoneNumberId) => ({
    field: "messages",
    value: { messaging_product: "whatsapp", metadata: { phone_number_id }, contacts, messages },
  });
  const poison = { ...three?.message, id: newWamid(), text: { body: "\u0000\ud800 \u202e".repeat(50) } };
  const body = {
    object: "whatsapp_business_account",
    entry: [
      { id: "1", changes: [change([null, 12, {}, one?.message, two?.message], [two?.contact, one?.contact])] },
      "nonsense",
      {
        id: "2",
        changes: [{ field: "account_alerts", value: {} }, change([poison, three?.message], [three?.contact])],
      },
      { id: "3", changes: [change([four?.message], [four?.contact], "999")] },
    ],
  };

  expect((await postToWhatsapp(world, JSON.stringify(body))).status).toBe(200);
  await world.app.processAll();

  const heard = people.map(({ whatsapp }) => whatsapp.messages.filter(({ author }) => author === "bot").length);
  expect(heard).toEqual([1, 1, 2, 0]);
});

test("a delivery of one chat's messages is answered in their order", async () => {
  const actor = world.sandbox.newPerson();
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
  opensWindow(actor);
  const words = ["hello", "help", "language", "privacy"];
  const messages = words.map((text) => ({
    ...toSender(actor.person),
    id: newWamid(),
    timestamp,
    type: "text",
    text: { body: text },
  }));
  const metadata = { phone_number_id: world.sandbox.credentials.whatsapp.phoneNumberId };
  const value = { messaging_product: "whatsapp", metadata, contacts: [toContact(actor.person)], messages };
  const body = JSON.stringify({ entry: [{ changes: [{ field: "messages", value }] }] });

  expect((await postToWhatsapp(world, body)).status).toBe(200);
  await world.app.processAll();

  const said = actor.whatsapp.messages.filter(({ author }) => author === "bot").map(({ text }) => text);
  expect(said).toEqual([
    expect.stringMatching(/Behind the webhooks/),
    expect.stringMatching(/I sign you up/),
    expect.stringMatching(/language/),
    expect.stringMatching(/keeps/),
  ]);
});

/** The message that this one was sent as. */
const kept = (providerMessageId: string) =>
  world.app.database.db
    .selectFrom("outbox")
    .selectAll()
    .where("providerMessageId", "=", providerMessageId)
    .executeTakeFirst();

test("what WhatsApp tells of a message is written down, in whatever order and however often it is told", async () => {
  const actor = world.sandbox.newPerson();
  const { id } = await actor.whatsapp.asks("help");
  await world.sandbox.settled();
  const row = await kept(id);
  expect(row).toMatchObject({ status: "read", sentAt: expect.any(Date), readAt: expect.any(Date) });

  const { phoneNumberId } = world.sandbox.credentials.whatsapp;
  const status = (name: string) => ({ id, status: name, timestamp: "1760000000", recipient_id: "1" });
  const value = (statuses: object[]) => ({ metadata: { phone_number_id: phoneNumberId }, statuses });
  const statuses = ["delivered", "sent", "read", "sent", "of next year"].map(status);
  const body = JSON.stringify({ entry: [{ changes: [{ field: "messages", value: value(statuses) }] }] });
  expect((await postToWhatsapp(world, body)).status).toBe(200);

  expect(await kept(id)).toMatchObject({ status: "read" });
});

test("a message that WhatsApp could not bring is written down as failed, with its code", async () => {
  const actor = world.sandbox.newPerson();
  world.sandbox.failNextOnWhatsapp(131026);
  await actor.whatsapp.says("help");
  await world.app.processAll();
  await world.sandbox.settled();

  const failed = await world.app.database.db.selectFrom("outbox").selectAll().where("status", "=", "failed").execute();
  expect(failed).toEqual([expect.objectContaining({ reason: expect.stringMatching(/131026/) })]);
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Puts something else into one place of a body, or takes the place away. */
function mutate(body: Json, choices: number[], value: Json | undefined): Json | undefined {
  const [choice = 0, ...deeper] = choices;
  if (typeof body !== "object" || body === null || !choices.length) return value;
  const keys = Object.keys(body);
  if (!keys.length) return value;
  const key = keys[choice % keys.length] ?? "";
  const copy: Json = structuredClone(body);
  const child = Array.isArray(copy) ? copy[Number(key)] : copy[key];
  const changed = mutate(child ?? null, deeper, value);
  if (Array.isArray(copy)) copy.splice(Number(key), 1, ...(changed === undefined ? [] : [changed]));
  else if (changed === undefined) delete copy[key];
  else copy[key] = changed;
  return copy;
}

const strange = fc.option(
  fc.oneof(
    fc.json({ maxDepth: 3 }).map((text): Json => JSON.parse(text)),
    fc.constantFrom("", "\u0000", "\ud800", "__proto__", "constructor", "x".repeat(5_000), "-1", "1e400"),
    fc.constantFrom(0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, -0),
    fc.constant({ constructor: { prototype: {} }, toString: null }),
  ),
  { nil: undefined },
);

/** One of every kind of update that the people of these tests have made. */
async function makeBodies(): Promise<{ platform: "telegram" | "whatsapp"; body: Json }[]> {
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug, email: "none" });
  await signUpInWhatsapp(actor.whatsapp, { slug, email: "none" });
  await actor.telegram.sends("sticker");
  await actor.telegram.edits("other words");
  await actor.whatsapp.sends("voice");
  await actor.whatsapp.movesTo({ phone: `15551${accounts}239999`, userId: `US.${accounts++}239999` });
  await actor.telegram.blocks();
  await world.sandbox.settled();
  const kinds = new Map<string, { platform: "telegram" | "whatsapp"; body: Json }>();
  for (const platform of ["telegram", "whatsapp"] as const) {
    for (const text of world.sandbox.webhooks[platform].history()) {
      const body: Json = JSON.parse(text);
      kinds.set(listPaths(body).join(" "), { platform, body });
    }
  }
  return [...kinds.values()];
}
let accounts = 1;

function listPaths(body: Json, path: string[] = []): string[] {
  if (typeof body !== "object" || body === null) return [path.join("/")];
  return [path.join("/"), ...Object.entries(body).flatMap(([key, value]) => listPaths(value, [...path, key]))];
}

/** Posts it as an update that was never brought before. */
async function bring(platform: "telegram" | "whatsapp", body: Json): Promise<number> {
  if (typeof body === "object" && body && "update_id" in body && typeof body.update_id === "number")
    Object.assign(body, { update_id: world.sandbox.world.nextUpdateId() });
  const fresh = JSON.stringify(body).replaceAll(/wamid\.[^"]{10}/g, () => newWamid().slice(0, 16));
  const { status } = await (platform === "telegram" ? postToTelegram : postToWhatsapp)(world, fresh);
  return status;
}

const faults = () => world.logged.filter((line) => /set aside|past the chat|a request failed/.test(line));

test("nothing unstorable in any place of any update is refused, or breaks anything", { timeout: 60_000 }, async () => {
  for (const { platform, body } of await makeBodies()) {
    for (const path of listPaths(body).slice(1)) {
      for (const value of ["\u0000 \ud800", 1e21]) {
        const mutated: Json = structuredClone(body);
        const keys = path.split("/");
        const last = keys.pop() ?? "";
        const parent = keys.reduce<Json>((at, key) => (at as Record<string, Json>)[key] ?? null, mutated);
        (parent as Record<string, Json>)[last] = value;
        expect([await bring(platform, mutated), path]).toEqual([200, path]);
      }
    }
  }
  expect(faults()).toEqual([]);
});

test("no body that is almost right breaks the app, nor is it asked to come again", { timeout: 60_000 }, async () => {
  const bodies = await makeBodies();
  const path = fc.array(fc.nat(30), { minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), path, strange, async ({ platform, body }, choices, value) => {
      expect([200, 400]).toContain(await bring(platform, mutate(body, choices, value) ?? {}));
    }),
    { numRuns: 300 },
  );
  expect((await world.fetch("/health")).status).toBe(200);
  expect(faults()).toEqual([]);
});
