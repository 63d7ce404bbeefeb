import { pino } from "pino";
import { expect, test } from "vitest";
import { startApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { type Journey, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { makeTempFolder } from "./machine.ts";
import { script } from "./transcript.ts";
import type { TestWorld } from "./world.ts";

const HOUR_MS = 60 * 60_000;
const START = Date.parse(MEET_UP.startsAt);

/** Moves the clock to so many hours before the meet-up, and lets fall due what does. */
async function goTo({ app, clock }: TestWorld, hoursBefore: number, start = START): Promise<void> {
  clock.moveForward(start - hoursBefore * HOUR_MS - clock.now().getTime());
  await app.runJobs();
}

/** The meet-up is two days off, and these people have a ticket. */
async function openMeetUp({ world }: Journey, event = MEET_UP): Promise<string> {
  await goTo(world, 48);
  const { id } = await world.publish(event);
  return id;
}

async function reasonsOf({ app }: TestWorld): Promise<string[]> {
  const rows = await app.database.db
    .selectFrom("outbox")
    .select(["kind", "status", "reason"])
    .where("kind", "like", "reminder-%")
    .orderBy("id")
    .execute();
  return rows.map(({ kind, status, reason }) => [kind, status, reason].filter(Boolean).join(", "));
}

test("Telegram reminds a day and an hour before, and notes who comes", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const id = await openMeetUp(journey);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => signUp(phone, "spring-meet-up"));

  await goTo(world, 24);
  const reminder = await max.hears();
  await max.taps("I'm coming");
  expect((await world.api(`/events/${id}`)).body).toMatchObject({ coming: 1 });
  await max.taps("Show ticket", reminder);
  await goTo(world, 1);
  await max.hears();
  await max.taps("I can't come");
  expect((await world.api("/events")).body).toMatchObject({ events: [{ coming: 0, taken: 0 }] });
  await max.taps("I'm coming", reminder);

  expect(await max.transcript()).toBe(script`
    Tomorrow 18:00 (Moscow time): *Spring meet-up*, Library hall, Lesnaya 5. Coming?
    [I'm coming] [I can't come] | [Show ticket] [Map](https://club.example/t/K7QM3FPA/map)
    > [I'm coming]
    (edited) Noted: you are coming. / *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5.
    [I can't come]
    > [Show ticket]
    (picture) *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code K7QM-3FPA.
    [Calendar](https://club.example/t/K7QM3FPA/event.ics) [Map](https://club.example/t/K7QM3FPA/map) | [Copy code] [I can't come]
    In one hour, at 18:00 (Moscow time): *Spring meet-up*, Library hall, Lesnaya 5. Coming?
    [Show ticket] [Map](https://club.example/t/K7QM3FPA/map) | [I'm coming] [I can't come]
    > [I can't come]
    (edited) Your seat at *Spring meet-up* is free again. Thanks for telling us. The ticket K7QM-3FPA no longer works.
    [Take it back]
    > [I'm coming]
    *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 300 of 300 seats left // Name and e-mail as last time, reminders on.
    [Register] | [Change details]
  `);
});

test("WhatsApp reminds in its window, in the person's words", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await openMeetUp(journey, MEET_UP_RU);
  const olga = talk(world.sandbox.person("Ольга").whatsapp);
  await olga.quietly(async (phone) => {
    await phone.asks("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
    await phone.asks("да");
    await phone.asks("Ольга Смирнова, olga@mail.ru");
    await phone.asks("да", /Вы записаны/);
  });
  await goTo(world, 30);
  await olga.quietly(async (phone) => void (await phone.asks("мои")));

  await goTo(world, 24);
  await olga.hears();
  await olga.taps("Приду");
  await goTo(world, 1);
  await olga.hears();
  await olga.taps("Показать билет");

  expect(await olga.transcript()).toBe(script`
    Здравствуйте, Ольга Смирнова! Завтра, в субботу 12 декабря, в 18:00 (по Москве): «Весенняя встреча», Зал библиотеки, Лесная, 5. Придёте?
    [Приду] [Показать билет] [Не смогу прийти]
    > [Приду]
    Отмечено: вы придёте. / *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5.
    [Не смогу прийти]
    Здравствуйте, Ольга Смирнова! Через час, в 18:00 (по Москве): «Весенняя встреча», Зал библиотеки, Лесная, 5. Держите билет под рукой.
    [Показать билет] [Не смогу прийти]
    > [Показать билет]
    (picture) *Весенняя встреча*, суббота, 12 декабря, 18:00 (по Москве), Зал библиотеки, Лесная, 5. // Ваш код: *K7QM-3FPA*. На входе покажите эту картинку либо назовите код или имя. // Календарь и карта: https://club.example/t/K7QM3FPA
    [Другие события] [Не смогу прийти]
  `);
});

