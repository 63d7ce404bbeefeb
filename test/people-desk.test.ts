import { expect, test } from "vitest";
import { CHOIR, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { ownerOf } from "./organisers.ts";
import type { TestWorld } from "./world.ts";

/** The moment of a sign-up, which moves on with the calendar. */
const withoutDays = (transcript: string) =>
  transcript.replaceAll(/\d{1,2} (\p{L}+\.?) 20[2-8]\d, \d\d:\d\d/gu, "DAY, TIME");

/** In Telegram, in this order. */
async function signUpAll(world: TestWorld, slug: string, names: string[]): Promise<void> {
  for (const name of names) await signUp(world.sandbox.newPerson(name).telegram, slug);
}

test("who comes and who waits: an organiser cancels a place, and moves somebody up", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { slug } = await world.publish({ ...MEET_UP, maxParticipants: 2 });
  await signUp(world.sandbox.person("Anna").whatsapp, slug);
  const ada = world.sandbox.newPerson("Ada Lovelace").telegram;
  await signUp(ada, slug);
  await signUpAll(world, slug, ["Eve", "Kim"]);
  const kim = world.sandbox.person("Kim").telegram;
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));

  await max.says("menu");
  await max.taps("People");
  await max.taps("Who is waiting");
  await max.says("2");
  await max.taps("Move up");
  await max.says("people");
  await max.taps("Who comes");
  await max.says("1");
  await max.taps("Cancel their place");
  await max.says("hm, well");
  await max.taps("Yes, cancel it");

  expect(withoutDays(await max.transcript())).toMatchInlineSnapshot(`
    "> menu
    What would you like to do?
    [New event] | [Events] [Team] | [People] [Door] [Everything working?]
    > [People]
    *Spring meet-up*: 2 of 2, 2 waiting. By WhatsApp 1, Telegram 1.
    [Who comes] [Who is waiting] | [Find somebody] [Add somebody] | [List as a file] | [Write] [Back to the event]
    > [Who is waiting]
    Who is waiting for *Spring meet-up*, 1 to 2 of 2, in the order in which seats come to them. A number opens somebody's page. // 1. Eve / 2. Kim
    [1] [2] | [Back to the people]
    > 2
    *Kim* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Waiting, number 2 / Messages go by Telegram
    [Move up] [Cancel their place] | [Back to the people]
    > [Move up]
    Done: the next free seat is theirs. // *Kim* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Waiting, number 1 / Messages go by Telegram
    [Cancel their place] | [Back to the people]
    > people
    *Spring meet-up*: 2 of 2, 2 waiting. By WhatsApp 1, Telegram 1.
    [Who comes] [Who is waiting] | [Find somebody] [Add somebody] | [List as a file] | [Write] [Back to the event]
    > [Who comes]
    Who comes to *Spring meet-up*, 1 to 2 of 2. A number opens somebody's page; a name or a code finds them. // 1. Ada Lovelace / 2. Anna Petrova
    [1] [2] | [Back to the people]
    > 1
    *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code K7QM-3FPA / Messages go by Telegram
    [Cancel their place] | [Back to the people]
    > [Cancel their place]
    Cancel the place of *Ada Lovelace* at *Spring meet-up*, Sat 12 December, 18:00 (Moscow time)? The seat goes to the next at once, and cannot be taken back. They get a message that says so, with your address for questions.
    [Yes, cancel it] [No, keep it]
    > hm, well
    I did not understand that, sorry. // Cancel the place of *Ada Lovelace* at *Spring meet-up*, Sat 12 December, 18:00 (Moscow time)? The seat goes to the next at once, and cannot be taken back. They get a message that says so, with your address for questions.
    [Yes, cancel it] [No, keep it]
    > [Yes, cancel it]
    Done. The seat went to the next who waited. They are told, with your address for questions. // *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has no place any more / Messages go by Telegram
    [Back to the people]"
  `);
  await ada.hears(/The organisers have cancelled your place at Spring meet-up.*info@club\.example/s);
  await kim.hears(/it is yours: Spring meet-up/);
});

