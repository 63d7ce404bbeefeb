import { expect, test } from "vitest";
import { CHOIR, CHOIR_RU, type Journey, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";

test("a link opens its event's card on either messenger, and says so when there is none", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { id } = await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const { body } = await world.api(`/events/${id}`);
  const links = body.links as { telegram: string; whatsapp: string };
  const max = world.sandbox.person("Max");
  const telegram = talk(max.telegram);
  const whatsapp = talk(max.whatsapp);

  await max.opens(links.telegram);
  await telegram.hears();
  await max.opens(links.whatsapp);
  await whatsapp.hears();
  await whatsapp.says("is choir-evening still on?");
  await telegram.says("/start e_nowhere");
  await telegram.says("/start e_../../etc");

  expect(links).toEqual({
    telegram: "https://t.me/doorlist_sandbox_bot?start=e_spring-meet-up",
    whatsapp: `https://wa.me/15550100000?text=${encodeURIComponent("Hello! I would like to come: spring-meet-up")}`,
  });
  expect(await telegram.transcript()).toBe(script`
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Green Club
    [Register as Max Weber] | [Other name] [Events] [Русский]
    > /start e_nowhere
    I cannot find this event. It may be over, or there is a slip in the link. // Which one? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00. 300 of 300 seats left. / 2. *Choir evening*, Mon 14 Dec, 19:00. Room for everybody.
    [1 · Sat 12 Dec, 18:00] [2 · Mon 14 Dec, 19:00]
    > /start e_../../etc
    Which one? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00. 300 of 300 seats left. / 2. *Choir evening*, Mon 14 Dec, 19:00. Room for everybody.
    [1 · Sat 12 Dec, 18:00] [2 · Mon 14 Dec, 19:00]
  `);
  expect(await whatsapp.transcript()).toBe(script`
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > is choir-evening still on?
    *Choir evening* / Monday 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody
    [Sign me up] [Other events]
  `);
});

test("a second link in mid-dialogue asks once: go on, or open the other", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP_RU);
  await world.publish(CHOIR_RU);
  const igor = talk(world.sandbox.person("Igor").telegram);
  const olga = talk(world.sandbox.person("Ольга").whatsapp);

  await igor.says("/start e_vesennyaya-vstrecha");
  await igor.taps("Записаться: Игорь");
  await igor.says("/start e_khorovoy-vecher");
  await igor.taps("Продолжить");
  await igor.says("igor@mail.ru");
  await igor.says("/start e_khorovoy-vecher");
  await igor.says("что?");
  await igor.taps("Открыть новое");
  await igor.taps("Записаться: Игорь");
  await olga.says("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
  await olga.taps("Записаться");
  await olga.says("события");
  await olga.taps("Все события");

  expect(await igor.transcript()).toBe(script`
    > /start e_vesennyaya-vstrecha
    *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300 // «Green Club»
    [Записаться: Игорь] | [Другое имя] [События] [English]
    > [Записаться: Игорь]
    Игорь, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
    [Без почты] [Отмена]
    > /start e_khorovoy-vecher
    Вы записывались на событие *«Весенняя встреча»* (осталась почта). Продолжить или открыть *«Хоровой вечер»*?
    [Продолжить] [Открыть новое]
    > [Продолжить]
    Игорь, напишите, пожалуйста, вашу почту.
    [Без почты] [Отмена]
    > igor@mail.ru
    *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве) / Игорь / Почта: igor@mail.ru // «Подтверждаю» = «Green Club» напомнит здесь за сутки и за час и сообщит об изменениях. Данные удалим через 90 дней после события. /privacy
    [Подтверждаю] | [Подтверждаю, без напоминаний] | [Имя] [Почта] [Отмена]
    > /start e_khorovoy-vecher
    Вы записывались на событие *«Весенняя встреча»* (осталось подтвердить). Продолжить или открыть *«Хоровой вечер»*?
    [Продолжить] [Открыть новое]
    > что?
    Простите, я этого не понял. // Вы записывались на событие *«Весенняя встреча»* (осталось подтвердить). Продолжить или открыть *«Хоровой вечер»*?
    [Продолжить] [Открыть новое]
    > [Открыть новое]
    *Хоровой вечер* / Пн, 14 декабря, 19:00 (по Москве) / Дом культуры / Мест хватит всем
    [Записаться: Игорь] | [Другое имя] [События]
    > [Записаться: Игорь]
    Игорь, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
    [Без почты] [Отмена]
  `);
  expect(await olga.transcript()).toBe(script`
    > Здравствуйте! Хочу прийти: vesennyaya-vstrecha
    *Весенняя встреча* / Суббота, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300 // Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово *стоп* остановит меня в любой момент.
    [Записаться] [Другие события] [English]
    > [Записаться]
    Какое имя написать в билете? Здесь вы подписаны как *Ольга Смирнова*. Нажмите кнопку или напишите имя и фамилию.
    [Оставить это имя]
    > события
    Вы записывались на событие *«Весенняя встреча»* (осталось имя). Продолжить или посмотреть события?
    [Продолжить] [Все события]
    > [Все события]
    Какое событие? Выберите ниже или напишите номер. // 1. Весенняя встреча, сб 12 дек., 18:00 / 2. Хоровой вечер, пн 14 дек., 19:00
    [1] [2]
  `);
});