test("whoever types an answer to a reminder is understood", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const id = await openMeetUp(journey);
  const max = talk(world.sandbox.person("Max").whatsapp);
  await max.quietly((phone) => signUp(phone, "spring-meet-up"));

  await goTo(world, 24);
  await max.hears();
  await max.says("Yes");
  expect((await world.api(`/events/${id}`)).body).toMatchObject({ coming: 1 });
  await max.says("No");
  await max.says("Sorry, I can't make it");
  expect((await world.api(`/events/${id}`)).body).toMatchObject({ coming: 1, taken: 1 });
  await max.taps("Yes, give it up");
  expect((await world.api(`/events/${id}`)).body).toMatchObject({ coming: 0, taken: 0 });
});

/** Telegram takes nothing for an hour, so that reminders wait. */
function jam({ sandbox }: TestWorld): void {
  sandbox.faults.add({ type: "too-many", retryAfter: 3600 }, { platform: "telegram", method: "sendMessage" });
}

test("a reminder tells the event as it is when it goes, and how far off that is", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const id = await openMeetUp(journey);
  const { telegram } = world.sandbox.person("Max");
  await signUp(telegram, "spring-meet-up");
  jam(world);
  await goTo(world, 24);

  await world.api(`/events/${id}`, { title: "Summer meet-up" }, "PATCH");
  await goTo(world, 10);

  expect((await telegram.hears(/Coming/)).text).toBe(
    "Today 18:00 (Moscow time): Summer meet-up, Library hall, Lesnaya 5. Coming?",
  );
});

test.each([
  ["moved", { startsAt: "2099-12-20T18:00:00+03:00" }, "the event was moved"],
  ["cancelled", { status: "cancelled" }, "the event was cancelled"],
])("a reminder that waits while its event is %s does not go", async (_, change, reason) => {
  await using journey = await openJourney();
  const { world } = journey;
  const id = await openMeetUp(journey);
  const { telegram } = world.sandbox.person("Max");
  await signUp(telegram, "spring-meet-up");
  jam(world);
  await goTo(world, 24);

  await world.api(`/events/${id}`, change, "PATCH");
  await goTo(world, 20);

  await telegram.hears(/changed|cancelled/);
  expect(await reasonsOf(world)).toEqual([`reminder-24h, skipped, ${reason}`]);
  expect(telegram.messages.filter(({ text }) => text.includes("Coming?"))).toEqual([]);
});

test.each([
  [
    "gave the seat up",
    async (phone: Phone) => {
      await phone.asks("/my");
      await phone.taps("I can't come");
      await phone.hears(/free again/);
    },
    "the seat was given up",
  ],
  ["said stop", (phone: Phone) => phone.asks("/stop"), "the person said stop"],
] as const)("a reminder that waits does not go to whoever %s", async (_, act, reason) => {
  await using journey = await openJourney();
  const { world } = journey;
  await openMeetUp(journey);
  const { telegram } = world.sandbox.person("Max");
  await signUp(telegram, "spring-meet-up");
  jam(world);
  await goTo(world, 24);

  await act(telegram);
  await goTo(world, 20);

  expect(await reasonsOf(world)).toEqual([`reminder-24h, skipped, ${reason}`]);
});

test("people who wait for hours while the app is stopped hear late, or the admins hear that they did not", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await openMeetUp(journey);
  const { telegram } = world.sandbox.person("Max");
  await signUp(telegram, "spring-meet-up");

  await world.stopApp();
  world.clock.moveForward(47.5 * HOUR_MS);
  await world.startApp();
  await world.app.runJobs();

  expect((await telegram.hears()).text).toMatch(/^In (29|30) minutes, at 18:00/);
  expect(await reasonsOf(world)).toEqual(["reminder-24h, expired, its time had passed", "reminder-1h, sent"]);
  expect(world.app.alerts.standing().map(({ trouble }) => trouble)).toEqual(["reminders-missed"]);
  expect(await (await world.fetch("/metrics")).text()).toMatch(/doorlist_reminders_total{outcome="late"} 1\n/);
});

/** Just after one has signed up, a chat's own gate may hold it for some real time, in which the clock goes on. */
const REMINDED_ON_THE_WAY = /^In (one hour|\d\d minutes), at .*Board game evening.* Coming\?$/;

test("whoever moves the sandbox's clock an hour sees the reminder", async () => {
  const folder = await makeTempFolder();
  const config = readConfig({ SANDBOX: "1", PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder.path });
  const app = await startApp(config, { log: pino({ level: "silent" }) });
  await app.connected;
  const max = app.sandbox?.person("Max").telegram;
  await signUp(max as Phone, "board-games");

  const moved = await fetch(`http://127.0.0.1:${app.port}/sandbox/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ms: HOUR_MS }),
  });

  expect(moved.status).toBe(200);
  expect((await max?.hears())?.text).toMatch(REMINDED_ON_THE_WAY);
  await app.stop();
  await folder.remove();
}, 60_000);
