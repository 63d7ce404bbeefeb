import { expect, test } from "vitest";
import type { Phone } from "../src/sandbox/phone.ts";
import { CHOIR, CHOIR_RU, giveUp, type Journey, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";
import type { TestWorld } from "./world.ts";

/** The day before, at noon in Moscow: a hold of six hours. */
const NOON = "2099-12-11T12:00:00+03:00";
const HALF_PAST_SIX = "2099-12-11T18:30:00+03:00";

function moveTo({ clock }: TestWorld, moment: string): void {
  clock.moveForward(Math.max(0, Date.parse(moment) - clock.now().getTime()));
}

async function fullEvent({ world }: Journey): Promise<void> {
  await world.publish({ ...MEET_UP, maxParticipants: 1 });
  await world.publish(CHOIR);
  await signUp(world.sandbox.person("Igor").telegram, "spring-meet-up");
}

/** Somebody new joins the queue in Telegram, and wants to be asked first. */
async function signUpAsking(phone: Phone, slug: string): Promise<void> {
  await phone.asks(`/start e_${slug}`);
  await phone.asks("ask me first");
  await phone.asks("no", /Confirm/);
  await phone.asks("yes", /You are/);
}

test("whoever wants to be asked first is asked, and whoever answers too late stands at the end of the queue", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await fullEvent(journey);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const max = talk(world.sandbox.person("Max").telegram);

  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Ask me first");
  await anna.taps("Use this name");
  await anna.taps("I have no e-mail");
  await anna.taps("Confirm");
  await max.says("/start e_spring-meet-up");
  await max.taps("Ask me first");
  await max.taps("No e-mail");
  await max.taps("Confirm");
  moveTo(world, NOON);
  await giveUp(world.sandbox.person("Igor").telegram);
  const offer = await anna.hears();
  await anna.says("my");
  moveTo(world, HALF_PAST_SIX);
  await world.app.runJobs();
  await max.hears();
  await anna.taps("Take the seat", offer);
  await anna.taps("Stay");
  await max.says("/my");
  await max.taps("Take the seat");
  await max.says("/my");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Take it for me] [Ask me first] [Other events]
    > [Ask me first]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > [Use this name]
    Thank you, Anna Petrova! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    [I have no e-mail] [Correct my name]
    > [I have no e-mail]
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Waiting list, number 1 / Name: Anna Petrova / E-mail: none // With *Confirm* you agree that *Green Club* writes to you here: as soon as a seat comes free, to ask whether you take it, then a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *1*. // If a seat comes free, I ask you here, and keep it for you meanwhile.
    [Leave the queue] [Other events]
    A seat is free: Spring meet-up, Saturday 12 December, 18:00 (Moscow time). It is kept for you until Friday 11 December, 18:00. Would you like to take it?
    [Take the seat] | [No, I'll leave]
    > my
    A seat is free at *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). It is kept for you until Friday 11 December, 18:00.
    [Take the seat] [No, I'll leave]
    > [Take the seat]
    Time ran out at 18:00: the seat at *Spring meet-up* went to the next one. You are number 1.
    [Stay] [Leave]
    > [Stay]
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *1*.
    [Leave the queue] [Other events]
  `);
  expect(await max.transcript()).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // Full: 1 of 1, 1 waiting; you would be number 2. If a seat comes free? // Green Club
    [Take it for me] [Ask me first] | [Events] [Русский]
    > [Ask me first]
    Max Weber, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
    [No e-mail] [Cancel]
    > [No e-mail]
    *Spring meet-up*, Sat 12 December, 18:00 (Moscow time) / Waiting list, number 2 / Max Weber / E-mail: none // Confirm = Green Club asks you here when a seat comes free, reminds you 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Confirm]
    You are on the waiting list: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Your number: *2*. // If a seat comes free, I ask you here, and keep it for you meanwhile.
    [Leave the queue] [Events]
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 21:30.
    [Take the seat] [Leave the list]
    > /my
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 21:30.
    [Take the seat] [Leave the list]
    > [Take the seat]
    (picture) You are in. *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
    > /my
    (picture) *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
  `);
});

