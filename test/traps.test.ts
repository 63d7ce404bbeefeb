import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_PLACE, MAX_TITLE } from "../src/event-fields.ts";
import type { Actor } from "../src/sandbox/cast.ts";
import type { Message } from "../src/sandbox/conversation.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { giveUp, signUp } from "./journey.ts";
import { codeIn, givesEmailInWhatsapp, newEmail, signUpInTelegram } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

/*
 * Thirteen bugs that others shipped, each played through the whole app. Where one has a test nearer to the line that
 * guards it, or a race with a control, that is named beside it.
 */

const HOUR_MS = 60 * 60_000;
const TWO_DAYS = 48;

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres();
});
afterAll(() => world?.stop());

interface Happening {
  id: string;
  slug: string;
  title: string;
  start: number;
}

let happenings = 1;
async function publish(more: { inHours?: number; maxParticipants?: number } = {}): Promise<Happening> {
  const { inHours = TWO_DAYS, ...rest } = more;
  const title = `Happening ${happenings++}.`;
  const start = Math.ceil(world.clock.now().getTime() / 60_000) * 60_000 + inHours * HOUR_MS;
  const event = await world.publish({ title, startsAt: new Date(start).toISOString(), ...rest });
  return { ...event, title, start };
}

/** People in Telegram who have a place at an event, or wait for one. */
async function joinedBy(people: number, { slug }: Happening): Promise<Actor[]> {
  const actors = Array.from({ length: people }, () => world.sandbox.newPerson());
  for (const { telegram } of actors) await signUp(telegram, slug);
  return actors;
}

async function goTo(start: number, hoursBefore: number): Promise<void> {
  world.clock.moveForward(Math.max(0, start - hoursBefore * HOUR_MS - world.clock.now().getTime()));
  await world.app.runJobs();
}

const moveTo = (event: Happening, start: number) =>
  world.api(`/events/${event.id}`, { startsAt: new Date(start).toISOString() }, "PATCH");

/** What the bot said about an event, unasked, to remind of it. */
function remindersIn({ messages }: Phone, { title }: Happening): Message[] {
  return messages.filter(
    ({ author, text }) =>
      author === "bot" && text.includes(title) && /[Cc]oming\?|In one hour|In \d+ minutes/.test(text),
  );
}

async function reasonsOf({ id }: Happening): Promise<string[]> {
  const rows = await world.database.db
    .selectFrom("outbox")
    .select(["kind", "status", "reason"])
    .where("eventId", "=", id as never)
    .where("kind", "like", "reminder-%")
    .orderBy("id")
    .execute();
  return rows.map(({ kind, status, reason }) => [kind, status, reason].filter(Boolean).join(", "));
}

const seatsOf = async ({ id }: Happening) =>
  (await world.api(`/events/${id}`)).body as { taken: number; coming: number };

// Nearer: src/services/reminders.test.ts, "come for the new start of an event that moved".
test("trap 1: whoever was reminded of a start is reminded of the next one, too", async () => {
  const event = await publish();
  const [max] = (await joinedBy(1, event)) as [Actor];
  await goTo(event.start, 24);
  expect(remindersIn(max.telegram, event)).toHaveLength(1);

  const start = event.start + 72 * HOUR_MS;
  await moveTo(event, start);
  await goTo(event.start, 0.5);
  expect(remindersIn(max.telegram, event)).toHaveLength(1);
  await goTo(start, 24);
  expect(remindersIn(max.telegram, event)).toHaveLength(2);
  await goTo(start, 1);
  expect(remindersIn(max.telegram, event)).toHaveLength(3);
});

// Nearer: src/outbox/subject.test.ts, "a reminder does not go when the event was moved".
test("trap 2: what is sent looks at the start of now, not at that of the signing up", async () => {
  const event = await publish({ inHours: 96 });
  const [max] = (await joinedBy(1, event)) as [Actor];
  const start = event.start - TWO_DAYS * HOUR_MS;
  await moveTo(event, start);

  await goTo(start, 24);
  expect(remindersIn(max.telegram, event).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^(Tomorrow|Today)/),
  ]);
  await goTo(start, 1);
  await goTo(event.start, 24);
  await goTo(event.start, 1);

  expect(remindersIn(max.telegram, event)).toHaveLength(2);
});

// Nearer: test/killed.test.ts, for a process that ends between any two steps.
test("trap 3: when a mailing breaks off in its middle, who was told is not told again", async () => {
  const event = await publish();
  const people = await joinedBy(3, event);
  const chat = String(people[1]?.person.telegram.id);
  world.sandbox.faults.add(
    { type: "broken", status: 503 },
    { platform: "telegram", method: "sendmessage", chat, times: 2 },
  );

  await goTo(event.start, 24);
  await world.stopApp();
  await world.startApp();
  await goTo(event.start, 23);
  await goTo(event.start, 22);

  expect(people.map(({ telegram }) => remindersIn(telegram, event).length)).toEqual([1, 1, 1]);
});