test("O9 in Russian: the figures, somebody found, and the list as a file", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { slug } = await world.publish({ ...MEET_UP_RU, maxParticipants: 3 });
  await signUp(world.sandbox.person("Anna").whatsapp, slug);
  await signUpAll(world, slug, ["Семён Королёв", "Семён Орлов", "Eve", "Kim"]);
  await world.sandbox.person("Eve").telegram.blocks();
  const olga = talk(world.sandbox.person("Ольга").telegram);
  await olga.quietly((phone) => ownerOf(world, phone));

  await olga.says("люди");
  await olga.says("КОРОЛЕВ");
  await olga.taps("К людям");
  await olga.taps("Найти");
  await olga.says("семен");
  await olga.taps("2");
  await olga.says("нет такого");
  await olga.taps("К людям");
  await olga.taps("До кого не дойдёт");
  await olga.taps("К людям");
  await olga.taps("Список файлом");

  expect(withoutDays(await olga.transcript())).toMatchInlineSnapshot(`
    "> люди
    *Весенняя встреча*: 3 из 3, ждут 2. WhatsApp 1, Telegram 2; не дойдёт до 1.
    [Кто придёт] [Кто ждёт] | [Найти] [Добавить] | [Список файлом] [До кого не дойдёт] | [Написать] [Назад к событию]
    > КОРОЛЕВ
    *Семён Королёв* / Весенняя встреча, сб 12 дек., 18:00 // Запись через Telegram, DAY, TIME / Место есть, код K7QM-3FPA / Сообщения идут в Telegram
    [Отменить место] | [К людям]
    > [К людям]
    *Весенняя встреча*: 3 из 3, ждут 2. WhatsApp 1, Telegram 2; не дойдёт до 1.
    [Кто придёт] [Кто ждёт] | [Найти] [Добавить] | [Список файлом] [До кого не дойдёт] | [Написать] [Назад к событию]
    > [Найти]
    Кого ищем? Напишите часть имени или код билета.
    [К людям]
    > семен
    Кто из них? // 1. Семён Королёв / 2. Семён Орлов
    [1] [2] | [К людям]
    > [2]
    *Семён Орлов* / Весенняя встреча, сб 12 дек., 18:00 // Запись через Telegram, DAY, TIME / Место есть, код N2WX-8RTE / Сообщения идут в Telegram
    [Отменить место] | [К людям]
    > нет такого
    *Весенняя встреча*: имени «нет такого» в списке нет, и это не код билета.
    [К людям]
    > [К людям]
    *Весенняя встреча*: 3 из 3, ждут 2. WhatsApp 1, Telegram 2; не дойдёт до 1.
    [Кто придёт] [Кто ждёт] | [Найти] [Добавить] | [Список файлом] [До кого не дойдёт] | [Написать] [Назад к событию]
    > [До кого не дойдёт]
    До кого не дойдут сообщения: *Весенняя встреча*, с 1 по 1 из 1, и почему: // 1. Eve, бот заблокирован в Telegram
    [1] | [К людям]
    > [К людям]
    *Весенняя встреча*: 3 из 3, ждут 2. WhatsApp 1, Telegram 2; не дойдёт до 1.
    [Кто придёт] [Кто ждёт] | [Найти] [Добавить] | [Список файлом] [До кого не дойдёт] | [Написать] [Назад к событию]
    > [Список файлом]
    (picture) Список: *Весенняя встреча*, 5 человек. В нём то, что люди доверили вам: никому его не передавайте и удалите, когда он больше не нужен.
    [К людям]"
  `);
  const file = olga.last();
  expect(file).toMatchObject({ kind: "document", media: { fileName: `${slug}.csv`, type: "text/csv" } });
  const audits = await world.app.database.db.selectFrom("auditLog").select("action").execute();
  expect(audits.map(({ action }) => action)).toContain("people-exported");
});

