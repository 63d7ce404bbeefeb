import { expect, test } from "vitest";
import { type Journey, MEET_UP, MEET_UP_RU, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";

const HOUR_MS = 60 * 60_000;

async function goTo({ world: { app, clock } }: Journey, hoursBefore: number): Promise<void> {
  clock.moveForward(Date.parse(MEET_UP.startsAt) - hoursBefore * HOUR_MS - clock.now().getTime());
  await app.runJobs();
}

async function reminders({ world: { app } }: Journey): Promise<string[]> {
  const rows = await app.database.db
    .selectFrom("outbox")
    .select(["kind", "status", "reason"])
    .where("kind", "like", "reminder-%")
    .orderBy("id")
    .execute();
  return rows.map(({ kind, status, reason }) => [kind, status, reason].filter(Boolean).join(", "));
}

test("Telegram: reminders are switched off, changes still come, and they are switched on again", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await goTo(journey, 48);
  const { id } = await world.publish(MEET_UP);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => signUp(phone, "spring-meet-up"));

  await max.says("/reminders");
  await max.taps("Switch them off");
  await goTo(journey, 24);
  await world.api(`/events/${id}`, { location: "Room 1" }, "PATCH");
  await max.hears();
  await max.says("reminders on");
  await goTo(journey, 1);
  await max.hears();

  expect(await reminders(journey)).toEqual([
    "reminder-24h, skipped, the person wants no reminders",
    expect.stringMatching(/^reminder-1h, sent/),
  ]);
  expect(await max.transcript()).toBe(script`
    > /reminders
    Reminders are on: I write to you a day and an hour before an event that you signed up for.
    [Switch them off] [My tickets]
    > [Switch them off]
    Reminders are off. If an event that you signed up for changes, is cancelled or has a seat for you, I still tell you.
    [Switch them on] [My tickets]
    The time or the place has changed. *Spring meet-up* is now: Sat 12 December, 18:00 (Moscow time), Room 1. Your ticket K7QM-3FPA stays valid. If you can no longer come, please press “I can't come”.
    [My ticket] [I can't come]
    > reminders on
    Reminders are on: I write to you a day and an hour before an event that you signed up for.
    [Switch them off] [My tickets]
    In one hour, at 18:00 (Moscow time): *Spring meet-up*, Room 1. Coming?
    [Show ticket] [Map](https://club.example/t/K7QM3FPA/map) | [I'm coming] [I can't come]
  `);
});

test("WhatsApp: a reminder that waits is not sent any more, and the next card says that there are none", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await goTo(journey, 48);
  await world.publish(MEET_UP_RU);
  const olga = talk(world.sandbox.person("Ольга").whatsapp);
  await olga.quietly(async (phone) => {
    await phone.asks("Здравствуйте! Хочу прийти: vesennyaya-vstrecha");
    await phone.asks("да");
    await phone.asks("да");
    await phone.asks("нет", /Подтверждаю/);
    await phone.asks("да", /Вы записаны/);
  });

  world.sandbox.faults.add(
    { type: "broken", status: 502 },
    { platform: "whatsapp", method: "POST messages", times: 1 },
  );
  await goTo(journey, 24); // tried in vain, and waits
  await olga.says("без напоминаний");
  world.clock.moveForward(5 * 60_000);
  await world.app.runJobs();
  const other = await world.publish({ ...MEET_UP_RU, title: "Хор", startsAt: "2099-12-14T19:00:00+03:00" });
  await olga.says(`Здравствуйте! Хочу прийти: ${other.slug}`);
  await olga.says("напоминания");
  await olga.taps("Включить");

  expect(await reminders(journey)).toEqual(["reminder-24h, skipped, the person wants no reminders"]);
  expect(await olga.transcript()).toBe(script`
    > без напоминаний
    Напоминания выключены. Если событие, на которое вы записаны, изменится, отменится или для вас освободится место, я всё равно сообщу.
    [Включить] [Мои билеты]
    > Здравствуйте! Хочу прийти: ${other.slug}
    *Хор* / Понедельник, 14 декабря, 19:00 (по Москве) / Зал библиотеки, Лесная, 5 / Свободно 300 мест из 300 // Имя и почта как в прошлый раз, без напоминаний.
    [Записаться] [Изменить данные] [Другие события]
    > напоминания
    Напоминания выключены. Если событие, на которое вы записаны, изменится, отменится или для вас освободится место, я всё равно сообщу.
    [Включить] [Мои билеты]
    > [Включить]
    Напоминания включены: пишу за день и за час до события, на которое вы записаны.
    [Выключить] [Мои билеты]
  `);
});

test("the person chooses the messenger on either, and the reminder comes there", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await goTo(journey, 48);
  await world.publish(MEET_UP);
  const anna = world.sandbox.person("Anna");
  await signUp(anna.whatsapp, "spring-meet-up");
  await anna.telegram.says("/link");
  await anna.telegram.hears(/LINK/);
  await anna.telegram.taps("Connect WhatsApp");
  await anna.whatsapp.hears(/Connect this WhatsApp/);
  await anna.whatsapp.taps("Connect");
  await anna.whatsapp.hears(/Done/);
  await anna.whatsapp.taps("Better in Telegram");
  await anna.whatsapp.hears(/messages come to Telegram from now on/);

  await goTo(journey, 24);
  await anna.telegram.hears(/Tomorrow 18:00/);
  const reminded = anna.whatsapp.messages.length;
  await anna.telegram.forges("prefer:whatsapp"); // the button of an older message
  await anna.telegram.hears(/messages come to WhatsApp from now on/);
  await goTo(journey, 1);
  await anna.whatsapp.hears(/In one hour/);
  expect(anna.whatsapp.messages.length).toBe(reminded + 1);
});
