import { expect, test } from "vitest";
import { CHOIR, MEET_UP, MEET_UP_RU, openJourney } from "./journey.ts";
import { script } from "./transcript.ts";

test("a new person hears five messages from the first word to the ticket", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);

  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Sign me up");
  await anna.says("Анна Петрова");
  await anna.says("anna@gmail.com");
  await anna.taps("Confirm");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > Анна Петрова
    Thank you, Анна Петрова! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    [I have no e-mail] [Correct my name]
    > anna@gmail.com
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Анна Петрова / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    (picture) You are in! *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
  `);
  expect(journey.sentTo("Anna")).toBe(5);
});

test("a known person hears two messages from the first word to the ticket", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Sign me up");
  await anna.says("Anna Petrova anna@gmail.com");
  await anna.taps("Without reminders");
  const before = journey.sentTo("Anna");

  await anna.says("Hello! I would like to come: choir-evening");
  await anna.taps("Sign me up");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > Anna Petrova anna@gmail.com
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna Petrova / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Without reminders]
    (picture) You are in! *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
    > Hello! I would like to come: choir-evening
    *Choir evening* / Monday 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody // Name and e-mail as last time, no reminders.
    [Sign me up] [Change details] [Other events]
    > [Sign me up]
    (picture) You are in! *Choir evening*, Monday 14 December, 19:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *N2WX-8RTE*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/N2WX8RTE
    [My ticket] [I can't come]
  `);
  expect(journey.sentTo("Anna") - before).toBe(2);
});

test("in Russian, with one event only, a slip in the e-mail, and everything typed", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP_RU);
  const olga = talk(world.sandbox.person("Ольга").whatsapp);

  await olga.says("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
  await olga.says("да");
  await olga.says("оставить это имя");
  await olga.says("моя почта olga@gmial.com, спасибо");
  await olga.says("Да.");
  await olga.says("подтверждаю");
  await olga.taps("Мой билет");

  expect(await olga.transcript()).toBe(script`
    > Здравствуйте! Хочу прийти: vesennyaya-vstrecha
    *Весенняя встреча* / Суббота, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300 // Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово *стоп* остановит меня в любой момент.
    [Записаться] [English]
    > да
    Какое имя написать в билете? Здесь вы подписаны как *Ольга Смирнова*. Нажмите кнопку или напишите имя и фамилию.
    [Оставить это имя]
    > оставить это имя
    Спасибо, Ольга Смирнова! Теперь напишите вашу электронную почту. По ней мы узнаем вас, если вы смените телефон, и напишем, если сообщение сюда не дойдёт. Рекламы не будет.
    [Нет почты] [Исправить имя]
    > моя почта olga@gmial.com, спасибо
    Может быть, *olga@gmail.com*?
    [Да, исправить] [Нет, всё верно]
    > Да.
    Проверьте, пожалуйста. / *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве) / Имя: Ольга Смирнова / Почта: olga@gmail.com // Нажимая «Подтверждаю», вы соглашаетесь, что *«Green Club»* напишет вам сюда: напоминание за день, за час и новости, если изменятся время или место. Больше ничего. Данные удалим через 90 дней после события. Подробнее: слово *данные*.
    [Подтверждаю] [Без напоминаний] [Исправить]
    > подтверждаю
    (picture) Вы записаны! *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. // Ваш код: *K7QM-3FPA*. На входе покажите эту картинку либо назовите код или имя. // Календарь и карта: https://club.example/t/K7QM3FPA
    [Мой билет] [Не смогу прийти]
    > [Мой билет]
    (picture) *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. // Ваш код: *K7QM-3FPA*. На входе покажите эту картинку либо назовите код или имя. // Календарь и карта: https://club.example/t/K7QM3FPA
    [Другие события] [Не смогу прийти]
  `);
});

test("what was told can be corrected before it counts", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  await anna.says("Hello! I would like to come: spring-meet-up");

  await anna.taps("Sign me up");
  await anna.taps("Use this name");
  await anna.taps("Correct my name");
  await anna.says("Anna P.");
  await anna.says("what for?");
  await anna.taps("I have no e-mail");
  await anna.taps("Correct");
  await anna.taps("E-mail");
  await anna.says("anna@gmail.com");
  await anna.taps("Correct");
  await anna.taps("Another event");
  await anna.taps("2");
  await anna.taps("Sign me up");
  await anna.taps("Confirm");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > [Use this name]
    Thank you, Anna Petrova! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    [I have no e-mail] [Correct my name]
    > [Correct my name]
    What name shall I put on the ticket? Now it says *Anna Petrova*. Press the button to keep it, or write another one.
    [Use this name]
    > Anna P.
    Thank you, Anna P.! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    [I have no e-mail] [Correct my name]
    > what for?
    “what for?” does not look like an e-mail address. It should look like anna@example.com. // Anna P., please write your e-mail.
    [I have no e-mail] [Correct my name]
    > [I have no e-mail]
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna P. / E-mail: none // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Correct]
    What shall I correct?
    [Name] [E-mail] [Another event]
    > [E-mail]
    Anna P., please write your e-mail.
    [I have no e-mail] [Correct my name]
    > anna@gmail.com
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna P. / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Correct]
    What shall I correct?
    [Name] [E-mail] [Another event]
    > [Another event]
    Which one? Choose below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00
    [1] [2]
    > [2]
    *Choir evening* / Monday 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody
    [Sign me up] [Other events]
    > [Sign me up]
    Please check. / *Choir evening*, Monday 14 December, 19:00 (Moscow time) / Name: Anna P. / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    (picture) You are in! *Choir evening*, Monday 14 December, 19:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
  `);
});

test("whoever just says hello sees what is on, and picks by number", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  await world.publish({ ...CHOIR, title: "Pottery", startsAt: "2099-12-15T19:00:00+03:00", maxParticipants: 1 });
  await world.publish({ ...CHOIR, title: "Lecture", startsAt: "2099-12-16T19:00:00+03:00" });
  const max = talk(world.sandbox.person("Max").whatsapp);

  await max.says("good evening");
  await max.says("3");
  await max.taps("Other events");
  await max.taps("4 · Wed 16 Dec, 19:00");

  expect(await max.transcript()).toBe(script`
    > good evening
    Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*. // Which one? Choose below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00 / 3. Pottery, Tue 15 Dec, 19:00 / 4. Lecture, Wed 16 Dec, 19:00
    "Choose": {1 · Sat 12 Dec, 18:00 | Spring meet-up · 300 of 300 seats left} {2 · Mon 14 Dec, 19:00 | Choir evening · room for everybody} {3 · Tue 15 Dec, 19:00 | Pottery · 1 seat, still free} {4 · Wed 16 Dec, 19:00 | Lecture · room for everybody} {Русский}
    > 3
    *Pottery* / Tuesday 15 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / 1 seat, still free
    [Sign me up] [Other events]
    > [Other events]
    Which one? Choose below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00 / 3. Pottery, Tue 15 Dec, 19:00 / 4. Lecture, Wed 16 Dec, 19:00
    "Choose": {1 · Sat 12 Dec, 18:00 | Spring meet-up · 300 of 300 seats left} {2 · Mon 14 Dec, 19:00 | Choir evening · room for everybody} {3 · Tue 15 Dec, 19:00 | Pottery · 1 seat, still free} {4 · Wed 16 Dec, 19:00 | Lecture · room for everybody}
    > [4 · Wed 16 Dec, 19:00]
    *Lecture* / Wednesday 16 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody
    [Sign me up] [Other events]
  `);
});
