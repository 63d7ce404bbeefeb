import { expect, test } from "vitest";
import { CHOIR, CHOIR_RU, openJourney, signUp } from "./journey.ts";
import { openEvent, ownerOf } from "./organisers.ts";

const DAY_MS = 24 * 3_600_000;

test("an event is called off with a word: it stands in the news itself, in either messenger and in a template", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const event = await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));
  const guests = [world.sandbox.newPerson(), world.sandbox.newPerson(), world.sandbox.newPerson()];
  const [inTelegram, inWhatsapp, longAgo] = guests;
  if (!inTelegram || !inWhatsapp || !longAgo) throw new Error("nobody came");
  await signUp(longAgo.whatsapp, event.slug);
  world.clock.moveForward(2 * DAY_MS);
  await signUp(inTelegram.telegram, event.slug);
  await signUp(inWhatsapp.whatsapp, event.slug);

  await max.quietly(openEvent);
  await max.taps("Cancel the event");
  await max.taps("Cancel the event");
  await max.sends("sticker");
  await max.says(`${"long ".repeat(150)}`);
  await max.says("The hall has no <heating>.\n\nWe meet *again* in spring!");
  await max.taps("Yes, cancel it");
  const heard = [
    await inTelegram.telegram.hears(/cancelled/),
    await inWhatsapp.whatsapp.hears(/cancelled/),
    await longAgo.whatsapp.hears(/cancelled/),
  ];

  expect(heard.map(({ text }) => text)).toEqual([
    "I am sorry: Choir evening on Monday 14 December is cancelled.\n\nThe hall has no <heating>.\n\nWe meet *again* in spring!\n\nThere is nothing you need to do. Questions: info@club.example.",
    "I am sorry: Choir evening on Monday 14 December is cancelled.\n\nThe hall has no <heating>.\n\nWe meet ∗again∗ in spring!\n\nThere is nothing you need to do. Questions: info@club.example.",
    "I am sorry: Choir evening (Monday 14 December) is cancelled. The organisers add: The hall has no <heating>. We meet ∗again∗ in spring! There is nothing you need to do. Please ask info@club.example if you have questions.",
  ]);
  expect(await max.transcript()).toMatchInlineSnapshot(`
    "> [Cancel the event]
    Cancel *Choir evening*, Mon 14 December, 19:00 (Moscow time)? 3 people will be told.
    [Cancel the event] [No, leave it]
    > [Cancel the event]
    Would you like to add a word for them: why, or what comes instead? It stands in the message that tells them, up to 700 characters.
    [Without a word] [No, leave it]
    > (sticker)
    I can only read text and buttons. // Would you like to add a word for them: why, or what comes instead? It stands in the message that tells them, up to 700 characters.
    [Without a word] [No, leave it]
    > long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long 
    That is 749 characters long; 700 at most fit here. Please shorten it. // Would you like to add a word for them: why, or what comes instead? It stands in the message that tells them, up to 700 characters.
    [Without a word] [No, leave it]
    > The hall has no <heating>.

    We meet *again* in spring!
    Really? A cancelled event stays cancelled. 3 people get this at once: // I am sorry: *Choir evening* on Monday 14 December is cancelled. // The hall has no <heating>. // We meet *again* in spring! // There is nothing you need to do. Questions: info@club.example.
    [Yes, cancel it] [No, leave it]
    > [Yes, cancel it]
    Done. 3 people hear of it. // *Choir evening* / Mon 14 December, 19:00 (Moscow time) // Cancelled.
    [People] | [New one like it] [Menu]"
  `);
});

