import { expect, test } from "vitest";
import { CHOIR, type Journey, MEET_UP, MEET_UP_RU, openJourney } from "./journey.ts";
import { script } from "./transcript.ts";

/** Max is known from Telegram, with an e-mail and a ticket. */
async function knowMax({ world }: Journey, slug: string): Promise<void> {
  const { telegram } = world.sandbox.person("Max");
  await telegram.asks(`/start e_${slug}`);
  await telegram.asks("yes");
  await telegram.asks("max@web.de");
  await telegram.asks("yes", /You are in/);
}

test("an e-mail that is known asks for the code that came to the other messenger, and both are one person", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  await knowMax(journey, "spring-meet-up");
  const known = talk(world.sandbox.person("Max").telegram);
  const asking = talk(world.sandbox.person("Max").whatsapp);

  await asking.says("Hello! I would like to come: choir-evening");
  await asking.taps("Sign me up");
  await asking.says("Max Weber, max@web.de");
  const { text } = await known.hears();
  await asking.says("where is it?");
  await asking.says("111 111");
  await asking.says(/\d{3} \d{3}/.exec(text)?.[0] ?? "");
  await known.hears();
  await asking.taps("Confirm");
  await asking.says("my");
  await known.taps("Always here");

  expect(await asking.transcript()).toBe(script`
    > Hello! I would like to come: choir-evening
    *Choir evening* / Monday 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Max Weber*. Press the button, or write your name and surname.
    [Use this name]
    > Max Weber, max@web.de
    This e-mail was given to us before. If it was you, I have just sent a 6-digit code to where you gave it (Telegram). Write it here within 10 minutes and you will have one list of tickets. Never tell it to anyone.
    [No code came] [Another e-mail] [Go on without it]
    > where is it?
    I did not understand that, sorry. // Please write the 6-digit code here. If none came, press “No code came”.
    [No code came] [Another e-mail] [Go on without it]
    > 482 915
    That is not the code. 4 tries are left. // Please write the 6-digit code here. If none came, press “No code came”.
    [No code came] [Another e-mail] [Go on without it]
    > 730 164
    Done: all your tickets are in one list now. // Please check. / *Choir evening*, Monday 14 December, 19:00 (Moscow time) / Name: Max Weber / E-mail: max@web.de // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    (picture) You are in! *Choir evening*, Monday 14 December, 19:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
    > my
    Your tickets. Choose one below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00
    [1] [2]
  `);
  expect(await known.transcript()).toBe(script`
    *730 164*. Somebody in WhatsApp gave your e-mail. If it is you, type this code there (10 minutes). If not, press “Not me”: nothing changes. We never ask for it in another way.
    [Send it in WhatsApp](https://wa.me/15550100000?text=730164) | [Copy code] [Not me]
    Connected: your WhatsApp and this chat share one list of tickets. Reminders come where you wrote last. If it was not you, press “Undo”.
    [Always here] [Undo (24 h)]
    > [Always here]
    Noted: messages come to Telegram from now on.
    [My tickets] [All events] [Reminders]
  `);
});

