import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import type { Person } from "../src/sandbox/conversation.ts";
import { emptyRedisUrl } from "./redis-url.ts";
import { signUpInTelegram, signUpInWhatsapp, ticketsOf } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres({ redisUrl: await emptyRedisUrl() });
});
afterAll(() => world?.stop());

let accounts = 1;
const newPhone = () => `1555777${String(accounts++).padStart(4, "0")}`;
const newBsuid = () => `US.55${String(accounts++).padStart(10, "0")}`;

/** Somebody on WhatsApp with just these of the two ids. */
function newAccount(ids: { phone?: string; userId?: string }): Actor {
  const name = `Account ${accounts++}`;
  return world.sandbox.newPerson(name, { whatsapp: { profileName: name, ...ids } });
}

/** From now on WhatsApp tells of them so. */
function becomesKnownAs({ person }: Actor, ids: Pick<Person["whatsapp"], "phone" | "userId">): void {
  const { profileName } = person.whatsapp;
  person.whatsapp = { profileName, ...ids };
}

async function withTicket(actor: Actor, title: string): Promise<void> {
  const { slug } = await world.publish({ title });
  await signUpInWhatsapp(actor.whatsapp, { slug, email: "none" });
}

async function chatsAt(ids: { phone?: string; userId?: string }) {
  return world.app.database.db
    .selectFrom("chats")
    .select(["whatsappPhone", "whatsappUserId", "userId"])
    .where((eb) => eb.or([eb("whatsappPhone", "=", ids.phone ?? ""), eb("whatsappUserId", "=", ids.userId ?? "")]))
    .execute();
}

test("a number learned later joins the chat of the id", async () => {
  const ids = { userId: newBsuid(), phone: newPhone() };
  const actor = newAccount({ userId: ids.userId });
  await withTicket(actor, "Phone learned");

  becomesKnownAs(actor, ids);

  expect(await ticketsOf(actor.whatsapp)).toMatch(/Phone learned/);
  expect(await chatsAt(ids)).toEqual([expect.objectContaining({ whatsappPhone: ids.phone })]);
});

test("an id learned later joins the chat of the number, and from then on leads to it without the number", async () => {
  const ids = { userId: newBsuid(), phone: newPhone() };
  const actor = newAccount({ phone: ids.phone });
  await withTicket(actor, "Id learned");

  becomesKnownAs(actor, ids);
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Id learned/);
  becomesKnownAs(actor, { userId: ids.userId });
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Id learned/);

  expect(await chatsAt(ids)).toEqual([expect.objectContaining({ whatsappPhone: ids.phone })]);
});

test("a chat of the number and a chat of the id that turn out to be one are one, with the tickets of both", async () => {
  const ids = { userId: newBsuid(), phone: newPhone() };
  const actor = newAccount({ phone: ids.phone });
  await withTicket(actor, "By number");
  becomesKnownAs(actor, { userId: ids.userId });
  await withTicket(actor, "By id");

  becomesKnownAs(actor, ids);

  expect(await ticketsOf(actor.whatsapp)).toMatch(/By number[\s\S]*By id/);
  expect(await chatsAt(ids)).toHaveLength(1);
});

test("a known number with another id is another person, who sees nothing of the former", async () => {
  const phone = newPhone();
  const former = newAccount({ phone, userId: newBsuid() });
  await withTicket(former, "Of the former");
  const next = newAccount({ phone, userId: newBsuid() });

  expect((await next.whatsapp.asks("my")).text).toMatch(/not signed up for anything/);
  const data = await next.whatsapp.asks("my data");
  expect(data.text).toMatch(/Name: not known/);

  // The former has a new number by now, and is known by the id.
  becomesKnownAs(former, { userId: former.person.whatsapp.userId ?? "" });
  expect(await ticketsOf(former.whatsapp)).toMatch(/Of the former/);
});

test("what waits for the former owner of a number does not go to the next", async () => {
  const phone = newPhone();
  const former = newAccount({ phone, userId: newBsuid() });
  const event = await world.publish({ title: "Kept from strangers" });
  await signUpInWhatsapp(former.whatsapp, { slug: event.slug, email: "none" });
  const next = newAccount({ phone, userId: newBsuid() });
  await next.whatsapp.asks("events");
  const heard = next.whatsapp.messages.length;

  await world.api(`/events/${event.id}`, { location: "Elsewhere" }, "PATCH");
  await world.app.processAll();

  await former.whatsapp.hears(/Elsewhere/);
  expect(next.whatsapp.messages).toHaveLength(heard);
});

