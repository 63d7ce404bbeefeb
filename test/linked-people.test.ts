import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import {
  codeIn,
  confirm,
  givesEmailInWhatsapp,
  newEmail,
  signUpInTelegram,
  signUpInWhatsapp,
  ticketsOf,
} from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres();
});
afterAll(() => world?.stop());

/** One person on both messengers, by LINK; whoever is registered stays so. */
async function link(actor: Actor): Promise<void> {
  const { text } = await actor.telegram.asks("/link");
  await actor.whatsapp.asks(`LINK ${/\d{6}/.exec(text)?.[0]}`, /Connect this/);
  await actor.whatsapp.taps("Connect");
  await actor.whatsapp.hears(/^Done/);
  await actor.telegram.hears(/Connected/);
}

/** Registered in Telegram for one event, in WhatsApp for the other, and then one. */
async function linkedPerson(title: string): Promise<Actor> {
  const here = await world.publish({ title: `${title} here` });
  const there = await world.publish({ title: `${title} there` });
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug: here.slug, email: "none" });
  await signUpInWhatsapp(actor.whatsapp, { slug: there.slug, email: "none" });
  await link(actor);
  return actor;
}

const seats = async (id: string) => {
  const { body } = await world.api(`/events/${id}`);
  return { taken: body.taken, waiting: body.waiting };
};

test("what was registered on one messenger is seen and given up on the other", async () => {
  const actor = await linkedPerson("Seen");

  expect(await ticketsOf(actor.telegram)).toMatch(/Seen here[\s\S]*Seen there/);
  await actor.telegram.asks("2", /Seen there/);
  await actor.telegram.taps("I can't come");
  await actor.telegram.hears(/free again/);

  expect(await ticketsOf(actor.whatsapp)).toMatch(/Seen here/);
  expect(await ticketsOf(actor.whatsapp)).not.toMatch(/Seen there/);
});

test("the same event registered twice becomes one seat, and the other goes to the next", async () => {
  const event = await world.publish({ title: "Twice", maxParticipants: 2 });
  const actor = world.sandbox.newPerson();
  const next = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email: "none" });
  await signUpInWhatsapp(actor.whatsapp, { slug: event.slug, email: "none" });
  await next.telegram.asks(`/start e_${event.slug}`, /Full/);
  await next.telegram.taps("Take it for me");
  await next.telegram.hears(/e-mail/);
  await next.telegram.taps("No e-mail");
  await next.telegram.hears(/Waiting list/);
  await next.telegram.taps("Confirm");
  await next.telegram.hears(/on the waiting list/);

  await link(actor);

  await next.telegram.hears(/A seat came free/);
  expect(await seats(event.id)).toEqual({ taken: 2, waiting: 0 });
});

test("a notice to someone who is linked comes once, where they wrote last", async () => {
  const event = await world.publish({ title: "Told once" });
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email: "none" });
  await actor.whatsapp.asks("events");
  await link(actor);
  world.clock.moveForward(2_000); // the platforms tell whole seconds
  await ticketsOf(actor.whatsapp);
  const before = { telegram: actor.telegram.messages.length, whatsapp: actor.whatsapp.messages.length };

  await world.api(`/events/${event.id}`, { location: "The other hall" }, "PATCH");
  await world.app.processAll();

  await actor.whatsapp.hears(/The other hall/);
  expect(actor.whatsapp.messages).toHaveLength(before.whatsapp + 1);
  expect(actor.telegram.messages).toHaveLength(before.telegram);
});

test("whoever prefers a messenger is written to there, wherever they wrote last", async () => {
  const event = await world.publish({ title: "Preferred" });
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email: "none" });
  await actor.whatsapp.asks("events");
  await link(actor);
  await actor.telegram.taps("Always here");
  await actor.telegram.hears();
  world.clock.moveForward(2_000);
  await ticketsOf(actor.whatsapp);

  await world.api(`/events/${event.id}`, { location: "A third hall" }, "PATCH");

  expect((await actor.telegram.hears(/A third hall/)).text).toMatch(/Preferred/);
});