test("where no code comes, LINK written from the known chat proves it, and it can be undone", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  await knowMax(journey, "spring-meet-up");
  const known = talk(world.sandbox.person("Max").telegram);
  const asking = talk(world.sandbox.person("Max").whatsapp);

  await asking.says("Hello! I would like to come: choir-evening");
  await asking.taps("Sign me up");
  await asking.says("Max Weber, max@web.de");
  await known.hears();
  await asking.taps("No code came");
  await known.says(/LINK \d{6}/.exec(asking.last().text)?.[0] ?? "");
  await known.taps("Connect");
  await asking.hears();
  await asking.taps("Go on");
  await asking.taps("Confirm");
  await known.says("/my");
  await known.taps("That was not me");
  await asking.hears();

  expect(await asking.transcript()).toBe(script`
    > Hello! I would like to come: choir-evening
    *Choir evening* / Monday 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Other events] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Max Weber*. Press the button, or write your name and surname.
    [Use this name]
    > Max Weber, max@web.de
    This e-mail was given to us before. If it was you, I have just sent a 6-digit code to where you gave it (Telegram). Write it here within 10 minutes and you will have one list of tickets. Never tell it to anyone.
    [No code came] [Another e-mail] [Go on without it]
    > [No code came]
    Let us do it the other way round. If you have written to me from Telegram before, write there: // *LINK 482915* // and press “Connect”. You have 10 minutes. // https://t.me/doorlist_sandbox_bot?start=link_482915
    [Another e-mail] [Go on without it]
    Connected: your Telegram and this chat share one list of tickets. Press “Go on” to finish signing up. If it was not you, press “Undo”.
    [Go on] [Undo (24 h)]
    > [Go on]
    Please check. / *Choir evening*, Monday 14 December, 19:00 (Moscow time) / Name: Max Weber / E-mail: max@web.de // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    (picture) You are in! *Choir evening*, Monday 14 December, 19:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
    Done: your chats are separate again, each with the tickets it had before. To see where those taken since are, write *my*.
    [My tickets] [All events]
  `);
  expect(await known.transcript()).toBe(script`
    *730 164*. Somebody in WhatsApp gave your e-mail. If it is you, type this code there (10 minutes). If not, press “Not me”: nothing changes. We never ask for it in another way.
    [Send it in WhatsApp](https://wa.me/15550100000?text=730164) | [Copy code] [Not me]
    > LINK 482915
    Connect this Telegram with WhatsApp of *M•• W••*? Press “Connect” only if that is you.
    [Connect] [No]
    > [Connect]
    Done: WhatsApp and this chat are now one person to us. Your tickets: // 1. Spring meet-up, Sat 12 Dec, 18:00 // Reminders come here.
    [My tickets] [Better in WhatsApp] [That was not me]
    > /my
    Your tickets. Choose one below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00
    [1 · Sat 12 Dec, 18:00] [2 · Mon 14 Dec, 19:00]
    > [That was not me]
    Done: your chats are separate again, each with the tickets it had before. To see where those taken since are, write *my*.
    [My tickets] [All events]
  `);
});

test("по-русски: почта известна, код не мой, без почты дальше, потом связать нарочно", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP_RU);
  const { telegram, whatsapp } = world.sandbox.person("Ольга");
  await telegram.asks("/start e_vesennyaya-vstrecha");
  await telegram.asks("да");
  await telegram.asks("olga@mail.ru");
  await telegram.asks("да", /Вы записаны/);
  const known = talk(telegram);
  const asking = talk(whatsapp);

  await asking.says("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
  await asking.taps("Записаться");
  await asking.says("Ольга olga@mail.ru");
  await known.hears();
  await known.taps("Не я");
  await asking.taps("Продолжить без неё");
  await asking.taps("Подтверждаю");
  await known.says("/link");
  await known.opens("Связать WhatsApp");
  await asking.hears();
  await asking.taps("Связать");
  await known.hears();
  await asking.taps("Мой билет");

  expect(await asking.transcript()).toBe(script`
    > Здравствуйте! Хочу прийти: vesennyaya-vstrecha
    *Весенняя встреча* / Суббота, 12 декабря, 18:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 299 мест из 300 // Здравствуйте! Это «Green Club», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово *стоп* остановит меня в любой момент.
    [Записаться] [English]
    > [Записаться]
    Какое имя написать в билете? Здесь вы подписаны как *Ольга Смирнова*. Нажмите кнопку или напишите имя и фамилию.
    [Оставить это имя]
    > Ольга olga@mail.ru
    Эту почту нам уже указывали. Если это были вы, я только что прислал код из 6 цифр туда, где вы её указали (Telegram). Напишите его сюда в течение 10 минут, и билеты будут в одном списке. Никому его не сообщайте.
    [Код не пришёл] [Другая почта] [Продолжить без неё]
    > [Продолжить без неё]
    Проверьте, пожалуйста. / *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве) / Имя: Ольга / Почта: нет // Нажимая «Подтверждаю», вы соглашаетесь, что *«Green Club»* напишет вам сюда: напоминание за день, за час и новости, если изменятся время или место. Больше ничего. Данные удалим через 90 дней после события. Подробнее: слово *данные*.
    [Подтверждаю] [Без напоминаний] [Исправить]
    > [Подтверждаю]
    (picture) Вы записаны! *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. // Ваш код: *K7QM-3FPA*. На входе покажите эту картинку либо назовите код или имя. // Календарь и карта: https://club.example/t/K7QM3FPA
    [Мой билет] [Не смогу прийти]
    Связать этот WhatsApp с Telegram человека *О•• С••*? Нажмите «Связать», только если это вы.
    [Связать] [Нет]
    > [Связать]
    Готово: Telegram и этот чат для нас теперь один человек. Ваши билеты: // 1. Весенняя встреча, сб 12 дек., 18:00 // Напоминания придут сюда.
    [Мои билеты] [Лучше в Telegram] [Это не я]
    > [Мой билет]
    (picture) *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. // Ваш код: *N2WX-8RTE*. На входе покажите эту картинку либо назовите код или имя. // Календарь и карта: https://club.example/t/N2WX8RTE
    [Другие события] [Не смогу прийти]
  `);
  expect(await known.transcript()).toBe(script`
    *482 915*. Кто-то в WhatsApp указал вашу почту. Если это вы, введите код там (10 минут). Если нет, нажмите «Не я»: ничего не изменится. По-другому мы код не спрашиваем.
    [Отправить в WhatsApp](https://wa.me/15550100000?text=482915) | [Скопировать код] [Не я]
    > [Не я]
    Спасибо, что сказали. Ничего не изменилось, и этот код больше не действует.
    [Мои билеты] [Все события]
    > /link
    Откройте WhatsApp этой кнопкой, нажмите «Отправить», потом «Связать». Это всё. На это есть 10 минут. // Или напишите мне там: *LINK 730164*
    [Связать WhatsApp](https://wa.me/15550100000?text=LINK%20730164)
    > [Связать WhatsApp]
    Связано: ваш WhatsApp и этот чат видят одни и те же билеты. Напоминания придут туда, откуда вы писали в последний раз. Если это были не вы, нажмите «Отменить».
    [Всегда сюда] [Отменить (24 ч)]
  `);
});

