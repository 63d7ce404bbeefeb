import { expect, test } from "vitest";
import { CHOIR, openJourney } from "./journey.ts";
import { openEvent, ownerOf, unnamed, withoutChance } from "./organisers.ts";
import { signUpInTelegram } from "./sign-up.ts";
import { script } from "./transcript.ts";

test("the first evening: from the printed link to an event that people sign up for", async () => {
  await using journey = await openJourney(unnamed);
  const { world, talk } = journey;
  const link = await world.app.ownerLink;
  const max = talk(world.sandbox.person("Max").telegram);

  await max.says(`/start ${link?.split("start=")[1]}`);
  await max.says("Green Club, info@club.example");
  await max.taps("New event");
  await max.says("Spring meet-up");
  await max.taps("Other time zone");
  await max.says("moscow");
  await max.says("12.12.2099 18:00");
  await max.says("Library hall, Lesnaya 5");
  await max.says("300");
  await max.taps("No description");
  await max.taps("Publish");
  await max.taps("Menu");

  expect(withoutChance(await max.transcript())).toBe(script`
    > /start admin_TOKEN
    You are the owner of this bot. The word *menu* brings you here again. // How is your club called, and what address may people write to? Example: Green Club, info@club.example
    > Green Club, info@club.example
    Noted. // What would you like to do?
    [New event] | [Events] [Team] [Club] | [People] [Door] [Everything working?]
    > [New event]
    Title?
    [Menu]
    > Spring meet-up
    When? Example: DAY 18:00. I count in UTC.
    [Other time zone]
    > [Other time zone]
    Which time zone? Write a city, or an offset such as UTC+3. So far: UTC.
    > moscow
    When? Example: DAY 18:00. I count in Moscow time.
    [Other time zone]
    > 12.12.2099 18:00
    Where? An address, or a place sent from the map.
    > Library hall, Lesnaya 5
    How many seats?
    [No limit]
    > 300
    What is it about? Some sentences that people see on the event's card, or none.
    [No description]
    > [No description]
    A draft for 12 Dec 2099: nobody sees it yet. People will get it like this. // *Telegram* / *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // *WhatsApp* / *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left
    [Publish] [Correct] | [Keep as draft]
    > [Publish]
    Published: *Spring meet-up*. Links to share: // https://t.me/doorlist_sandbox_bot?start=e_spring-meet-up // https://wa.me/15550100000?text=Hello!%20I%20would%20like%20to%20come%3A%20spring-meet-up
    [Poster] | [Back to the event] [Menu]
    > [Menu]
    What would you like to do?
    [New event] | [Events] [Team] [Club] | [People] [Door] [Everything working?]
  `);

  const anna = world.sandbox.person("Anna").whatsapp;
  const card = await anna.asks("Hello! I would like to come: spring-meet-up");
  expect(card.text).toContain("Saturday 12 December, 18:00 (Moscow time)");
  expect(card.text).toContain("automatic assistant of Green Club");
});

test("in Russian, in words, with every slip asked about", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const olga = talk(world.sandbox.person("Ольга").telegram);
  await olga.quietly((phone) => ownerOf(world, phone));

  await olga.says("меню");
  await olga.taps("Новое событие");
  await olga.says("🎉");
  await olga.says("Весенняя встреча");
  await olga.says("31 ноября 18:00");
  await olga.says("1 января 2020 18:00");
  await olga.says("12 декабря 2099");
  await olga.says("в 6");
  await olga.taps("сб 12 дек., 18:00");
  await olga.says("Зал библиотеки");
  await olga.says("0");
  await olga.says("1000000000");
  await olga.taps("Без ограничения");
  await olga.says("без описания");
  await olga.taps("Исправить");
  await olga.taps("Места");
  await olga.says("30 мест");
  await olga.taps("Черновик");
  await olga.taps("События");

  expect(withoutChance(await olga.transcript())).toBe(script`
    > меню
    Что сделаем?
    [Новое событие] | [События] [Команда] | [Люди] [Вход] [Всё ли работает?]
    > [Новое событие]
    Название?
    [Меню]
    > 🎉
    Здесь нужны буквы или цифры. // Название?
    [Меню]
    > Весенняя встреча
    Когда? Пример: DAY 18:00. Считаю время UTC.
    [Другой пояс]
    > 31 ноября 18:00
    Такого дня нет: 31 ноября 18:00. // Когда? Пример: DAY 18:00. Считаю время UTC.
    [Другой пояс]
    > 1 января 2020 18:00
    1 янв. 2020, 18:00: это уже прошло. // Когда? Пример: DAY 18:00. Считаю время UTC.
    [Другой пояс]
    > 12 декабря 2099
    День вижу, а время нет: достаточно дописать его. // Когда? Пример: DAY 18:00. Считаю время UTC.
    [Другой пояс]
    > в 6
    Что из этого вы имели в виду?
    [сб 12 дек., 06:00] | [сб 12 дек., 18:00]
    > [сб 12 дек., 18:00]
    Где? Адрес или точка на карте.
    > Зал библиотеки
    Сколько мест?
    [Без ограничения]
    > 0
    Нужно хотя бы одно место. // Сколько мест?
    [Без ограничения]
    > 1000000000
    Это больше миллиона. Если предела нет, выберите «Без ограничения». // Сколько мест?
    [Без ограничения]
    > [Без ограничения]
    О чём оно? Несколько предложений, которые люди увидят на карточке события. Можно и без описания.
    [Без описания]
    > без описания
    Черновик на 12 дек. 2099: его пока никто не видит. Люди получат его таким. // *Telegram* / *Весенняя встреча* / Сб, 12 декабря, 18:00 (UTC) / Зал библиотеки / Мест хватит всем // *WhatsApp* / *Весенняя встреча* / Суббота, 12 декабря, 18:00 (UTC) / Зал библиотеки / Мест хватит всем
    [Опубликовать] [Исправить] | [Черновик]
    > [Исправить]
    Что исправить?
    [Название] [День и время] | [Место] [Места] | [Описание] [Картинка] | [Назад]
    > [Места]
    Сколько мест?
    [Без ограничения]
    > 30 мест
    Готово. // Черновик на 12 дек. 2099: его пока никто не видит. Люди получат его таким. // *Telegram* / *Весенняя встреча* / Сб, 12 декабря, 18:00 (UTC) / Зал библиотеки / Свободно 30 мест из 30 // *WhatsApp* / *Весенняя встреча* / Суббота, 12 декабря, 18:00 (UTC) / Зал библиотеки / Свободно 30 мест из 30
    [Опубликовать] [Исправить] | [Черновик]
    > [Черновик]
    Это черновик, он в списке «События».
    [События] [Меню]
    > [События]
    Все события: сначала ближайшие, потом прошедшие. // 1. *Весенняя встреча*, сб 12 дек., 18:00. Черновик.
    [1 · сб 12 дек., 18:00] | [Меню]
  `);
});

