import { expect, test } from "vitest";
import { CHOIR, MEET_UP, MEET_UP_RU, openJourney } from "./journey.ts";
import { script } from "./transcript.ts";

test("the language is switched on the first card, and any time later", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const max = talk(world.sandbox.person("Max").telegram);

  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Русский");
  await anna.taps("Записаться");
  await anna.says("язык");
  await anna.taps("English");
  await max.says("/start e_spring-meet-up");
  await max.taps("Русский");
  await max.says("/language");
  await max.taps("English");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Русский]
    *Spring meet-up* / Суббота, 12 декабря, 18:00 (по Москве) / Library hall, Lesnaya 5 / Свободно 300 мест из 300 // Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово *стоп* остановит меня в любой момент.
    [Записаться] [Другие события] [English]
    > [Записаться]
    Какое имя написать в билете? Здесь вы подписаны как *Anna Petrova*. Нажмите кнопку или напишите имя и фамилию.
    [Оставить это имя]
    > язык
    На каком языке вам писать?
    [English] [Русский] [Часовой пояс]
    > [English]
    I write in English from now on. // What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
  `);
  expect(await max.transcript()).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Green Club
    [Register as Max Weber] | [Other name] [Events] [Русский]
    > [Русский]
    (edited) *Spring meet-up* / Сб, 12 декабря, 18:00 (по Москве) / Library hall, Lesnaya 5 / Свободно 300 мест из 300 // «Green Club»
    [Записаться: Max Weber] | [Другое имя] [События] [English]
    > /language
    На каком языке вам писать?
    [English] [Русский] | [Часовой пояс]
    > [English]
    (edited) *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Green Club
    [Register as Max Weber] | [Other name] [Events] [Русский]
  `);
});

test("the time in the person's own zone is told beside the event's", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP_RU);
  const igor = talk(world.sandbox.person("Igor").telegram);

  await igor.says("/start");
  await igor.says("/language");
  await igor.taps("Часовой пояс");
  await igor.says("Марс");
  await igor.says("Владивосток");
  await igor.says("/events");
  await igor.says("часовой пояс");
  await igor.taps("Москва");
  await igor.says("/events");

  expect(await igor.transcript()).toBe(script`
    > /start
    Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Здесь записываются на события, а я о них напоминаю. // *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300 // «Green Club»
    [Записаться: Игорь] | [Другое имя] [English]
    > /language
    На каком языке вам писать?
    [English] [Русский] | [Часовой пояс]
    > [Часовой пояс]
    Ваше время: пока не указано. Выберите город или напишите свой, например Берлин или UTC+3. // Я всегда называю время места, где проходит событие; если ваше другое, добавлю и его.
    [Лондон] [Берлин] [Калининград] | [Москва] [Тбилиси] [Екатеринбург] | [Алматы] [Новосибирск] [Нью-Йорк] | [Назад]
    > Марс
    Не знаю часового пояса «Марс». // Ваше время: пока не указано. Выберите город или напишите свой, например Берлин или UTC+3. // Я всегда называю время места, где проходит событие; если ваше другое, добавлю и его.
    [Лондон] [Берлин] [Калининград] | [Москва] [Тбилиси] [Екатеринбург] | [Алматы] [Новосибирск] [Нью-Йорк] | [Назад]
    > Владивосток
    Хорошо, теперь называю и ваше время (по Владивостоку).
    [Мои билеты] [Все события]
    > /events
    *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве; у вас вс, 13 декабря, 01:00) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300
    [Записаться: Игорь] | [Другое имя]
    > часовой пояс
    Ваше время: по Владивостоку. Выберите город или напишите свой, например Берлин или UTC+3. // Я всегда называю время места, где проходит событие; если ваше другое, добавлю и его.
    [Лондон] [Берлин] [Калининград] | [Москва] [Тбилиси] [Екатеринбург] | [Алматы] [Новосибирск] [Нью-Йорк] | [Назад]
    > [Москва]
    Хорошо, теперь называю и ваше время (по Москве).
    [Мои билеты] [Все события]
    > /events
    *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300
    [Записаться: Игорь] | [Другое имя]
  `);
});

test("help, and cancel that leaves the question and touches no seat", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const igor = talk(world.sandbox.person("Igor").telegram);

  await anna.says("help");
  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Sign me up");
  await anna.says("help");
  await anna.says("cancel");
  await anna.says("cancel");
  await anna.says("thank you, dear");
  await igor.says("/help");
  await igor.says("/cancel");
  await igor.says("спасибо");

  expect(await anna.transcript()).toBe(script`
    > help
    I sign you up for events of Green Club and bring you the ticket. Just press the buttons, or write: // *events*: what is on / *my*: your tickets / *cancel*: leave a question / *link*: the same tickets in Telegram and WhatsApp / *language*: language and time zone / *reminders*: switch them on or off / *privacy*: what we know of you, and how to delete it / *stop*: no more messages // To reach a person, write to info@club.example
    [All events] [My tickets] [Privacy]
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > help
    I sign you up for events of Green Club and bring you the ticket. Just press the buttons, or write: // *events*: what is on / *my*: your tickets / *cancel*: leave a question / *link*: the same tickets in Telegram and WhatsApp / *language*: language and time zone / *reminders*: switch them on or off / *privacy*: what we know of you, and how to delete it / *stop*: no more messages // To reach a person, write to info@club.example
    [All events] [My tickets] [Privacy]
    > cancel
    All right, you are not signed up for *Spring meet-up*. Everything else stays as it was.
    [Other events] [My tickets]
    > cancel
    There is no question open. If you want to give up a seat, open your ticket and press “I can't come”.
    [My tickets] [All events]
    > thank you, dear
    You are welcome!
    [My tickets] [All events]
  `);
  expect(await igor.transcript()).toBe(script`
    > /help
    Я записываю на события, которые проводит «Green Club», и приношу билет. Нажимайте кнопки или команды: // /events: что будет / /my: ваши билеты / /cancel: выйти из вопроса / /link: те же билеты в WhatsApp / /language: язык и часовой пояс / /reminders: включить или выключить напоминания / /privacy: что мы о вас знаем и как это удалить / /stop: больше не писать // Если нужна помощь человека: info@club.example
    [Все события] [Мои билеты] [Личные данные] | [Напоминания]
    > /cancel
    Сейчас нет вопроса, который можно отменить. Если вы хотите отдать место, откройте билет и нажмите «Не смогу прийти».
    [Мои билеты] [Все события]
    > спасибо
    «Green Club» // Какое событие? Выберите ниже или напишите номер. // 1. *Spring meet-up*, сб 12 дек., 18:00. Свободно 300 мест из 300. / 2. *Choir evening*, пн 14 дек., 19:00. Мест хватит всем.
    [1 · сб 12 дек., 18:00] [2 · пн 14 дек., 19:00] | [English]
  `);
});