test("a changed number goes on with the same chat, and reaches the person", async () => {
  const actor = newAccount({ phone: newPhone(), userId: newBsuid() });
  const event = await world.publish({ title: "Number changed" });
  await signUpInWhatsapp(actor.whatsapp, { slug: event.slug, email: "none" });

  await actor.whatsapp.movesTo({ phone: newPhone(), userId: newBsuid() });

  expect(await ticketsOf(actor.whatsapp)).toMatch(/Number changed/);
  await world.api(`/events/${event.id}`, { location: "Another hall" }, "PATCH");
  expect((await actor.whatsapp.hears(/Another hall/)).text).toMatch(/Number changed/);
});

test("a changed number is told as soon as it changed, though nothing is said", async () => {
  const before = { phone: newPhone(), userId: newBsuid() };
  const actor = newAccount(before);
  await withTicket(actor, "Said nothing");
  const heard = actor.whatsapp.messages.length;

  const after = { phone: newPhone(), userId: newBsuid() };
  await actor.whatsapp.movesTo(after);

  expect(await chatsAt(before)).toEqual([]);
  expect(await chatsAt(after)).toHaveLength(1);
  expect(actor.whatsapp.messages).toHaveLength(heard);
});

test("a changed id goes on with the same chat", async () => {
  const actor = newAccount({ userId: newBsuid() });
  await withTicket(actor, "Id changed");

  await actor.whatsapp.movesTo({ userId: newBsuid() });

  expect(await ticketsOf(actor.whatsapp)).toMatch(/Id changed/);
});

test("someone who comes to a new number with a number of their own written to before is one with both", async () => {
  const [old, fresh] = [newPhone(), newPhone()];
  const ids = { phone: old, userId: newBsuid() };
  const actor = newAccount(ids);
  await withTicket(actor, "From the old number");
  const other = newAccount({ phone: fresh });
  await withTicket(other, "From the new number");

  await actor.whatsapp.movesTo({ phone: fresh, userId: newBsuid() });

  expect(await ticketsOf(actor.whatsapp)).toMatch(/From the old number[\s\S]*From the new number/);
});

test("who blocks the bot in Telegram is written to no more, until they unblock it or write", async () => {
  const event = await world.publish({ title: "Blocked" });
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email: "none" });
  const calls = () => world.sandbox.faults.count({ platform: "telegram", chat: String(actor.person.telegram.id) });

  await actor.telegram.blocks();
  const before = calls();
  await world.api(`/events/${event.id}`, { location: "Said to nobody" }, "PATCH");
  await world.app.processAll();
  expect(calls()).toBe(before);
  const kept = await world.app.database.db
    .selectFrom("outbox")
    .selectAll()
    .where("kind", "=", "event-changed")
    .orderBy("id", "desc")
    .executeTakeFirst();
  expect(kept).toMatchObject({ status: "skipped", reason: expect.stringMatching(/reached|blocked/) });

  await actor.telegram.unblocks();
  await world.api(`/events/${event.id}`, { location: "Said again" }, "PATCH");
  expect((await actor.telegram.hears(/Said again/)).text).toMatch(/Blocked/);
});

test("who has two messengers and blocks one is written to on the other", async () => {
  const event = await world.publish({ title: "Other way" });
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email: "none" });
  const { text } = await actor.telegram.asks("/link");
  await actor.whatsapp.asks(`LINK ${/\d{6}/.exec(text)?.[0]}`, /Connect this/);
  await actor.whatsapp.taps("Connect");
  await actor.telegram.hears(/Connected/);
  world.clock.moveForward(2_000);
  await actor.telegram.asks("/my");

  await actor.telegram.blocks();
  await world.api(`/events/${event.id}`, { location: "By the other way" }, "PATCH");

  expect((await actor.whatsapp.hears(/By the other way/)).text).toMatch(/Other way/);
});