test("in Russian; the word that is awaited survives a restart, and whoever has nothing to add says so", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const event = await world.publish(CHOIR_RU);
  const olga = talk(world.sandbox.person("Ольга").telegram);
  await olga.quietly((phone) => ownerOf(world, phone));
  const guest = world.sandbox.person("Anna").whatsapp;
  await guest.asks("русский");
  await signUp(guest, event.slug);

  await olga.quietly(openEvent);
  await olga.taps("Отменить событие");
  await olga.taps("Отменить событие");
  await world.stopApp();
  await world.startApp();
  await olga.says("Прорвало трубу. Увидимся весной!");
  await olga.taps("Нет, оставить");
  await olga.taps("Отменить событие");
  await olga.taps("Отменить событие");
  await olga.taps("Без пояснений");
  await olga.taps("Да, отменить");
  await guest.hears(/отменено/);

  expect(await olga.transcript()).toMatchInlineSnapshot(`
    "> [Отменить событие]
    Отменить *Хоровой вечер*, пн, 14 декабря, 19:00 (по Москве)? Об этом узнает 1 человек.
    [Отменить событие] [Нет, оставить]
    > [Отменить событие]
    Добавить пару слов для людей: почему или что будет вместо? Они войдут в само сообщение об отмене, до 700 знаков.
    [Без пояснений] [Нет, оставить]
    > Прорвало трубу. Увидимся весной!
    Точно? Отменённое событие не вернуть. Это сразу получит 1 человек: // К сожалению, событие *«Хоровой вечер»* (в понедельник 14 декабря) отменено. // Прорвало трубу. Увидимся весной! // Вам ничего делать не нужно. Вопросы: info@club.example.
    [Да, отменить] [Нет, оставить]
    > [Нет, оставить]
    *Хоровой вечер* / Пн, 14 декабря, 19:00 (по Москве) / Дом культуры // Опубликовано. Занято мест: 1. Ждут: 0.
    [Ссылки] [Афиша] | [Исправить] [Такое же новое] | [Люди] [Написать] [Вход] | [Отменить событие] [Меню]
    > [Отменить событие]
    Отменить *Хоровой вечер*, пн, 14 декабря, 19:00 (по Москве)? Об этом узнает 1 человек.
    [Отменить событие] [Нет, оставить]
    > [Отменить событие]
    Добавить пару слов для людей: почему или что будет вместо? Они войдут в само сообщение об отмене, до 700 знаков.
    [Без пояснений] [Нет, оставить]
    > [Без пояснений]
    Точно? Отменённое событие не вернуть. Сообщение сразу получит 1 человек.
    [Да, отменить] [Нет, оставить]
    > [Да, отменить]
    Готово. Об этом узнает 1 человек. // *Хоровой вечер* / Пн, 14 декабря, 19:00 (по Москве) // Отменено.
    [Люди] | [Такое же новое] [Меню]"
  `);
});

test("the API calls an event off with a message, and takes one with nothing else", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const event = await world.publish(CHOIR);
  const guest = world.sandbox.newPerson().telegram;
  await signUp(guest, event.slug);
  const change = (body: object) => world.api(`/events/${event.id}`, body, "PATCH");

  expect(await change({ title: "Choir", message: "News" })).toMatchObject({
    status: 400,
    body: { errors: [{ field: "message" }] },
  });
  expect(await change({ message: "News" })).toMatchObject({ status: 400 });
  expect(await change({ status: "cancelled", message: " \n\u0007" })).toMatchObject({ status: 400 });
  expect(await change({ status: "cancelled", message: "x".repeat(701) })).toMatchObject({ status: 400 });
  expect(await change({ status: "cancelled", message: "The hall is <b>cold</b>." })).toMatchObject({ status: 200 });
  expect((await guest.hears(/cancelled/)).text).toContain("cancelled.\n\nThe hall is <b>cold</b>.\n\nThere is nothing");
});

test("whoever no message reaches is told of before and after, so that somebody calls them", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const event = await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));
  await signUp(world.sandbox.person("Anna").whatsapp, event.slug);
  await max.quietly(async (phone) => {
    await openEvent(phone);
    await phone.taps("People");
    await phone.hears();
    await phone.taps("Add somebody");
    await phone.hears();
    await phone.asks("Grandma Rose", /On the list/);
    await phone.asks("menu");
    await openEvent(phone);
  });

  await max.taps("Cancel the event");
  await max.taps("Cancel the event");
  await max.says("No heating.");
  await max.sends("sticker");
  await max.taps("Yes, cancel it");

  expect(await max.transcript()).toMatchInlineSnapshot(`
    "> [Cancel the event]
    Cancel *Choir evening*, Mon 14 December, 19:00 (Moscow time)? 2 people will be told. // No message reaches 1 of them: “People” tells who, and why.
    [Cancel the event] [No, leave it]
    > [Cancel the event]
    Would you like to add a word for them: why, or what comes instead? It stands in the message that tells them, up to 700 characters.
    [Without a word] [No, leave it]
    > No heating.
    Really? A cancelled event stays cancelled. 2 people get this at once: // I am sorry: *Choir evening* on Monday 14 December is cancelled. // No heating. // There is nothing you need to do. Questions: info@club.example. // No message reaches 1 of them: “People” tells who, and why.
    [Yes, cancel it] [No, leave it]
    > (sticker)
    I can only read text and buttons. // Really? A cancelled event stays cancelled. 2 people get this at once: // I am sorry: *Choir evening* on Monday 14 December is cancelled. // No heating. // There is nothing you need to do. Questions: info@club.example. // No message reaches 1 of them: “People” tells who, and why.
    [Yes, cancel it] [No, leave it]
    > [Yes, cancel it]
    Done. 2 people hear of it. // No message reaches 1 of them: “People” tells who, and why. // *Choir evening* / Mon 14 December, 19:00 (Moscow time) // Cancelled.
    [People] | [New one like it] [Menu]"
  `);
});