test("undone within 24 hours, each messenger has its own tickets again, and both hear of it", async () => {
  const actor = await linkedPerson("Undone");

  await actor.telegram.taps("Undo (24 h)");

  expect((await actor.telegram.hears()).text).toMatch(/your chats are separate again/);
  await actor.whatsapp.hears(/your chats are separate again/);
  expect(await ticketsOf(actor.telegram)).toMatch(/Undone here/);
  expect(await ticketsOf(actor.telegram)).not.toMatch(/Undone there/);
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Undone there/);
  expect(await ticketsOf(actor.whatsapp)).not.toMatch(/Undone here/);
});

test("the chat that connected can undo it as well, and once more is no harm", async () => {
  const actor = await linkedPerson("Undone by asker");
  const done = actor.whatsapp.last;

  await actor.whatsapp.taps("That was not me", done);
  expect((await actor.whatsapp.hears()).text).toMatch(/separate again/);
  await actor.telegram.hears(/separate again/);
  await actor.whatsapp.taps("That was not me", done);
  expect((await actor.whatsapp.hears()).text).toMatch(/separate again/);

  expect(await ticketsOf(actor.telegram)).toMatch(/Undone by asker here/);
});

test("someone who hides the number is linked by code like anybody else", async () => {
  const event = await world.publish({ title: "Встреча" });
  const other = await world.publish({ title: "Хор" });
  const olga = world.sandbox.person("Ольга");
  const email = newEmail();
  await olga.whatsapp.asks(`Здравствуйте! Хочу прийти: ${event.slug}`, /Встреча/);
  await olga.whatsapp.taps("Записаться");
  await olga.whatsapp.hears(/имя/);
  await olga.whatsapp.asks(`Ольга Смирнова ${email}`, /Проверьте/);
  await olga.whatsapp.taps("Подтверждаю");
  await olga.whatsapp.hears(/Вы записаны/);

  await olga.telegram.asks(`/start e_${other.slug}`, /Хор/);
  await olga.telegram.taps("Записаться: Ольга Смирнова");
  await olga.telegram.hears(/почта/);
  await olga.telegram.asks(email, /прислал код/);
  const brought = await olga.whatsapp.hears(/в Telegram указал/);
  await olga.telegram.asks(codeIn(brought), /в одном списке/);
  await olga.whatsapp.hears(/Связано/);
  await olga.telegram.taps("Подтверждаю");
  await olga.telegram.hears(/Вы записаны/);

  expect((await olga.whatsapp.asks("мои")).text).toMatch(/Встреча[\s\S]*Хор/);
});

test("after a day there is nothing to undo", async () => {
  const actor = await linkedPerson("Too late");
  const told = actor.telegram.last;
  world.clock.moveForward(24 * 60 * 60_000 + 1000);

  await actor.telegram.taps("Undo (24 h)", told);

  expect((await actor.telegram.hears()).text).toMatch(/can no longer be undone here.*info@club\.example/);
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Too late here[\s\S]*Too late there/);
});

test("someone known who was linked by code is asked for no name any more", async () => {
  const event = await world.publish({ title: "Known already" });
  const other = await world.publish({ title: "One more" });
  const actor = world.sandbox.newPerson();
  const email = newEmail();
  await signUpInTelegram(actor.telegram, { slug: event.slug, email });
  await givesEmailInWhatsapp(actor.whatsapp, { slug: other.slug, email });
  await actor.whatsapp.asks(codeIn(await actor.telegram.hears(/Somebody in/)), /one list/);
  await confirm(actor.whatsapp);
  const third = await world.publish({ title: "The third" });

  await actor.whatsapp.asks(`Hello! ${third.slug}`, /Name and e-mail as last time/);
  await actor.whatsapp.taps("Sign me up");

  expect((await actor.whatsapp.hears()).text).toMatch(/You are in!/);
});