test("trap 4: who has blocked the bot keeps no message from the others, in no order", async () => {
  const event = await publish();
  const people = await joinedBy(3, event);
  for (const blocked of [people[0], people[1]]) await blocked?.telegram.blocks();
  await world.database.db.updateTable("chats").set({ blockedAt: null }).execute(); // we have not heard of it yet

  await goTo(event.start, 24);

  expect(people.map(({ telegram }) => remindersIn(telegram, event).length)).toEqual([0, 0, 1]);
  const reasons = await reasonsOf(event);
  expect(reasons).toHaveLength(3);
  expect(reasons.filter((reason) => /^reminder-24h, (sent|delivered)/.test(reason))).toHaveLength(1);
  expect(reasons.filter((reason) => /no chat of this person can be reached|blocked/.test(reason))).toHaveLength(2);
});

// Nearer: src/services/reminders.test.ts, "of somebody who registers %d hours before the start" and downtime.
test("trap 5: a reminder for the last minutes goes, or says why it does not", async () => {
  const event = await publish({ inHours: 30 });
  const [early] = (await joinedBy(1, event)) as [Actor];
  await goTo(event.start, 24);
  await world.stopApp();
  world.clock.moveForward(event.start - 10 * 60_000 - world.clock.now().getTime());
  await world.startApp();
  const [late] = (await joinedBy(1, event)) as [Actor];
  await world.app.runJobs();

  expect(remindersIn(early.telegram, event).at(-1)?.text).toMatch(/^In (9|10) minutes/);
  expect(remindersIn(late.telegram, event)).toEqual([]);
  expect((await reasonsOf(event)).filter((reason) => reason.includes("skipped"))).toEqual([
    "reminder-24h, skipped, the seat was confirmed after its moment",
    "reminder-1h, skipped, the seat was confirmed after its moment",
  ]);
});

test("trap 6: one yes answers one reminder, pressed or typed", async () => {
  const [one, other] = [await publish(), await publish()];
  const max = world.sandbox.newPerson().telegram;
  await signUp(max, one.slug);
  await max.asks(`/start e_${other.slug}`);
  await max.taps("Register");
  await max.hears(/You are in/);
  await goTo(one.start, 24);
  await goTo(other.start, 24);
  const [reminder] = remindersIn(max, one);

  await max.taps("I'm coming", reminder as Message);
  await max.hears();
  expect([(await seatsOf(one)).coming, (await seatsOf(other)).coming]).toEqual([1, 0]);

  await max.asks("yes");
  expect((await seatsOf(other)).coming).toBe(0);
});

// Nearer: src/services/seat-races.test.ts, and its control without the lock.
test("trap 7: of many who take the last seats at once, as many have one as there are", async () => {
  const event = await publish({ maxParticipants: 3 });
  const phones = Array.from({ length: 9 }, () => world.sandbox.newPerson().telegram);
  for (const phone of phones) {
    await phone.asks(`/start e_${event.slug}`);
    await phone.asks("yes");
    await phone.asks("no", /Confirm/);
  }

  const answers = await Promise.all(phones.map((phone) => phone.asks("yes")));

  expect(answers.filter(({ text }) => /You are in/.test(text))).toHaveLength(3);
  expect(answers.filter(({ text }) => /last seat has just been taken/.test(text))).toHaveLength(6);
  expect((await seatsOf(event)).taken).toBe(3);
});

// Nearer: src/services/seats.laws.test.ts.
test("trap 8: a seat that is given up is free for the next, at once", async () => {
  const event = await publish({ maxParticipants: 1 });
  const [holder] = (await joinedBy(1, event)) as [Actor];
  await giveUp(holder.telegram);
  expect((await seatsOf(event)).taken).toBe(0);

  const [next, waiter] = (await joinedBy(2, event)) as [Actor, Actor];
  expect((await seatsOf(event)).taken).toBe(1);
  await giveUp(next.telegram);
  await world.app.processAll();

  expect(waiter.telegram.last.text).toMatch(/seat .*yours|You are in/i);
  expect((await seatsOf(event)).taken).toBe(1);
});

// Nearer: src/whatsapp/classify.test.ts, every code of the platform's.
describe("trap 9: what the platform refuses for reasons of its own is nobody's wish to hear no more", () => {
  test.each([131049, 131056, 130472, 131000, 131026])("%d", async (code) => {
    const event = await publish();
    const anna = world.sandbox.newPerson();
    await signUp(anna.whatsapp, event.slug);
    const to = [anna.person.whatsapp.phone, anna.person.whatsapp.userId].filter(Boolean);
    for (const chat of to)
      world.sandbox.faults.add({ type: "refused", code, status: 400 }, { platform: "whatsapp", chat: String(chat) });

    await goTo(event.start, 24);
    world.sandbox.faults.clear();
    await anna.whatsapp.asks("hello");
    await goTo(event.start, 1);

    const chat = await world.database.db
      .selectFrom("chats as c")
      .innerJoin("users as u", "u.id", "c.userId")
      .select(["u.silencedAt", "u.remindersOffAt", "c.blockedAt"])
      .where("c.whatsappPhone", "=", anna.person.whatsapp.phone ?? "")
      .executeTakeFirstOrThrow();
    expect(chat).toEqual({ silencedAt: null, remindersOffAt: null, blockedAt: null });
    expect(remindersIn(anna.whatsapp, event).at(-1)?.text).toMatch(/In one hour/);
  });
});

