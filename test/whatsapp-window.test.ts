import { expect, test } from "vitest";
import type { Phone } from "../src/sandbox/phone.ts";
import { giveUp, type Journey, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";

const HOUR_MS = 60 * 60_000;
const START = Date.parse(MEET_UP.startsAt);

/** Moves the clock to so many hours before the meet-up, and lets fall due what does. */
async function goTo({ world: { app, clock } }: Journey, hoursBefore: number): Promise<void> {
  clock.moveForward(START - hoursBefore * HOUR_MS - clock.now().getTime());
  await app.runJobs();
}

/** The meet-up is two and a half days off. */
async function openMeetUp(journey: Journey, event: Partial<typeof MEET_UP> = {}): Promise<string> {
  await goTo(journey, 60);
  return (await journey.world.publish({ ...MEET_UP, ...event })).id;
}

const outside = (phone: Phone) => phone.last.template;

async function outbox({ world }: Journey) {
  const rows = world.app.database.db.selectFrom("outbox").selectAll().where("kind", "<>", "reply").orderBy("id");
  return (await rows.execute()).map(({ kind, status, reason, attempts }) => ({ kind, status, reason, attempts }));
}

test("a day and an hour before, someone silent is reminded by a template, and presses its buttons", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const id = await openMeetUp(journey);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  await anna.quietly((phone) => signUp(phone, "spring-meet-up"));

  await goTo(journey, 24);
  await anna.hears();
  expect(outside(world.sandbox.person("Anna").whatsapp)).toBe("reminder_24h");
  await anna.taps("I'm coming");
  expect((await world.api(`/events/${id}`)).body).toMatchObject({ coming: 1 });
  expect(await anna.transcript()).toBe(script`
    Hello Anna Petrova! This is the reminder that you asked for. Tomorrow, Saturday 12 December, at 18:00 (Moscow time): Spring meet-up, Library hall, Lesnaya 5. Are you coming?
    [I'm coming] | [Show my ticket] | [I can't come]
    > [I'm coming]
    Noted: you are coming. / *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5.
    [I can't come]
  `);
});

test("по-русски: тому, кто молчал, шаблон за час, о переносе и об отмене", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await goTo(journey, 60);
  const { id } = await world.publish(MEET_UP_RU);
  const olga = talk(world.sandbox.person("Ольга").whatsapp);
  await olga.quietly(async (phone) => {
    await phone.asks("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
    await phone.asks("да");
    await phone.asks("Ольга Смирнова, olga@mail.ru");
    await phone.asks("да", /Вы записаны/);
  });

  await goTo(journey, 30);
  await world.api(`/events/${id}`, { location: "Дом\nкультуры     на Лесной" }, "PATCH");
  await olga.hears();
  await goTo(journey, 1);
  await olga.hears();
  await world.api(`/events/${id}`, { status: "cancelled" }, "PATCH");
  await olga.hears();

  expect(await olga.transcript()).toBe(script`
    Изменилось время или место. «Весенняя встреча» теперь так: суббота, 12 декабря, 18:00 (по Москве), Дом культуры на Лесной. Ваш билет K7QM-3FPA действует. Если теперь прийти не получится, нажмите, пожалуйста, «Не смогу прийти».
    [Мой билет] | [Не смогу прийти]
    Здравствуйте, Ольга Смирнова! Это напоминание, о котором вы просили. Через час, в 18:00 (по Москве): «Весенняя встреча», Дом культуры на Лесной. Держите билет под рукой.
    [Показать билет] | [Не смогу прийти]
    К сожалению, событие «Весенняя встреча» (суббота, 12 декабря) отменено. Вам ничего делать не нужно. Кому задать вопросы: info@club.example. Спасибо за понимание.
  `);
});

test("someone who waited in silence is given the seat by a template, whose button shows the ticket", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await openMeetUp(journey, { maxParticipants: 1 });
  const max = world.sandbox.person("Max").telegram;
  await signUp(max, "spring-meet-up");
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  await anna.quietly((phone) => signUp(phone, "spring-meet-up"));

  await goTo(journey, 30);
  await giveUp(max);
  await anna.hears();
  await anna.taps("My ticket");
  expect(await anna.transcript()).toBe(script`
    A seat came free, and it is yours: Spring meet-up, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Your code: K7QM-3FPA. If you cannot come, please press “I can't come”: others are waiting.
    [My ticket] | [I can't come]
    > [My ticket]
    (picture) *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
  `);
});

test("a window that Meta closes too early costs nobody the message, whether it says so at once or afterwards", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const id = await openMeetUp(journey);
  const anna = world.sandbox.person("Anna").whatsapp;
  await signUp(anna, "spring-meet-up");
  await world.sandbox.settled();
  const move = (location: string) => world.api(`/events/${id}`, { location }, "PATCH");

  world.sandbox.faults.add({ type: "refused", code: 131047 }, { method: "POST messages" });
  await move("Room 1");
  expect(await anna.hears(/Room 1/)).toMatchObject({ template: "event_changed" });

  await anna.asks("my");
  world.sandbox.failNextOnWhatsapp(131047);
  await move("Room 2");
  expect(await anna.hears(/Room 2/)).not.toHaveProperty("template");
  expect(await anna.hears(/Room 2/)).toMatchObject({ template: "event_changed" });
  await world.sandbox.settled();
  expect(await outbox(journey)).toMatchObject([
    { kind: "event-changed", status: "read", attempts: 1 },
    { kind: "event-changed", status: "read", attempts: 2 },
  ]);

  // The next goes as a template at once: the window is known to be closed.
  await move("Room 3");
  expect(await anna.hears(/Room 3/)).toMatchObject({ template: "event_changed" });
  expect((await outbox(journey)).at(-1)).toMatchObject({ attempts: 1 });
});

test("a person whom nothing reaches there is left in peace until they write", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const id = await openMeetUp(journey);
  const anna = world.sandbox.person("Anna").whatsapp;
  await signUp(anna, "spring-meet-up");
  await world.sandbox.settled();
  const move = async (location: string) => {
    await world.api(`/events/${id}`, { location }, "PATCH");
    await world.app.processAll();
    await world.sandbox.settled();
    await world.app.processAll();
  };

  world.sandbox.failNextOnWhatsapp(131026);
  await move("Room 1");
  await move("Room 2");
  expect(await outbox(journey)).toMatchObject([
    { status: "skipped", reason: expect.stringMatching(/^the platform reported 131026 .*; no chat of this person/) },
    { status: "skipped", reason: "no chat of this person can be reached" },
  ]);
  await anna.asks("my");
  await move("Room 3");
  expect((await outbox(journey)).at(-1)).toMatchObject({ status: "read" });
});

test("without its template a message is refused, with a reason that says what to do", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const id = await openMeetUp(journey);
  await signUp(world.sandbox.person("Anna").whatsapp, "spring-meet-up");
  for (const language of ["en", "ru"]) {
    await world.sandbox.reviewTemplate({ name: "event_changed", language }, { status: "REJECTED" });
  }
  await goTo(journey, 30);
  await world.api(`/events/${id}`, { location: "Room 1" }, "PATCH");
  await world.app.processAll();
  const [row] = await outbox(journey);
  expect(row?.status).toBe("failed");
  expect(row?.reason).toMatch(
    /^rejected: the template event_changed \(ru\) is missing at Meta or not approved there: 132001/,
  );
});