test("somebody without a chat is added by name, into the queue of a full event only if that is wanted", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, maxParticipants: 1 });
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));

  await max.says("/people");
  await max.taps("Add somebody");
  await max.says("...");
  await max.says("Ada Lovelace");
  await max.taps("Add another");
  await max.says("Bob");
  await max.taps("Yes, let them wait");
  await max.taps("Back to the people");
  await max.taps("Who is waiting");
  await max.taps("1");
  await max.taps("Cancel their place");
  await max.taps("Yes, cancel it");

  expect(withoutDays(await max.transcript())).toMatchInlineSnapshot(`
    "> /people
    *Spring meet-up*: 0 of 1.
    [Add somebody] | [Back to the event]
    > [Add somebody]
    What is their name? They get a ticket code that you hand on to them. Messages cannot reach them from here, and with the name you say that they agree to be on the list.
    [Back to the people]
    > ...
    I need a name, with at most 100 letters. // What is their name? They get a ticket code that you hand on to them. Messages cannot reach them from here, and with the name you say that they agree to be on the list.
    [Back to the people]
    > Ada Lovelace
    On the list: *Ada Lovelace*, code *K7QM-3FPA*. // The ticket to hand on: https://club.example/t/K7QM3FPA
    [Add another] [Back to the people]
    > [Add another]
    What is their name? They get a ticket code that you hand on to them. Messages cannot reach them from here, and with the name you say that they agree to be on the list.
    [Back to the people]
    > Bob
    The only seat is taken. Put *Bob* on the waiting list?
    [Yes, let them wait] [No]
    > [Yes, let them wait]
    On the waiting list: *Bob*, number 1. Nothing can tell them when a seat comes free: please look here, and tell them yourself.
    [Add another] [Back to the people]
    > [Back to the people]
    *Spring meet-up*: 1 of 1, 1 waiting. By hand 1; 2 cannot be reached.
    [Who comes] [Who is waiting] | [Find somebody] [Add somebody] | [List as a file] [Not reached] | [Write] [Back to the event]
    > [Who is waiting]
    Who is waiting for *Spring meet-up*, 1 to 1 of 1, in the order in which seats come to them. A number opens somebody's page. // 1. Bob
    [1] | [Back to the people]
    > [1]
    *Bob* / Spring meet-up, Sat 12 Dec, 18:00 // Added by an organiser, DAY, TIME / Waiting, number 1 / No message reaches them: was added without a chat
    [Cancel their place] | [Back to the people]
    > [Cancel their place]
    Cancel the place of *Bob* at *Spring meet-up*, Sat 12 December, 18:00 (Moscow time)? No message reaches them (was added without a chat): please tell them yourself.
    [Yes, cancel it] [No, keep it]
    > [Yes, cancel it]
    Done. No message reaches them: please tell them yourself. // *Bob* / Spring meet-up, Sat 12 Dec, 18:00 // Added by an organiser, DAY, TIME / Has no place any more / No message reaches them: was added without a chat
    [Back to the people]"
  `);
  const [, path = ""] = /(\/t\/[A-Z2-9]{8})/.exec(linkTold(world)) ?? [];
  expect((await world.fetch(path)).status).toBe(200);
});

/** The ticket's page that the organiser was shown, with its true code. */
function linkTold(world: TestWorld): string {
  const { messages } = world.sandbox.person("Max").telegram;
  return messages.map(({ text }) => text).find((text) => text.includes("/t/")) ?? "";
}

