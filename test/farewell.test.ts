import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import { sabotage, TRANSIENT } from "./sabotage.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;

beforeAll(async () => {
  world = await openWorldOnPostgres();
});
afterAll(() => world?.stop());

async function askToForget({ telegram }: Actor): Promise<void> {
  await telegram.asks("/start");
  await telegram.asks("/forget", /cannot be undone/);
}

const countAt = async ({ person }: Actor) =>
  (await world.database.db.selectFrom("chats").select("id").where("telegramId", "=", person.telegram.id).execute())
    .length;
const farewells = ({ telegram }: Actor) => telegram.messages.filter(({ text }) => text.startsWith("Deleted"));

test("the address stays for the farewell, and goes with it", async () => {
  const actor = world.sandbox.newPerson();
  await askToForget(actor);
  const arrival = Promise.withResolvers<void>();
  world.sandbox.faults.add({ type: "held", until: arrival.promise }, { method: "sendmessage" });
  const farewell = world.sandbox.faults.next({ method: "sendmessage" });
  await actor.telegram.taps("Yes, delete it all");
  await farewell;
  expect(await countAt(actor)).toBe(1);

  arrival.resolve();
  await actor.telegram.hears(/^Deleted/);
  await expect.poll(() => countAt(actor)).toBe(0);
});

test("no number is left in WhatsApp's ids of messages, whatever it still tells of them", async () => {
  const { whatsapp, person } = world.sandbox.newPerson();
  await whatsapp.asks("events");
  await whatsapp.asks("/forget", /cannot be undone/);
  await whatsapp.taps("Yes, delete it all");
  await whatsapp.hears(/^Deleted/);
  await world.app.processAll();
  const { whatsapp: courier } = world.sandbox.webhooks;
  const reports = courier.history().filter((body) => body.includes('"statuses"'));
  expect(reports.length).toBeGreaterThan(5);
  for (const body of reports) expect(await courier.deliverAgain(body)).toBe(200);
  await world.app.processAll();

  const rows = await world.database.db.selectFrom("outbox").select("providerMessageId").execute();
  const ids = rows.map(({ providerMessageId }) => Buffer.from(providerMessageId?.slice(6) ?? "", "base64"));
  expect(ids.filter((id) => id.includes(person.whatsapp.phone ?? ""))).toEqual([]);
});

test("a farewell counts as sent only with the address gone, and is not said again for that", async () => {
  const actor = world.sandbox.newPerson();
  await askToForget(actor);
  const where = "new.forgotten_at is not null and new.telegram_id is null";
  const undo = await sabotage(world.database.url, { table: "chats", code: TRANSIENT, where });
  await actor.telegram.taps("Yes, delete it all");
  await actor.telegram.hears(/^Deleted/);
  await expect.poll(() => world.logged.filter((line) => line.includes("cannot look")).length).toBeGreaterThan(0);
  const waiting = () => world.database.db.selectFrom("outbox").select("id").where("status", "=", "waiting").execute();
  expect(await waiting()).toHaveLength(1);
  expect(await countAt(actor)).toBe(1);

  await undo();
  await expect.poll(waiting, { timeout: 5_000 }).toEqual([]);
  expect(await countAt(actor)).toBe(0);
  expect(farewells(actor)).toHaveLength(1);
});
