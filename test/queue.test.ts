import { expect, test } from "vitest";
import { CHOIR, CHOIR_RU, giveUp, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";

test("a full event offers the queue with the place in it, and a freed seat goes to the next, who is told", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, maxParticipants: 1 });
  await world.publish(CHOIR);
  await signUp(world.sandbox.person("Igor").telegram, "spring-meet-up");
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const max = talk(world.sandbox.person("Max").telegram);

  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Take it for me");
  await anna.taps("Use this name");
  await anna.taps("I have no e-mail");
  await anna.taps("Confirm");
  await anna.says("my");
  await max.says("/start e_spring-meet-up");
  await max.taps("Take it for me");
  await max.taps("No e-mail");
  await max.taps("Confirm");
  await max.says("/my");
  await giveUp(world.sandbox.person("Igor").telegram);
  await anna.hears();

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Take it for me] [Ask me first] [Other events]
    > [Take it for me]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > [Use this name]
    Thank you, Anna Petrova! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    [I have no e-mail] [Correct my name]
    > [I have no e-mail]
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Waiting list, number 1 / Name: Anna Petrova / E-mail: none // With *Confirm* you agree that *Green Club* writes to you here: as soon as a seat comes free and is yours, then a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *1*. // If a seat comes free, it is yours at once, and I tell you here.
    [Leave the queue] [Other events]
    > my
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *1*.
    [Leave the queue] [Other events]
    (picture) A seat came free, and it is yours: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. If you cannot come, please press “I can't come”: others are waiting. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
  `);
  expect(await max.transcript()).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // Full: 1 of 1, 1 waiting; you would be number 2. If a seat comes free? // Green Club
    [Take it for me] [Ask me first] | [Events] [Русский]
    > [Take it for me]
    Max Weber, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
    [No e-mail] [Cancel]
    > [No e-mail]
    *Spring meet-up*, Sat 12 December, 18:00 (Moscow time) / Waiting list, number 2 / Max Weber / E-mail: none // Confirm = Green Club tells you here when a seat is yours, reminds you 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Confirm]
    You are on the waiting list: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Your number: *2*. // If a seat comes free, it is yours at once, and I tell you here.
    [Leave the queue] [Events]
    > /my
    You are on the waiting list: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Your number: *2*.
    [Leave the queue] [Events]
  `);
});

test("giving a seat up asks once if somebody waits, and cannot be taken back", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, maxParticipants: 2 });
  await signUp(world.sandbox.person("Anna").whatsapp, "spring-meet-up");
  await signUp(world.sandbox.person("Max").telegram, "spring-meet-up");
  await signUp(world.sandbox.person("Igor").telegram, "spring-meet-up");
  await signUp(world.sandbox.person("Ольга").telegram, "spring-meet-up");
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const max = talk(world.sandbox.person("Max").telegram);

  await anna.says("my");
  await anna.taps("I can't come");
  await anna.taps("No, I'm coming");
  await anna.taps("I can't come");
  await anna.says("yes");
  await anna.taps("Join the queue again");
  await max.says("/my");
  await max.taps("I can't come");
  await max.taps("Give it up");
  await anna.taps("Leave the queue");

  expect(await anna.transcript()).toBe(script`
    > my
    (picture) *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > [I can't come]
    Give up your seat at *Spring meet-up* on Saturday 12 December? 2 people are waiting: it goes to the next one at once, and I cannot take it back.
    [Yes, give it up] [No, I'm coming]
    > [No, I'm coming]
    (picture) Good, everything stays as it is. // *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > [I can't come]
    Give up your seat at *Spring meet-up* on Saturday 12 December? 2 people are waiting: it goes to the next one at once, and I cannot take it back.
    [Yes, give it up] [No, I'm coming]
    > yes
    Your seat at *Spring meet-up* has gone to the next in the queue. Thank you for telling us! The ticket K7QM-3FPA no longer works.
    [Join the queue again] [Other events]
    > [Join the queue again]
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *2*. // If a seat comes free, it is yours at once, and I tell you here.
    [Leave the queue] [Other events]
    > [Leave the queue]
    You are no longer in the queue for *Spring meet-up*. Thank you for telling us!
    [Join the queue again] [Other events]
  `);
  expect(await max.transcript()).toBe(script`
    > /my
    (picture) *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code N2WX-8RTE.
    [Calendar](https://club.example/t/N2WX8RTE/event.ics) [Map](https://club.example/t/N2WX8RTE/map) | [Copy code] [I can't come]
    > [I can't come]
    Give up your seat at *Spring meet-up* on Saturday 12 December? 2 waiting, it cannot be taken back.
    [Give it up] [Keep it]
    > [Give it up]
    (edited) Your seat at *Spring meet-up* has gone to the next in the queue. Thank you for telling us! The ticket N2WX-8RTE no longer works.
    [Join the queue again]
  `);
});

