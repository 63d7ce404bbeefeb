import { expect, test } from "vitest";
import { CHOIR, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";

test("privacy, my data with its page that works once, and forget me", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  const phone = world.sandbox.person("Anna").whatsapp;
  await signUp(phone, "spring-meet-up");
  const anna = talk(phone);

  await anna.says("privacy");
  await anna.taps("Send me my data");
  const path = new URL(/https:\S+/.exec(anna.last().text)?.[0] ?? "").pathname;
  expect((await world.fetch(path)).status).toBe(200);
  expect((await world.fetch(path)).status).toBe(200);
  const file = await world.fetch(path, { method: "POST" });
  expect(file.headers.get("content-disposition")).toContain("my-data.json");
  expect(JSON.stringify(await file.json())).toContain("Anna Petrova");
  expect((await world.fetch(path, { method: "POST" })).status).toBe(410);

  await anna.taps("Delete everything");
  await anna.taps("Back");
  await anna.says("forget me");
  await anna.taps("Yes, delete it all");
  world.clock.moveForward(60_000);
  await anna.says("hello again");

  expect(await anna.transcript()).toBe(script`
    > privacy
    Green Club keeps: your name, e-mail, this chat's address, your sign-ups, and what we sent you. Why: to run the event. Who sees it: the organisers. Until: 90 days after your last event. Questions: info@club.example. // Full text: https://club.example/privacy
    [Send me my data] [Delete everything] [Back]
    > [Send me my data]
    What Green Club keeps about you: // Name: Anna Petrova / E-mail: not known / Sign-ups: / 1. Spring meet-up, Sat 12 Dec, 18:00 / Past events: 0 // Everything in one file (the link works once): https://club.example/my-data/TOKEN
    [Delete everything] [Back]
    > [Delete everything]
    Delete your name, your e-mail and everything we wrote to each other? It cannot be undone. Your places are given up, and go to the next in the queue: // 1. Spring meet-up, Sat 12 Dec, 18:00
    [Yes, delete it all] [Back]
    > [Back]
    (picture) Good, nothing is deleted. // *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > forget me
    Delete your name, your e-mail and everything we wrote to each other? It cannot be undone. Your places are given up, and go to the next in the queue: // 1. Spring meet-up, Sat 12 Dec, 18:00
    [Yes, delete it all] [Back]
    > [Yes, delete it all]
    Deleted: your name, your e-mail, your places and our messages. This was my last message. If you write again, we begin anew.
    > hello again
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Русский]
  `);
});

test("приватность и удаление по-русски", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP_RU);
  const phone = world.sandbox.person("Ольга").telegram;
  await signUp(phone, "vesennyaya-vstrecha");
  const olga = talk(phone);

  await olga.says("/privacy");
  await olga.taps("Мои данные");
  await olga.taps("Удалить всё");
  await olga.says("да");

  expect(await olga.transcript()).toBe(script`
    > /privacy
    «Green Club» хранит: имя, почту, адрес этого чата, ваши записи и что мы вам посылали. Зачем: чтобы провести событие. Кто видит: организаторы. До какого срока: 90 дней после вашего последнего события. Вопросы: info@club.example. // Полный текст: https://club.example/privacy
    [Мои данные] [Удалить всё] [Назад]
    > [Мои данные]
    Что «Green Club» хранит о вас: // Имя: Ольга Смирнова / Почта: нет / Записи: / 1. Весенняя встреча, сб 12 дек., 18:00 / Прошедших событий: 0 // Всё одним файлом (ссылка сработает один раз): https://club.example/my-data/TOKEN
    [Удалить всё] [Назад]
    > [Удалить всё]
    Удалить ваше имя, почту и всю нашу переписку? Вернуть будет нельзя. Места мы отдадим, они перейдут следующим в очереди: // 1. Весенняя встреча, сб 12 дек., 18:00
    [Да, удалить всё] [Назад]
    > да
    Удалено: имя, почта, места и наша переписка. Это моё последнее сообщение. Если вы напишете снова, познакомимся заново.
  `);
});

test("STOP silences and touches no seat; start undoes it", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const olga = world.sandbox.person("Ольга").telegram;

  await anna.says("stop");
  await anna.says("start");
  await anna.quietly((phone) => signUp(phone, "spring-meet-up"));
  await anna.says("STOP!");
  await anna.taps("Write to me again");
  await signUp(olga, "spring-meet-up");
  const stopped = talk(olga);
  await stopped.says("/start e_choir-evening");
  await stopped.taps("Записаться");
  await stopped.says("Стоп");
  await stopped.says("/start");

  expect(await anna.transcript()).toBe(script`
    > stop
    I have stopped: Green Club sends you no more messages, here or elsewhere. If you change your mind, write *start*.
    [Write to me again]
    > start
    Good, I write to you again.
    [My tickets] [All events]
    > STOP!
    I have stopped: Green Club sends you no more messages, here or elsewhere. *Your seat for Saturday 12 December stays yours and the ticket works.* If you change your mind, write *start*.
    [Write to me again] [I can't come]
    > [Write to me again]
    Good, I write to you again.
    [My tickets] [All events]
  `);
  expect(await stopped.transcript()).toBe(script`
    > /start e_choir-evening
    *Choir evening* / Пн, 14 декабря, 19:00 (по Москве) / Library hall, Lesnaya 5 / Мест хватит всем // Имя и почта как в прошлый раз, напоминания включены.
    [Записаться] | [Изменить данные] [События]
    > [Записаться]
    (picture) Вы записаны. *Choir evening*, пн, 14 декабря, 19:00 (по Москве), Library hall, Lesnaya 5. Код K7QM-3FPA.
    [Календарь](https://club.example/t/K7QM3FPA/event.ics) [Карта](https://club.example/t/K7QM3FPA/map) | [Скопировать код] [Не смогу прийти]
    > Стоп
    Больше не пишу ни сюда, ни куда-либо ещё. *Всё, на что вы записаны, остаётся за вами:* // 1. Spring meet-up, сб 12 дек., 18:00 / 2. Choir evening, пн 14 дек., 19:00
    [Снова писать]
    > /start
    Хорошо, снова пишу вам.
    [Мои билеты] [Все события]
  `);
});