// Nearer: test/two-processes.test.ts and test/webhooks.test.ts.
test("trap 10: an update that comes eight times in the same moment has its effect once", async () => {
  const event = await publish();
  const max = world.sandbox.newPerson().telegram;
  await signUp(max, event.slug);
  const { telegram: courier } = world.sandbox.webhooks;
  const body = courier.history().at(-1) ?? "";
  const twin = body.replace(/"update_id":\d+/, `"update_id":${world.sandbox.world.nextUpdateId()}`);
  await max.asks("/my");
  const known = max.messages.length;
  const fresh = (courier.history().at(-1) ?? "").replace(
    /"update_id":\d+/,
    `"update_id":${world.sandbox.world.nextUpdateId()}`,
  );
  expect(fresh).not.toBe(twin);

  const statuses = await Promise.all(Array.from({ length: 8 }, () => courier.deliverAgain(fresh)));
  await world.app.processAll();

  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(max.messages).toHaveLength(known + 1);
});

// Nearer: src/texts/every-intent.test.ts and test/odd-input.test.ts.
test.each(["telegram", "whatsapp"] as const)(
  "trap 11: no message outgrows the limits of %s, however long a title and a place",
  async (platform) => {
    const [title, location] = ["Ж".repeat(MAX_TITLE - 4), "Щ".repeat(MAX_PLACE)];
    const start = Math.ceil(world.clock.now().getTime() / 60_000) * 60_000 + TWO_DAYS * HOUR_MS;
    const startsAt = new Date(start).toISOString();
    const link = `https://club.example/${"x".repeat(900)}`;
    const long = { title, location, locationUrl: link, startsAt, maxParticipants: 2 };
    const event = { ...(await world.publish(long)), title, start };
    const phones = Array.from({ length: 3 }, () => world.sandbox.newPerson()[platform]);
    for (const phone of phones) await signUp(phone, event.slug);
    const [holder, waiter] = [phones[0], phones[2]] as [Phone, Phone];

    await goTo(start, 24);
    await goTo(start, 23);
    await world.api(`/events/${event.id}`, { location: "Э".repeat(MAX_PLACE) }, "PATCH");
    await world.api(`/events/${event.id}`, { maxParticipants: 3 }, "PATCH");
    await goTo(start, 1);
    await holder.asks("my");
    await world.api(`/events/${event.id}`, { status: "cancelled" }, "PATCH");
    await world.app.processAll();

    const rows = await world.database.db
      .selectFrom("outbox")
      .select(["kind", "status", "reason"])
      .where("eventId", "=", event.id as never)
      .execute();
    expect(
      rows
        .filter(({ status }) => !["sent", "delivered", "read"].includes(status))
        .map(({ kind, reason }) => [kind, reason]),
    ).toEqual([["reminder-24h", "the seat was confirmed after its moment"]]);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(
      new Set(["reminder-24h", "reminder-1h", "event-changed", "seat-yours", "event-cancelled"]),
    );
    expect(waiter.last.text).toMatch(/cancelled/);
  },
);

// Nearer: test/identity.test.ts.
test("trap 12: someone who shows a user name and no number is signed up, and reminded", async () => {
  const event = await publish();
  const hidden = world.sandbox.newPerson("Nemo", { whatsapp: { profileName: "Nemo", userId: "US.4711" } });
  await signUp(hidden.whatsapp, event.slug);
  expect(hidden.whatsapp.last.text).toMatch(/You are in/);

  await goTo(event.start, 24);
  await goTo(event.start, 1);

  expect(remindersIn(hidden.whatsapp, event).map(({ template }) => template)).toEqual(["reminder_24h", "reminder_1h"]);
});

// Nearer: test/linking-attacks.test.ts.
test("trap 13: a code that the owner of an address types for themselves proves nothing for the stranger who claimed it", async () => {
  const event = await publish();
  const email = newEmail();
  const owner = world.sandbox.newPerson().telegram;
  await signUpInTelegram(owner, { slug: event.slug, email });
  const stranger = world.sandbox.newPerson().whatsapp;
  await givesEmailInWhatsapp(stranger, { slug: event.slug, email });
  await world.app.processAll();

  const code = codeIn(owner.last);
  await owner.asks(code);
  expect((await stranger.asks("my")).text).toMatch(/not signed up/);
  // In the chat that asked, and nowhere else, it is worth something.
  const other = world.sandbox.newPerson().whatsapp;
  await givesEmailInWhatsapp(other, { slug: event.slug, email });
  await world.app.processAll(); // the owner has the second code before they are asked anything
  await other.asks(code, /not the code|code/);
  expect((await other.asks("my")).text).toMatch(/not signed up/);
  expect((await owner.asks("my")).text).toMatch(event.title);
});
