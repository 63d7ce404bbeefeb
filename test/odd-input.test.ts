import { expect, test } from "vitest";
import { CHOIR, MEET_UP, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";

test("stickers, voice notes, photos and edits are answered, and the question that waits is asked once more", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const igor = talk(world.sandbox.person("Igor").telegram);

  await anna.sends("voice");
  await anna.taps("Sign me up");
  await anna.sends("sticker");
  await anna.says("Anna");
  await anna.edits("Anna Petrova");
  await anna.says("anna@gmail.com");
  await anna.sends("photo");
  await anna.taps("Confirm");
  await anna.sends("document");
  await igor.sends("sticker");
  await igor.taps("Записаться: Игорь");
  await igor.sends("voice");
  await igor.says("igor@gmial.com");
  await igor.edits("igor@mail.ru");

  expect(await anna.transcript()).toBe(script`
    > (voice)
    *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*.
    [Sign me up] [Русский]
    > [Sign me up]
    What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > (sticker)
    I can only read text and buttons. // What name shall I put on the ticket? Here you are called *Anna Petrova*. Press the button, or write your name and surname.
    [Use this name]
    > Anna
    Thank you, Anna! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    [I have no e-mail] [Correct my name]
    > (edits) Anna Petrova
    I can only read text and buttons. // Anna, please write your e-mail.
    [I have no e-mail] [Correct my name]
    > anna@gmail.com
    Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > (photo)
    I can only read text and buttons. // Please check. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time) / Name: Anna / E-mail: anna@gmail.com // With *Confirm* you agree that *Green Club* writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted 90 days after the event. More: write *privacy*.
    [Confirm] [Without reminders] [Correct]
    > [Confirm]
    (picture) You are in! *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [My ticket] [I can't come]
    > (document)
    I can only read text and buttons. // I am an automatic assistant. Please choose one of these, or ask a person: info@club.example.
    [My tickets] [All events] [Help]
  `);
  expect(await igor.transcript()).toBe(script`
    > (sticker)
    *Spring meet-up* / Сб, 12 декабря, 18:00 (по Москве) / Library hall, Lesnaya 5 / Свободно 299 мест из 300 // «Green Club»
    [Записаться: Игорь] | [Другое имя] [English]
    > [Записаться: Игорь]
    Игорь, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
    [Без почты] [Отмена]
    > (voice)
    Я понимаю только текст и кнопки. // Игорь, напишите, пожалуйста, вашу почту.
    [Без почты] [Отмена]
    > igor@gmial.com
    Может быть, *igor@gmail.com*?
    [Да, исправить] [Нет, всё верно]
    > (edits) igor@mail.ru
    Правок в отправленном сообщении я не вижу. Напишите, пожалуйста, ещё раз. // Может быть, *igor@gmail.com*?
    [Да, исправить] [Нет, всё верно]
  `);
});

test("a reaction, or an edit when nothing is asked, is let be", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const { whatsapp, telegram } = world.sandbox.person("Max");
  await signUp(whatsapp, "spring-meet-up");
  await signUp(world.sandbox.person("Anna").telegram, "spring-meet-up");
  const heard = () =>
    [whatsapp, world.sandbox.person("Anna").telegram].map(
      ({ messages }) => messages.filter(({ author }) => author === "bot").length,
    );
  const before = heard();

  await whatsapp.reacts(whatsapp.last, "👍");
  await world.sandbox.person("Anna").telegram.edits("changed");
  await telegram.blocks();
  await telegram.unblocks();
  await world.app.processAll();

  expect(heard()).toEqual(before);
});

test("in a group the bot explains itself once and stays quiet", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const { telegram } = world.sandbox.person("Igor");
  const group = await telegram.addsBotToGroup("Друзья");

  await telegram.saysInGroup(group, "всем привет");
  await telegram.saysInGroup(group, "/events");
  await telegram.saysInGroup(group, "/start e_spring-meet-up");
  await telegram.saysInGroup(group, "@doorlist_sandbox_bot help");
  await world.app.processAll();

  const said = group.messages.filter(({ author }) => author === "bot").map(({ text }) => text);
  expect(said).toEqual([
    "Я записываю на события, но только в личном чате. Напишите мне туда, а здесь я молчу.\n\nhttps://t.me/doorlist_sandbox_bot?start=group",
  ]);
});

test("forged presses carry no authority, and are answered with what is", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { id } = await world.publish(MEET_UP);
  await world.publish(CHOIR);
  await signUp(world.sandbox.person("Anna").whatsapp, "spring-meet-up");
  const short = Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
  const max = talk(world.sandbox.person("Max").telegram);

  await max.says("/start e_spring-meet-up");
  await max.forges(`confirm:${short}`);
  await max.forges(`give-up-sure:${short}`);
  await max.forges("forget-sure");
  await max.forges("drop table events");
  await max.forges("page:9999");
  await max.forges(`ticket:${"A".repeat(22)}`);
  await max.forges(`not-me:${short}`);

  expect((await max.transcript()).replaceAll(short, "EVENT")).toBe(script`
    > /start e_spring-meet-up
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 299 of 300 seats left // Green Club
    [Register as Max Weber] | [Other name] [Events] [Русский]
    > (forges) confirm:EVENT
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 299 of 300 seats left
    [Register as Max Weber] | [Other name] [Events]
    > (forges) give-up-sure:EVENT
    You have no seat at this event. // *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 299 of 300 seats left
    [Register as Max Weber] | [Other name] [Events]
    > (forges) forget-sure
    Delete your name, your e-mail and everything we wrote to each other? It cannot be undone.
    [Yes, delete it all] [Back]
    > (forges) drop table events
    I did not understand that, sorry. // Delete your name, your e-mail and everything we wrote to each other? It cannot be undone.
    [Yes, delete it all] [Back]
    > (forges) page:9999
    (edited) Which one? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00. 299 of 300 seats left. / 2. *Choir evening*, Mon 14 Dec, 19:00. Room for everybody.
    [1 · Sat 12 Dec, 18:00] [2 · Mon 14 Dec, 19:00]
    > (forges) ticket:AAAAAAAAAAAAAAAAAAAAAA
    I cannot find this event. It may be over, or there is a slip in the link. // Which one? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00. 299 of 300 seats left. / 2. *Choir evening*, Mon 14 Dec, 19:00. Room for everybody.
    [1 · Sat 12 Dec, 18:00] [2 · Mon 14 Dec, 19:00]
    > (forges) not-me:EVENT
    I do not know this code, or its 10 minutes are over. For a new one write *link* there.
    [My tickets] [All events]
  `);
  const { body } = await world.api(`/events/${id}`);
  expect(body.taken).toBe(1);
});

test("a flood gets one notice and then silence, until it is over", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const { telegram } = world.sandbox.person("Max");
  for (let n = 1; n <= 30; n++) await telegram.says("/my");
  await world.app.processAll();

  const heard = () => telegram.messages.filter(({ author }) => author === "bot").map(({ text }) => text);
  expect(heard()).toHaveLength(21);
  expect(heard().at(-1)).toBe(
    "That was very fast! I need a short pause. Please wait ten seconds and then write once more.",
  );

  world.clock.moveForward(11_000);
  expect((await telegram.asks("/my")).text).toContain("not signed up");
});