test("with several events it is asked whose people, and a press that came late is answered with how things are", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { slug } = await world.publish({ ...MEET_UP, maxParticipants: 1 });
  await world.publish(CHOIR);
  const ada = world.sandbox.newPerson("Ada Lovelace").telegram;
  await signUp(ada, slug);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));

  await max.says("menu");
  await max.taps("People");
  await max.says("1");
  await max.says("lovelace");
  const page = max.last();
  await max.taps("Cancel their place");
  const question = max.last();
  await ada.asks("/my");
  await ada.taps("I can't come");
  await ada.hears();
  await max.taps("Yes, cancel it", question);
  await max.taps("Cancel their place", page);
  await max.taps("Give a seat");
  await ada.hears(/it is yours/);
  world.clock.moveForward(80 * 365 * 24 * 60 * 60_000);
  await max.taps("Cancel their place", page);

  expect(withoutDays(await max.transcript())).toMatchInlineSnapshot(`
    "> menu
    What would you like to do?
    [New event] | [Events] [Team] | [People] [Door] [Everything working?]
    > [People]
    Whose people? First the events to come, the soonest on top. // 1. *Spring meet-up*, Sat 12 Dec, 18:00. Full, there is a waiting list. / 2. *Choir evening*, Mon 14 Dec, 19:00. Room for everybody.
    [1 · Sat 12 Dec, 18:00] | [2 · Mon 14 Dec, 19:00] | [Menu]
    > 1
    *Spring meet-up*: 1 of 1. By Telegram 1.
    [Who comes] | [Find somebody] [Add somebody] | [List as a file] | [Write] [Back to the event] [Other events]
    > lovelace
    *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code K7QM-3FPA / Messages go by Telegram
    [Cancel their place] | [Back to the people]
    > [Cancel their place]
    Cancel the place of *Ada Lovelace* at *Spring meet-up*, Sat 12 December, 18:00 (Moscow time)? They get a message that says so, with your address for questions.
    [Yes, cancel it] [No, keep it]
    > [Yes, cancel it]
    They have no place any more. // *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has no place any more / Messages go by Telegram
    [Give a seat] | [Back to the people]
    > [Cancel their place]
    They have no place any more. // *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has no place any more / Messages go by Telegram
    [Give a seat] | [Back to the people]
    > [Give a seat]
    Done: they have a seat. They are told. // *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code N2WX-8RTE / Messages go by Telegram
    [Cancel their place] | [Back to the people]
    > [Cancel their place]
    The event has begun: places stay as they are. // *Ada Lovelace* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code N2WX-8RTE / Messages go by Telegram
    [Back to the people]"
  `);
});

test("in WhatsApp the desk shows the same people", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { slug } = await world.publish({ ...MEET_UP, maxParticipants: 30 });
  await signUpAll(world, slug, ["Ada", "Bob", "Cyd", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida"]);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  await anna.quietly(async (phone) => {
    await phone.asks("hello");
    await ownerOf(world, phone);
  });

  await anna.says("people");
  await anna.taps("Who comes");
  await anna.taps("Next ones");
  await anna.says("9");
  await anna.says("hal");
  await anna.taps("Cancel their place");
  await anna.says("no");

  expect(withoutDays(await anna.transcript())).toMatchInlineSnapshot(`
    "> people
    *Spring meet-up*: 9 of 30. By Telegram 9.
    "Choose": {Who comes} {Find somebody} {Add somebody} {List as a file} {Write} {Back to the event}
    > [Who comes]
    Who comes to *Spring meet-up*, 1 to 7 of 9. A number opens somebody's page; a name or a code finds them. // 1. Ada / 2. Bob / 3. Cyd / 4. Dan / 5. Eve / 6. Fay / 7. Gus
    "Choose": {1} {2} {3} {4} {5} {6} {7} {Next ones} {Back to the people}
    > [Next ones]
    Who comes to *Spring meet-up*, 8 to 9 of 9. A number opens somebody's page; a name or a code finds them. // 8. Hal / 9. Ida
    "Choose": {8} {9} {Previous ones} {Back to the people}
    > 9
    *Ida* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code K7QM-3FPA / Messages go by Telegram
    [Cancel their place] [Back to the people]
    > hal
    *Hal* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code N2WX-8RTE / Messages go by Telegram
    [Cancel their place] [Back to the people]
    > [Cancel their place]
    Cancel the place of *Hal* at *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time)? They get a message that says so, with your address for questions.
    [Yes, cancel it] [No, keep it]
    > no
    *Hal* / Spring meet-up, Sat 12 Dec, 18:00 // Signed up by Telegram, DAY, TIME / Has a seat, code N2WX-8RTE / Messages go by Telegram
    [Cancel their place] [Back to the people]"
  `);
});