test("two organisers at once: the second is shown what the first did, and loses nothing", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { id } = await world.publish({ ...CHOIR, maxParticipants: 50 });
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));

  await max.quietly(openEvent);
  await max.taps("Correct");
  await max.taps("Title");
  await world.api(`/events/${id}`, { maxParticipants: 60 }, "PATCH");
  await max.says("Choir night");
  await max.taps("Yes, do it");

  expect(await max.transcript()).toBe(script`
    > [Correct]
    What shall I correct?
    [Title] [Day and time] | [Place] [Seats] | [Description] [Picture] | [Back]
    > [Title]
    Title?
    > Choir night
    Somebody else changed this event meanwhile. Below is what you wanted; the rest is as it is now. // *Choir evening*, Mon 14 December, 19:00 (Moscow time) // New title: Choir night // Shall I do it?
    [Yes, do it] [No, leave it]
    > [Yes, do it]
    Done. // *Choir night* / Mon 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 // Published. Seats taken: 0. Waiting: 0.
    [Links] [Poster] | [Correct] [New one like it] | [People] [Write] [Door] | [Cancel the event] [Menu]
  `);
  expect((await world.api(`/events/${id}`)).body).toMatchObject({ title: "Choir night", maxParticipants: 60 });
});

test("an event is moved after asking once, and called off after asking twice, people hear of both, and a new one is made like it", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const event = await world.publish(CHOIR);
  const guests = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  for (const { telegram } of guests) await signUpInTelegram(telegram, { slug: event.slug, email: "none" });
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));

  await max.quietly(openEvent);
  await max.taps("Correct");
  await max.taps("Day and time");
  await max.says("15.12.2099 19:00");
  await max.taps("Yes, do it");
  for (const { telegram } of guests) await telegram.hears(/Tue 15 December/);
  await max.taps("Cancel the event");
  await max.taps("Cancel the event");
  await max.taps("Without a word");
  await max.taps("Yes, cancel it");
  for (const { telegram } of guests) await telegram.hears(/cancelled/);
  await max.taps("New one like it");
  await max.says("20.12.2099 19:00");

  expect(withoutChance(await max.transcript())).toMatchInlineSnapshot(`
    "> [Correct]
    What shall I correct?
    [Title] [Day and time] | [Place] [Seats] | [Description] [Picture] | [Back]
    > [Day and time]
    When? Example: DAY 18:00. I count in Moscow time.
    [Other time zone]
    > 15.12.2099 19:00
    *Choir evening*, Mon 14 December, 19:00 (Moscow time) // New time: Tue 15 December, 19:00 (Moscow time) // 2 people will hear of it. Shall I do it?
    [Yes, do it] [No, leave it]
    > [Yes, do it]
    Done. 2 people hear of it. // *Choir evening* / Tue 15 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 // Published. Seats taken: 2. Waiting: 0.
    [Links] [Poster] | [Correct] [New one like it] | [People] [Write] [Door] | [Cancel the event] [Menu]
    > [Cancel the event]
    Cancel *Choir evening*, Tue 15 December, 19:00 (Moscow time)? 2 people will be told.
    [Cancel the event] [No, leave it]
    > [Cancel the event]
    Would you like to add a word for them: why, or what comes instead? It stands in the message that tells them, up to 700 characters.
    [Without a word] [No, leave it]
    > [Without a word]
    Really? A cancelled event stays cancelled. 2 people are told at once.
    [Yes, cancel it] [No, leave it]
    > [Yes, cancel it]
    Done. 2 people hear of it. // *Choir evening* / Tue 15 December, 19:00 (Moscow time) // Cancelled.
    [People] | [New one like it] [Menu]
    > [New one like it]
    All as in *Choir evening* but the day. // When? Example: DAY 18:00. I count in Moscow time.
    [Other time zone]
    > 20.12.2099 19:00
    A draft for 20 Dec 2099: nobody sees it yet. People will get it like this. // *Telegram* / *Choir evening* / Sun 20 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody // *WhatsApp* / *Choir evening* / Sunday 20 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody
    [Publish] [Correct] | [Keep as draft]"
  `);
  const audits = await world.app.database.db
    .selectFrom("auditLog")
    .select(["action", "subject"])
    .where("subject", "=", `event:${event.id}`)
    .orderBy("id")
    .execute();
  expect(audits.map(({ action }) => action)).toEqual(["event-changed", "event-cancelled"]);
});