test("an old button answers with the present facts of its event", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, maxParticipants: 1 });
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);

  await anna.says("Hello! I would like to come: spring-meet-up");
  const card = anna.last();
  await anna.taps("Sign me up");
  await anna.taps("Sign me up", card);
  await anna.says("Anna anna@gmail.com");
  const question = anna.last();
  await anna.taps("Confirm");
  const ticket = anna.last();
  await anna.taps("Confirm", question);
  await anna.taps("Sign me up", card);
  await anna.taps("Correct", question);
  await anna.taps("I can't come");
  await anna.quietly(() => signUp(world.sandbox.person("Max").telegram, "spring-meet-up"));
  await anna.taps("Confirm", question);
  await anna.taps("I can't come", ticket);
  await anna.taps("My ticket", ticket);

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 1 seat, still free // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > Anna anna@gmail.com
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    (picture) You are in! *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
    > [Confirm]
    (picture) *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > [Sign me up]
    (picture) You are already signed up. // *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > [Correct]
    I am an automatic assistant. Please choose one of these, or ask a person: info@club.example.
    [My tickets] [All events] [Help]
    > [I can't come]
    Your seat at *Spring meet-up* is free for somebody else. Thank you for telling us! The ticket K7QM-3FPA no longer works.
    [Take it back] [Other events]
    > [Confirm]
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first] [Other events]
    > [I can't come]
    You have no seat at this event. // *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first] [Other events]
    > [My ticket]
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first] [Other events]
  `);
});

test("two taps at once, and a press while a text is on its way, cost nobody an answer or the ticket", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const { telegram } = world.sandbox.person("Max");
  await telegram.asks("/start e_spring-meet-up");
  await telegram.taps("Register as Max Weber");
  const question = await telegram.hears(/e-mail/);

  await Promise.all([telegram.says("max@web.de"), telegram.taps("No e-mail", question)]);
  await world.app.processAll();
  const confirm = telegram.last;
  await Promise.all([telegram.taps("Confirm", confirm), telegram.taps("Confirm", confirm)]);
  await world.app.processAll();

  const heard = telegram.messages.filter(({ author }) => author === "bot").map(({ text }) => text);
  expect(heard.filter((text) => text.startsWith("You are in."))).toHaveLength(1);
  expect(heard.at(-1)).toMatch(/Code \S+\./);
  expect(heard).toHaveLength(6);
  expect(await seatsTaken(journey)).toBe(1);
});

async function seatsTaken({ world }: Journey): Promise<unknown> {
  const { body } = await world.api("/events");
  return (body.events as { taken: number }[])[0]?.taken;
}
