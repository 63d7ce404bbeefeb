import { expect, test } from "vitest";
import { inTransaction } from "../src/database/faults.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { giveRole } from "../src/services/staff.ts";
import { moveTo } from "./daytime.ts";
import { CHOIR, CHOIR_RU, giveUp, openJourney, signUp } from "./journey.ts";
import { openEvent, ownerOf } from "./organisers.ts";
import type { TestWorld } from "./world.ts";

type Phones = ReturnType<TestWorld["sandbox"]["newPerson"]>;

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600_000;

test("words to all: typed, looked at, sent to both messengers, with progress in one message and a report", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  moveTo(world.clock, 12);
  const event = await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));
  const [ada, ben, cid] = [world.sandbox.newPerson(), world.sandbox.newPerson(), world.sandbox.newPerson()];
  await signUp(cid.whatsapp, event.slug);
  world.clock.moveForward(2 * DAY_MS);
  await signUp(ada.telegram, event.slug);
  await signUp(ben.whatsapp, event.slug);

  await max.says("menu");
  await max.taps("Events");
  await max.taps("1 · Mon 14 Dec, 19:00");
  await max.taps("Write");
  await max.sends("sticker");
  await max.says("long ".repeat(150));
  await max.says("Bring a <cup> &\n\n*songs*.");
  await max.taps("Change the words");
  await max.says("Please bring a <cup> &\n\n*songs*!");
  await max.taps("Send");
  const heard = [await ada.telegram.hears(/cup/), await ben.whatsapp.hears(/cup/), await cid.whatsapp.hears(/cup/)];
  world.clock.moveForward(20 * SECOND_MS);
  await world.app.runJobs();
  await max.hears(/your message/);

  expect(heard.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "Choir evening, Mon 14 December
    From Green Club:

    Please bring a <cup> &

    *songs*!",
      "Choir evening, Monday 14 December
    From Green Club:

    Please bring a <cup> &

    ∗songs∗!",
      "This is about Choir evening (Monday 14 December), where you have a place or wait for one. Green Club writes: Please bring a <cup> & ∗songs∗! The button below shows how you are signed up.",
    ]
  `);
  expect(await max.transcript()).toMatchInlineSnapshot(`
    "> menu
    What would you like to do?
    [New event] | [Events] [Team] | [People] [Door] [Everything working?]
    > [Events]
    All events: those to come, the soonest first, then those that are over. // 1. *Choir evening*, Mon 14 Dec, 19:00. Room for everybody.
    [1 · Mon 14 Dec, 19:00] | [Menu]
    > [1 · Mon 14 Dec, 19:00]
    *Choir evening* / Mon 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 // Published. Seats taken: 3. Waiting: 0.
    [Links] [Poster] | [Correct] [New one like it] | [People] [Write] [Door] | [Cancel the event] [Menu]
    > [Write]
    *Choir evening*. All who have a place or wait: 3. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > (sticker)
    I can only read text and buttons. // *Choir evening*. All who have a place or wait: 3. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long 
    That is 749 characters long; 700 at most fit here. Please shorten it. // *Choir evening*. All who have a place or wait: 3. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > Bring a <cup> &

    *songs*.
    All who have a place or wait: 3 of 3; 1 by template. // They get this: // *Choir evening*, Mon 14 December / From Green Club: // Bring a <cup> & // *songs*.
    [Send] [Change the words] [Leave it]
    > [Change the words]
    *Choir evening*. All who have a place or wait: 3. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > Please bring a <cup> &

    *songs*!
    All who have a place or wait: 3 of 3; 1 by template. // They get this: // *Choir evening*, Mon 14 December / From Green Club: // Please bring a <cup> & // *songs*!
    [Send] [Change the words] [Leave it]
    > [Send]
    (edited) *Choir evening*. Sent 0 of 3 …
    [Stop]
    *Choir evening*, your message. It went to 3 of 3. // WhatsApp: 2, delivered 2, read 2 / Telegram: 1
    [How it is now] [Back to the event]"
  `);
});

/** A second one, whom the first has invited. */
async function organiser(world: TestWorld, { telegram, person }: Phones): Promise<void> {
  await telegram.asks("/help");
  const { db } = world.app.database;
  const { id: telegramId } = person.telegram;
  const chat = await db.selectFrom("chats").select("id").where("telegramId", "=", telegramId).executeTakeFirstOrThrow();
  const speaks = { platform: "telegram" as const, locale: "en" as const, zone: undefined, profileName: undefined };
  const actor = { chatId: chat.id, userId: undefined, ...speaks };
  const now = world.clock.now();
  await inTransaction(db, (trx) => giveRole(trx, { actor, role: "organiser", invitedBy: undefined, now }));
}

test("in Russian, to those who wait, at night: the words outlive a restart and another talk, and go in the morning", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const event = await world.publish({ ...CHOIR_RU, maxParticipants: 1 });
  const olga = talk(world.sandbox.person("Ольга").telegram);
  await olga.quietly((phone) => ownerOf(world, phone));
  const [ada, ben] = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  await signUp(ada.telegram, event.slug);
  await signUp(ben.telegram, event.slug);
  moveTo(world.clock, 23, 30);

  await olga.quietly(openEvent);
  await olga.taps("Написать");
  await olga.taps("Тем, кто в очереди");
  await olga.says("Есть ещё один зал, завтра скажем больше.");
  await olga.says("меню");
  await world.stopApp();
  await world.startApp();
  await olga.taps("События");
  await olga.taps("1 · пн 14 дек., 19:00");
  await olga.taps("Написать");
  await olga.taps("Отправить");
  await world.app.processAll();
  const before = ben.telegram.messages.length;
  world.clock.moveForward(5 * SECOND_MS);
  await world.app.runJobs();
  expect(ben.telegram.messages).toHaveLength(before);
  moveTo(world.clock, 8, 0);
  await world.app.runJobs();
  await ben.telegram.hears(/ещё один зал/);
  world.clock.moveForward(5 * SECOND_MS);
  await world.app.runJobs();
  await olga.hears(/ваше сообщение/);

  expect(ada.telegram.messages.filter(({ text }) => text.includes("зал,"))).toEqual([]);
  expect(await olga.transcript()).toMatchInlineSnapshot(`
    "> [Написать]
    *Хоровой вечер*: кому написать? // Все, у кого есть место или кто в очереди: 2. С местом: 1. В очереди: 1.
    [Всем] [Тем, кто с местом] | [Тем, кто в очереди] [Нет, оставить]
    > [Тем, кто в очереди]
    *Хоровой вечер*. Те, кто в очереди: 1. Что им написать? До 700 знаков.
    [Нет, оставить]
    > Есть ещё один зал, завтра скажем больше.
    Те, кто в очереди: 1 из 1. У 1 из них сейчас ночь: сообщение придёт с 08:00 по местному времени. // Придёт вот что: // *«Хоровой вечер»*, пн, 14 декабря / Пишет «Green Club»: // Есть ещё один зал, завтра скажем больше.
    [Отправить] [Отправить сразу] | [Изменить текст] [Не отправлять]
    > меню
    Что сделаем?
    [Новое событие] | [События] [Команда] | [Люди] [Вход] [Всё ли работает?]
    > [События]
    Все события: сначала ближайшие, потом прошедшие. // 1. *Хоровой вечер*, пн 14 дек., 19:00. Мест нет, ждёт 1 человек.
    [1 · пн 14 дек., 19:00] | [Меню]
    > [1 · пн 14 дек., 19:00]
    *Хоровой вечер* / Пн, 14 декабря, 19:00 (по Москве) / Дом культуры // Опубликовано. Занято мест: 1. Ждут: 1.
    [Ссылки] [Афиша] | [Исправить] [Такое же новое] | [Люди] [Написать] [Вход] | [Отменить событие] [Меню]
    > [Написать]
    Этот текст ещё не отправлен. // Те, кто в очереди: 1 из 1. У 1 из них сейчас ночь: сообщение придёт с 08:00 по местному времени. // Придёт вот что: // *«Хоровой вечер»*, пн, 14 декабря / Пишет «Green Club»: // Есть ещё один зал, завтра скажем больше.
    [Отправить] [Отправить сразу] | [Изменить текст] [Не отправлять]
    > [Отправить]
    (edited) *Хоровой вечер*. Отправлено 0 из 1 … Позже получат: 1.
    [Остановить]
    *Хоровой вечер*, ваше сообщение. Отправлено: 1 из 1. // Telegram: 1
    [Как сейчас] [Назад к событию]"
  `);
});

test("two organisers at once, an old button, a place given up and an event moved meanwhile; and one called off", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  moveTo(world.clock, 12); // whatever the hour, Ben's window is open in the morning
  const event = await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);
  const kims = world.sandbox.newPerson();
  const kim = talk(kims.telegram);
  await max.quietly((phone) => ownerOf(world, phone));
  await kim.quietly(() => organiser(world, kims));
  const [ada, ben] = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  await signUp(ada.telegram, event.slug);
  await signUp(ben.whatsapp, event.slug);
  moveTo(world.clock, 23, 0);

  for (const one of [max, kim]) {
    await one.quietly(openEvent);
    await one.taps("Write");
  }
  await max.says("First words.");
  const old = max.last();
  await max.taps("Change the words");
  await max.says("Second words.");
  await max.taps("Send", old);
  await max.taps("Send");
  await max.taps("Send", old);
  await kim.says("Words of Kim.");
  await kim.taps("Send");
  await giveUp(ada.telegram);
  await world.api(`/events/${event.id}`, { startsAt: "2099-12-15T19:00:00+03:00" }, "PATCH");
  moveTo(world.clock, 8, 0);
  await world.app.runJobs();
  world.clock.moveForward(20 * SECOND_MS);
  await world.app.runJobs();
  await max.hears(/your message/);
  await kim.hears(/your message/);

  const heard = (phone: Phone) => phone.messages.map(({ text }) => text).filter((text) => /words|Words/.test(text));
  expect(heard(ada.telegram)).toEqual([]);
  expect(heard(ben.whatsapp)).toMatchInlineSnapshot(`
    [
      "Choir evening, Tuesday 15 December
    From Green Club:

    Second words.",
      "Choir evening, Tuesday 15 December
    From Green Club:

    Words of Kim.",
    ]
  `);
  expect(await max.transcript()).toMatchInlineSnapshot(`
    "> [Write]
    *Choir evening*. All who have a place or wait: 2. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > First words.
    All who have a place or wait: 2 of 2. For 2 of them it is night: they get it from 08:00 by their own clock. // They get this: // *Choir evening*, Mon 14 December / From Green Club: // First words.
    [Send] [Send now anyway] | [Change the words] [Leave it]
    > [Change the words]
    *Choir evening*. All who have a place or wait: 2. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > Second words.
    All who have a place or wait: 2 of 2. For 2 of them it is night: they get it from 08:00 by their own clock. // They get this: // *Choir evening*, Mon 14 December / From Green Club: // Second words.
    [Send] [Send now anyway] | [Change the words] [Leave it]
    > [Send]
    Those words are not there any more: they were changed or given up, and nothing of them was sent. // All who have a place or wait: 2 of 2. For 2 of them it is night: they get it from 08:00 by their own clock. // They get this: // *Choir evening*, Mon 14 December / From Green Club: // Second words.
    [Send] [Send now anyway] | [Change the words] [Leave it]
    > [Send]
    (edited) *Choir evening*. Sent 0 of 2 … 2 get it later.
    [Stop]
    > [Send]
    Those words are not there any more: they were changed or given up, and nothing of them was sent. // What would you like to do?
    [New event] | [Events] [Team] | [People] [Door] [Everything working?]
    *Choir evening*, your message. It went to 1 of 2. // WhatsApp: 1, delivered 1, read 1 / Gave up their place meanwhile, or got one: 1 (Person 6)
    [How it is now] [Back to the event]"
  `);

  moveTo(world.clock, 23, 0);
  await kim.says("menu");
  await kim.taps("Events");
  await kim.taps("1 · Tue 15 Dec, 19:00");
  await kim.taps("Write");
  await kim.says("Too late.");
  await kim.taps("Send");
  await world.api(`/events/${event.id}`, { status: "cancelled", message: "No heating." }, "PATCH");
  moveTo(world.clock, 8, 0);
  await world.app.runJobs();
  world.clock.moveForward(20 * SECOND_MS);
  await world.app.runJobs();
  await kim.hears(/The event was cancelled meanwhile: 1/);
  expect(ben.whatsapp.messages.filter(({ text }) => text.includes("Too late"))).toEqual([]);
  expect(await kim.transcript()).toMatchInlineSnapshot(`
    "> [Write]
    *Choir evening*. All who have a place or wait: 2. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > Words of Kim.
    All who have a place or wait: 2 of 2. For 2 of them it is night: they get it from 08:00 by their own clock. // They get this: // *Choir evening*, Mon 14 December / From Green Club: // Words of Kim.
    [Send] [Send now anyway] | [Change the words] [Leave it]
    > [Send]
    (edited) *Choir evening*. Sent 0 of 2 … 2 get it later.
    [Stop]
    *Choir evening*, your message. It went to 1 of 2. // WhatsApp: 1, delivered 1, read 1 / Gave up their place meanwhile, or got one: 1 (Person 6)
    [How it is now] [Back to the event]
    > menu
    What would you like to do?
    [New event] | [Events] | [People] [Door] [Everything working?]
    > [Events]
    All events: those to come, the soonest first, then those that are over. // 1. *Choir evening*, Tue 15 Dec, 19:00. Room for everybody.
    [1 · Tue 15 Dec, 19:00] | [Menu]
    > [1 · Tue 15 Dec, 19:00]
    *Choir evening* / Tue 15 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 // Published. Seats taken: 1. Waiting: 0.
    [Links] [Poster] | [Correct] [New one like it] | [People] [Write] [Door] | [Cancel the event] [Menu]
    > [Write]
    *Choir evening*. All who have a place or wait: 1. What shall I write to them? Up to 700 characters.
    [No, leave it]
    > Too late.
    All who have a place or wait: 1 of 1; 1 by template. For 1 of them it is night: they get it from 08:00 by their own clock. // They get this: // *Choir evening*, Tue 15 December / From Green Club: // Too late.
    [Send] [Send now anyway] | [Change the words] [Leave it]
    > [Send]
    (edited) *Choir evening*. Sent 0 of 1 … 1 get it later.
    [Stop]
    *Choir evening*, your message. It went to 0 of 1. // The event was cancelled meanwhile: 1
    [How it is now] [Back to the event]"
  `);
});
