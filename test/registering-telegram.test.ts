import { expect, test } from "vitest";
import { CHOIR, CHOIR_RU, MEET_UP, MEET_UP_RU, openJourney } from "./journey.ts";
import { script } from "./transcript.ts";

test("a new person in a hurry: two taps and one typed line", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);

  await max.says("/start e_spring-meet-up");
  await max.taps("Register as Max Weber");
  await max.says("max@web.de");
  await max.taps("Confirm");

  expect(await max.transcript()).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Green Club
    [Register as Max Weber] | [Other name] [Events] [Русский]
    > [Register as Max Weber]
    Max Weber, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
    [No e-mail] [Cancel]
    > max@web.de
    *Spring meet-up*, Sat 12 December, 18:00 (Moscow time) / Max Weber / E-mail: max@web.de // Confirm = Green Club reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Confirm]
    (picture) You are in. *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
  `);
});

test("a known person: two taps, from the link to the ticket", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP_RU);
  await world.publish(CHOIR_RU);
  const olga = talk(world.sandbox.person("Ольга").telegram);

  await olga.says("/start e_vesennyaya-vstrecha");
  await olga.taps("Записаться: Ольга Смирнова");
  await olga.says("olga@mail.ru");
  await olga.taps("Подтверждаю");
  await olga.says("/start e_khorovoy-vecher");
  await olga.taps("Записаться");

  expect(await olga.transcript()).toBe(script`
    > /start e_vesennyaya-vstrecha
    *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300 // «Green Club»
    [Записаться: Ольга Смирнова] | [Другое имя] [События] [English]
    > [Записаться: Ольга Смирнова]
    Ольга Смирнова, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
    [Без почты] [Отмена]
    > olga@mail.ru
    *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве) / Ольга Смирнова / Почта: olga@mail.ru // «Подтверждаю» = «Green Club» напомнит здесь за сутки и за час и сообщит об изменениях. Данные удалим через 90 дней после события. /privacy
    [Подтверждаю] | [Подтверждаю, без напоминаний] | [Имя] [Почта] [Отмена]
    > [Подтверждаю]
    (picture) Вы записаны. *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. Код K7QM-3FPA.
    [Календарь](https://club.example/t/K7QM3FPA/event.ics) [Карта](https://club.example/t/K7QM3FPA/map) | [Скопировать код] [Не смогу прийти]
    > /start e_khorovoy-vecher
    *Хоровой вечер* / Пн, 14 декабря, 19:00 (по Москве) / Дом культуры / Мест хватит всем // Имя и почта как в прошлый раз, напоминания включены.
    [Записаться] | [Изменить данные] [События]
    > [Записаться]
    (picture) Вы записаны. *Хоровой вечер*, пн, 14 декабря, 19:00 (по Москве), Дом культуры. Код N2WX-8RTE.
    [Календарь](https://club.example/t/N2WX8RTE/event.ics) [Карта](https://club.example/t/N2WX8RTE/map) | [Скопировать код] [Не смогу прийти]
  `);
});

test("another name, no e-mail, no reminders, and every correction on the way", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.says("/start e_spring-meet-up");

  await max.taps("Other name");
  await max.says("Maximilian Weber");
  await max.taps("No e-mail");
  await max.taps("Name");
  await max.taps("Use this name");
  await max.taps("E-mail");
  await max.says("max@gmial.com");
  await max.taps("No, it is right");
  await max.taps("Cancel");
  await max.says("/start e_choir-evening");
  await max.taps("Register as Max Weber");
  await max.taps("No e-mail");
  await max.taps("Confirm, no reminders");

  expect(await max.transcript()).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Green Club
    [Register as Max Weber] | [Other name] [Events] [Русский]
    > [Other name]
    What name shall I put on the ticket? Here you are called *Max Weber*. Press the button, or write another one.
    [Use this name] [Cancel]
    > Maximilian Weber
    Maximilian Weber, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
    [No e-mail] [Cancel]
    > [No e-mail]
    *Spring meet-up*, Sat 12 December, 18:00 (Moscow time) / Maximilian Weber / E-mail: none // Confirm = Green Club reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Name]
    What name shall I put on the ticket? Now it says *Maximilian Weber*. Press the button to keep it, or write another one.
    [Use this name] [Cancel]
    > [Use this name]
    *Spring meet-up*, Sat 12 December, 18:00 (Moscow time) / Maximilian Weber / E-mail: none // Confirm = Green Club reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [E-mail]
    Maximilian Weber, please write your e-mail.
    [No e-mail] [Cancel]
    > max@gmial.com
    Did you mean *max@gmail.com*?
    [Yes, correct it] [No, it is right]
    > [No, it is right]
    *Spring meet-up*, Sat 12 December, 18:00 (Moscow time) / Maximilian Weber / E-mail: max@gmial.com // Confirm = Green Club reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Cancel]
    All right, you are not signed up for *Spring meet-up*. Everything else stays as it was.
    [Events] [My tickets]
    > /start e_choir-evening
    *Choir evening* / Mon 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody
    [Register as Max Weber] | [Other name] [Events]
    > [Register as Max Weber]
    Max Weber, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
    [No e-mail] [Cancel]
    > [No e-mail]
    *Choir evening*, Mon 14 December, 19:00 (Moscow time) / Max Weber / E-mail: none // Confirm = Green Club reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Confirm, no reminders]
    (picture) You are in. *Choir evening*, Mon 14 December, 19:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
  `);
});

test("a question that is answered loses its buttons, and the ticket comes as a picture of its own", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  const phone = world.sandbox.person("Max").telegram;
  const max = talk(phone);
  await max.says("/start e_spring-meet-up");
  await max.taps("Register as Max Weber");
  await max.says("Mail: max@web.de!");
  await max.taps("Confirm");

  const shown = () => phone.messages.filter(({ author }) => author === "bot");
  await expect
    .poll(() => shown().map(({ kind, rows }) => `${kind} with ${rows.flat().length} buttons`))
    .toEqual(["text with 0 buttons", "text with 2 buttons", "text with 0 buttons", "photo with 4 buttons"]);
});