test("the link of a code types it into the Telegram chat that asked", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish(CHOIR);
  const { whatsapp, telegram } = world.sandbox.person("Anna");
  await whatsapp.asks("Hello! I would like to come: spring-meet-up");
  await whatsapp.asks("yes");
  await whatsapp.asks("Anna Petrova anna@gmail.com");
  await whatsapp.asks("yes", /You are in/);
  const known = talk(whatsapp);
  const asking = talk(telegram);

  await asking.says("/start e_choir-evening");
  await asking.taps("Register as Anna Petrova");
  await asking.says("anna@gmail.com");
  const { text } = await known.hears();
  await world.sandbox.person("Anna").opens(/https:\S+/.exec(text)?.[0] ?? "");
  await asking.hears();
  await known.hears();
  await asking.taps("Confirm");

  expect(await asking.transcript()).toBe(script`
    > /start e_choir-evening
    *Choir evening* / Mon 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody // Green Club
    [Register as Anna Petrova] | [Other name] [Events] [Русский]
    > [Register as Anna Petrova]
    Anna Petrova, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
    [No e-mail] [Cancel]
    > anna@gmail.com
    This e-mail was given to us before. If it was you, I have just sent a 6-digit code to where you gave it (WhatsApp). Write it here within 10 minutes and you will have one list of tickets. Never tell it to anyone.
    [No code came] [Another e-mail] [Go on without it]
    Done: all your tickets are in one list now. // *Choir evening*, Mon 14 December, 19:00 (Moscow time) / Anna Petrova / E-mail: anna@gmail.com // Confirm = Green Club reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted 90 days after the event. /privacy
    [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]
    > [Confirm]
    (picture) You are in. *Choir evening*, Mon 14 December, 19:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
  `);
  expect(await known.transcript()).toBe(script`
    *482 915*. Somebody in Telegram gave your e-mail. If it is you, write this code there within 10 minutes. If not, press “Not me”: nothing changes. We never ask for it in another way. // Or open Telegram with the code ready to send: https://t.me/doorlist_sandbox_bot?start=code_482915
    [Not me]
    Connected: your Telegram and this chat share one list of tickets. Reminders come where you wrote last. If it was not you, press “Undo”.
    [Always here] [Undo (24 h)]
  `);
});