test("по-русски: очередь, уступленное место и очередь снова", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP_RU, maxParticipants: 1 });
  await world.publish(CHOIR_RU);
  await signUp(world.sandbox.person("Anna").telegram, "vesennyaya-vstrecha");
  const olga = talk(world.sandbox.person("Ольга").whatsapp);
  const igor = talk(world.sandbox.person("Igor").telegram);

  await olga.says("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
  await olga.taps("Сразу занять");
  await olga.says("Ольга Смирнова, olga@mail.ru");
  await olga.taps("Подтверждаю");
  await igor.says("/start e_vesennyaya-vstrecha");
  await igor.taps("Сразу занять");
  await igor.taps("Без почты");
  await igor.taps("Подтверждаю, без напоминаний");
  await giveUp(world.sandbox.person("Anna").telegram);
  await olga.hears();
  await olga.taps("Не смогу прийти");
  await olga.taps("Да, отдать место");
  await igor.hears();
  await olga.taps("Снова в очередь");
  await igor.taps("Не смогу прийти");
  await igor.taps("Оставить");

  expect(await olga.transcript()).toBe(script`
    > Здравствуйте! Хочу прийти: vesennyaya-vstrecha
    *Весенняя встреча* / Суббота, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 // Единственное место занято, но очереди пока нет. Ваш номер в очереди будет 1. Если место освободится: сразу занять его для вас или сначала спросить? // Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово *стоп* остановит меня в любой момент.
    [Сразу занять] [Сначала спросить] [Другие события]
    > [Сразу занять]
    Какое имя написать в билете? Здесь вы подписаны как *Ольга Смирнова*. Нажмите кнопку или напишите имя и фамилию.
    [Оставить это имя]
    > Ольга Смирнова, olga@mail.ru
    Проверьте, пожалуйста. / *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве) / Очередь, ваш номер 1 / Имя: Ольга Смирнова / Почта: olga@mail.ru // Нажимая «Подтверждаю», вы соглашаетесь, что *«Green Club»* напишет вам сюда: когда место освободится и станет вашим, потом напоминание за день, за час и новости, если изменятся время или место. Больше ничего. Данные удалим через 90 дней после события. Подробнее: слово *данные*.
    [Подтверждаю] [Без напоминаний] [Исправить]
    > [Подтверждаю]
    Вы в очереди: *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве). Ваш номер: *1*. // Если место освободится, оно сразу станет вашим, и я напишу вам сюда.
    [Выйти из очереди] [Другие события]
    (picture) Место освободилось, и оно ваше: *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. // Ваш код: *K7QM-3FPA*. На входе покажите эту картинку либо назовите код или имя. Если прийти не получится, нажмите, пожалуйста, «Не смогу прийти»: ждут другие. // Календарь и карта: https://club.example/t/K7QM3FPA
    [Мой билет] [Не смогу прийти]
    > [Не смогу прийти]
    Отдать ваше место на событие *«Весенняя встреча»* в субботу 12 декабря? Ждёт 1 человек: место сразу перейдёт следующему, вернуть его я не смогу.
    [Да, отдать место] [Нет, я приду]
    > [Да, отдать место]
    Ваше место на событие *«Весенняя встреча»* перешло следующему в очереди. Спасибо, что предупредили! Билет K7QM-3FPA больше не действует.
    [Снова в очередь] [Другие события]
    > [Снова в очередь]
    Вы в очереди: *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве). Ваш номер: *1*. // Если место освободится, оно сразу станет вашим, и я напишу вам сюда.
    [Выйти из очереди] [Другие события]
  `);
  expect(await igor.transcript()).toBe(script`
    > /start e_vesennyaya-vstrecha
    *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 // Мест нет: занято 1 из 1, в очереди 1. Ваш номер будет 2. Если место освободится? // «Green Club»
    [Сразу занять] [Сначала спросить] | [События] [English]
    > [Сразу занять]
    Игорь, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
    [Без почты] [Отмена]
    > [Без почты]
    *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве) / Очередь, ваш номер 2 / Игорь / Почта: нет // «Подтверждаю» = «Green Club» сообщит здесь, когда место станет вашим, напомнит за сутки и за час и сообщит об изменениях. Данные удалим через 90 дней после события. /privacy
    [Подтверждаю] | [Подтверждаю, без напоминаний] | [Имя] [Почта] [Отмена]
    > [Подтверждаю, без напоминаний]
    Вы в очереди: *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве). Ваш номер: *2*. // Если место освободится, оно сразу станет вашим, и я напишу вам сюда.
    [Выйти из очереди] [События]
    (picture) Место освободилось, и оно ваше: *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. Код N2WX-8RTE. // Календарь и карта: https://club.example/t/N2WX8RTE
    [Мой билет] [Не смогу прийти]
    > [Не смогу прийти]
    Отдать ваше место на событие *«Весенняя встреча»* в субботу 12 декабря? В очереди 1, вернуть будет нельзя.
    [Отдать] [Оставить]
    > [Оставить]
    (picture) Хорошо, всё остаётся как есть. // *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. Код N2WX-8RTE.
    [Календарь](https://club.example/t/N2WX8RTE/event.ics) [Карта](https://club.example/t/N2WX8RTE/map) | [Скопировать код] [Не смогу прийти]
  `);
});

test("an event that fills while somebody types offers the queue, and nothing told is lost", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, maxParticipants: 1 });
  const anna = talk(world.sandbox.person("Anna").whatsapp);

  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Sign me up");
  await anna.says("Anna anna@gmail.com");
  await signUp(world.sandbox.person("Igor").telegram, "spring-meet-up");
  await anna.taps("Confirm");
  await anna.taps("Take it for me");
  await anna.taps("Confirm");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 1 seat, still free // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > Anna anna@gmail.com
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    The last seat has just been taken by somebody else. // *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first?
    [Take it for me] [Ask me first]
    > [Take it for me]
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Waiting list, number 1 / Name: Anna / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: as soon as a seat comes free and is yours, then a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *1*. // If a seat comes free, it is yours at once, and I tell you here.
    [Leave the queue] [Other events]
  `);
});