test("known people are asked after two taps, and may type their answer; the seat goes round at once", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await fullEvent(journey);
  await signUp(world.sandbox.person("Anna").whatsapp, "choir-evening");
  await signUp(world.sandbox.person("Max").telegram, "choir-evening");
  await signUp(world.sandbox.person("Ольга").telegram, "spring-meet-up");
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const max = talk(world.sandbox.person("Max").telegram);
  const olga = talk(world.sandbox.person("Ольга").telegram);

  await anna.says("Hello! I would like to come: spring-meet-up");
  await anna.taps("Ask me first");
  await max.says("/start e_spring-meet-up");
  await max.taps("Ask me first");
  await olga.says("/my");
  moveTo(world, NOON);
  await giveUp(world.sandbox.person("Igor").telegram);
  await olga.hears();
  await olga.taps("Не смогу прийти");
  await olga.taps("Отдать");
  await anna.hears();
  await anna.says("no, I'll leave");
  await max.hears();
  await max.says("take the seat");
  await max.says("take the seat");

  expect(await anna.transcript()).toBe(script`
    > Hello! I would like to come: spring-meet-up
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, 1 person is waiting; you would be number 2. If a seat comes free: take it for you at once, or ask you first? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first] [Other events]
    > [Ask me first]
    You are on the waiting list: *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time). Your number: *2*. // If a seat comes free, I ask you here, and keep it for you meanwhile.
    [Leave the queue] [Other events]
    A seat is free: Spring meet-up, Saturday 12 December, 18:00 (Moscow time). It is kept for you until Friday 11 December, 18:00. Would you like to take it?
    [Take the seat] | [No, I'll leave]
    > no, I'll leave
    You are no longer in the queue for *Spring meet-up*. Thank you for telling us!
    [Join the queue again] [Other events]
  `);
  expect(await max.transcript()).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // Full: 1 of 1, 2 waiting; you would be number 3. If a seat comes free? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first] | [Events]
    > [Ask me first]
    You are on the waiting list: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Your number: *3*. // If a seat comes free, I ask you here, and keep it for you meanwhile.
    [Leave the queue] [Events]
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 18:00.
    [Take the seat] [Leave the list]
    > take the seat
    (picture) You are in. *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
    > take the seat
    Your tickets. Choose one below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00
    [1 · Sat 12 Dec, 18:00] [2 · Mon 14 Dec, 19:00]
  `);
  expect(await olga.transcript()).toBe(script`
    > /my
    Вы в очереди: *Spring meet-up*, сб, 12 декабря, 18:00 (по Москве). Ваш номер: *1*.
    [Выйти из очереди] [События]
    (picture) Место освободилось, и оно ваше: *Spring meet-up*, сб, 12 декабря, 18:00 (по Москве), Library hall, Lesnaya 5. Код N2WX-8RTE. // Календарь и карта: https://club.example/t/N2WX8RTE
    [Мой билет] [Не смогу прийти]
    > [Не смогу прийти]
    Отдать ваше место на событие *«Spring meet-up»* в субботу 12 декабря? В очереди 2, вернуть будет нельзя.
    [Отдать] [Оставить]
    > [Отдать]
    (edited) Ваше место на событие *«Spring meet-up»* перешло следующему в очереди. Спасибо, что предупредили! Билет N2WX-8RTE больше не действует.
    [Снова в очередь]
  `);
});

test("по-русски: сначала спросить, место придержано, время вышло, место занято", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP_RU, maxParticipants: 1 });
  await world.publish(CHOIR_RU);
  await signUp(world.sandbox.person("Anna").telegram, "vesennyaya-vstrecha");
  const igor = talk(world.sandbox.person("Igor").telegram);
  const olga = talk(world.sandbox.person("Ольга").whatsapp);

  await igor.says("/start e_vesennyaya-vstrecha");
  await igor.taps("Сначала спросить");
  await igor.taps("Без почты");
  await igor.taps("Подтверждаю");
  await olga.says("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
  await olga.taps("Сначала спросить");
  await olga.says("Ольга Смирнова, olga@mail.ru");
  await olga.taps("Подтверждаю");
  moveTo(world, NOON);
  await giveUp(world.sandbox.person("Anna").telegram);
  const offer = await igor.hears();
  moveTo(world, HALF_PAST_SIX);
  await world.app.runJobs();
  await olga.hears();
  await igor.taps("Занять место", offer);
  await igor.taps("Остаться");
  await olga.taps("Место не нужно");
  await igor.hears();
  await igor.says("занять место");
  await olga.says("занять место");

  expect(await igor.transcript()).toBe(script`
    > /start e_vesennyaya-vstrecha
    *Весенняя встреча* / Сб, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 // Мест нет: занято 1 из 1, в очереди никого. Ваш номер будет 1. Если место освободится? // «Green Club»
    [Сразу занять] [Сначала спросить] | [События] [English]
    > [Сначала спросить]
    Игорь, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
    [Без почты] [Отмена]
    > [Без почты]
    *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве) / Очередь, ваш номер 1 / Игорь / Почта: нет // «Подтверждаю» = «Green Club» спросит здесь, когда место освободится, напомнит за сутки и за час и сообщит об изменениях. Данные удалим через 90 дней после события. /privacy
    [Подтверждаю] | [Подтверждаю, без напоминаний] | [Имя] [Почта] [Отмена]
    > [Подтверждаю]
    Вы в очереди: *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве). Ваш номер: *1*. // Если место освободится, я спрошу вас здесь и придержу его до ответа.
    [Выйти из очереди] [События]
    Есть место: *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве). Ваше до пятницы, 11 декабря, 18:00.
    [Занять место] [Выйти из очереди]
    > [Занять место]
    (edited) Время вышло в 18:00, место ушло следующему. Ваш номер: 1.
    [Остаться] [Выйти]
    > [Остаться]
    Вы в очереди: *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве). Ваш номер: *1*.
    [Выйти из очереди] [События]
    Есть место: *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве). Ваше до пятницы, 11 декабря, 21:30.
    [Занять место] [Выйти из очереди]
    > занять место
    (picture) Вы записаны. *Весенняя встреча*, сб, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. Код K7QM-3FPA.
    [Календарь](https://club.example/t/K7QM3FPA/event.ics) [Карта](https://club.example/t/K7QM3FPA/map) | [Скопировать код] [Не смогу прийти]
  `);
  expect(await olga.transcript()).toBe(script`
    > Здравствуйте! Хочу прийти: vesennyaya-vstrecha
    *Весенняя встреча* / Суббота, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 // Единственное место занято, ждёт 1 человек. Ваш номер в очереди будет 2. Если место освободится: сразу занять его для вас или сначала спросить? // Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово *стоп* остановит меня в любой момент.
    [Сразу занять] [Сначала спросить] [Другие события]
    > [Сначала спросить]
    Какое имя написать в билете? Здесь вы подписаны как *Ольга Смирнова*. Нажмите кнопку или напишите имя и фамилию.
    [Оставить это имя]
    > Ольга Смирнова, olga@mail.ru
    Проверьте, пожалуйста. / *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве) / Очередь, ваш номер 2 / Имя: Ольга Смирнова / Почта: olga@mail.ru // Нажимая «Подтверждаю», вы соглашаетесь, что *«Green Club»* напишет вам сюда: когда место освободится, чтобы спросить, нужно ли оно вам, потом напоминание за день, за час и новости, если изменятся время или место. Больше ничего. Данные удалим через 90 дней после события. Подробнее: слово *данные*.
    [Подтверждаю] [Без напоминаний] [Исправить]
    > [Подтверждаю]
    Вы в очереди: *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве). Ваш номер: *2*. // Если место освободится, я спрошу вас здесь и придержу его до ответа.
    [Выйти из очереди] [Другие события]
    Освободилось место: «Весенняя встреча», суббота, 12 декабря, 18:00 (по Москве). Оно остаётся за вами до пятницы, 11 декабря, 21:30. Хотите его занять?
    [Занять место] | [Место не нужно]
    > [Место не нужно]
    Вы больше не в очереди на событие *«Весенняя встреча»*. Спасибо, что предупредили!
    [Снова в очередь] [Другие события]
    > занять место
    Сейчас вы никуда не записаны.
    [Все события]
  `);
});

test("an offer that cannot be told goes to the next, and one taken back is told", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { id } = await world.publish({ ...MEET_UP, maxParticipants: 1 });
  await signUp(world.sandbox.person("Igor").telegram, "spring-meet-up");
  await signUpAsking(world.sandbox.person("Anna").telegram, "spring-meet-up");
  await signUpAsking(world.sandbox.person("Max").telegram, "spring-meet-up");
  await world.sandbox.person("Anna").telegram.asks("/stop");
  const anna = talk(world.sandbox.person("Anna").telegram);
  const max = talk(world.sandbox.person("Max").telegram);
  moveTo(world, NOON);

  await giveUp(world.sandbox.person("Igor").telegram);
  await world.app.runJobs();
  await world.app.runJobs();
  const offer = await max.hears();
  await anna.says("/my");
  await world.api(`/events/${id}`, { maxParticipants: 2 }, "PATCH");
  await signUp(world.sandbox.person("Ольга").telegram, "spring-meet-up");
  const { status } = await world.api(`/events/${id}`, { maxParticipants: 1 }, "PATCH");
  await max.hears();
  await max.taps("Take the seat", offer);

  expect(status).toBe(200);
  expect(await anna.transcript()).toBe(script`
    > /my
    You are on the waiting list: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Your number: *1*.
    [Leave the queue] [Events]
  `);
  expect(await max.transcript()).toBe(script`
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 18:00.
    [Take the seat] [Leave the list]
    There are fewer seats at *Spring meet-up* on Saturday 12 December than before, so I had to take back the seat that was kept for you. You keep your place in the queue.
    [Leave the queue]
    > [Take the seat]
    (edited) That seat at *Spring meet-up* is no longer kept for you. You are number 1 in the queue.
    [Stay] [Leave]
  `);
});

test("an offer made in the night is told in the morning, and its hold counts from then", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await fullEvent(journey);
  await signUpAsking(world.sandbox.person("Max").telegram, "spring-meet-up");
  const max = talk(world.sandbox.person("Max").telegram);

  moveTo(world, "2099-12-10T23:00:00+03:00");
  await giveUp(world.sandbox.person("Igor").telegram);
  await world.app.runJobs();
  expect(await max.transcript()).toBe("");
  await max.says("/my");
  moveTo(world, "2099-12-11T09:10:00+03:00");
  await world.app.runJobs();
  await max.hears();
  await max.says("/my");

  expect(await max.transcript()).toBe(script`
    > /my
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 14:00.
    [Take the seat] [Leave the list]
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 15:10.
    [Take the seat] [Leave the list]
    > /my
    A seat is free: *Spring meet-up*, Sat 12 December, 18:00 (Moscow time). Yours until Friday 11 December, 15:10.
    [Take the seat] [Leave the list]
  `);
});
