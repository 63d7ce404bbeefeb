import { expect, test } from "vitest";
import { CHOIR, giveUp, MEET_UP, openJourney, signUp } from "./journey.ts";
import { script } from "./transcript.ts";
import type { TestWorld } from "./world.ts";

test("my: nothing, one ticket, several, and a place in a queue", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(MEET_UP);
  await world.publish({ ...CHOIR, maxParticipants: 1 });
  await signUp(world.sandbox.person("Igor").telegram, "choir-evening");
  const anna = talk(world.sandbox.person("Anna").whatsapp);

  await anna.says("my tickets");
  await anna.taps("All events");
  await anna.quietly((phone) => signUp(phone, "spring-meet-up"));
  await anna.says("my");
  await anna.says("Hello! I would like to come: choir-evening");
  await anna.taps("Take it for me");
  await anna.says("my");
  await anna.says("2");
  await anna.says("my");
  await anna.taps("1");

  expect(await anna.transcript()).toBe(script`
    > my tickets
    You are not signed up for anything at the moment.
    [All events]
    > [All events]
    Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*. // Which one? Choose below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00
    [1] [2] [Русский]
    > my
    (picture) *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > Hello! I would like to come: choir-evening
    *Choir evening* / Monday 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first] [Other events]
    > [Take it for me]
    You are on the waiting list: *Choir evening*, Monday 14 December, 19:00 (Moscow time). Your number: *1*. // If a seat comes free, it is yours at once, and I tell you here.
    [Leave the queue] [Other events]
    > my
    Your tickets. Choose one below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00 (waiting list, number 1)
    [1] [2]
    > 2
    You are on the waiting list: *Choir evening*, Monday 14 December, 19:00 (Moscow time). Your number: *1*.
    [Leave the queue] [Other events]
    > my
    Your tickets. Choose one below, or write its number. // 1. Spring meet-up, Sat 12 Dec, 18:00 / 2. Choir evening, Mon 14 Dec, 19:00 (waiting list, number 1)
    [1] [2]
    > [1]
    (picture) *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
  `);
});

test("a seat is given up with a way back, as long as nobody takes it", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, maxParticipants: 1 });
  await signUp(world.sandbox.person("Anna").whatsapp, "spring-meet-up");
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const max = talk(world.sandbox.person("Max").telegram);

  await anna.says("my");
  await anna.taps("I can't come");
  await anna.taps("Take it back");
  await anna.taps("I can't come");
  await max.quietly((phone) => signUp(phone, "spring-meet-up"));
  await anna.taps("Take it back");
  await max.says("/my");
  await max.taps("I can't come");
  await max.taps("Take it back");

  expect(await anna.transcript()).toBe(script`
    > my
    (picture) *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
    > [I can't come]
    Your seat at *Spring meet-up* is free for somebody else. Thank you for telling us! The ticket K7QM-3FPA no longer works.
    [Take it back] [Other events]
    > [Take it back]
    (picture) You are in! *Spring meet-up*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *N2WX-8RTE*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/N2WX8RTE
    [My ticket] [I can't come]
    > [I can't come]
    Your seat at *Spring meet-up* is free for somebody else. Thank you for telling us! The ticket N2WX-8RTE no longer works.
    [Take it back] [Other events]
    > [Take it back]
    Your former seat has already gone to somebody else. // *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 // The only seat is taken, nobody is waiting yet; you would be number 1. If a seat comes free: take it for you at once, or ask you first? // Name and e-mail as last time, reminders on.
    [Take it for me] [Ask me first]
  `);
  expect(await max.transcript()).toBe(script`
    > /my
    (picture) *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code B4HC-6YUD.
    [Calendar](https://club.example/t/B4HC6YUD/event.ics) [Map](https://club.example/t/B4HC6YUD/map) | [Copy code] [I can't come]
    > [I can't come]
    (picture) (edited) Your seat at *Spring meet-up* is free again. Thanks for telling us. The ticket B4HC-6YUD no longer works.
    [Take it back]
    > [Take it back]
    (picture) You are in. *Spring meet-up*, Sat 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. Code V9JS-2GLE.
    [Calendar](https://club.example/t/V9JS2GLE/event.ics) [Map](https://club.example/t/V9JS2GLE/map) | [Copy code] [I can't come]
  `);
});

test("past ones are told with their year, and hold no seat to give up", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ title: "Autumn walk", inHours: 24 });
  await world.publish(MEET_UP);
  const phone = world.sandbox.person("Ольга").telegram;
  await signUp(phone, "autumn-walk");
  const { startsAt } = await theEvent(world, "autumn-walk");
  world.clock.moveForward(3 * 24 * 3_600_000);
  const olga = talk(phone);

  await olga.says("/my");
  await olga.taps("Прошедшие");
  await olga.taps("Мои билеты");
  await olga.taps("Все события");
  await olga.taps("Записаться");
  await olga.says("мои");
  await olga.taps("Прошедшие");
  await olga.says("спасибо");

  const inMoscow = (part: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en", { ...part, timeZone: "Europe/Moscow" }).format(startsAt);
  const [day, year] = [inMoscow({ day: "numeric" }), inMoscow({ year: "numeric" })];
  const told = new RegExp(` ${day} \\S+ ${year}\\b`, "g");
  expect((await olga.transcript()).replaceAll(told, " DATE")).toBe(script`
    > /my
    Сейчас вы никуда не записаны.
    [Все события] [Прошедшие]
    > [Прошедшие]
    Прошедшие события: // 1. Autumn walk, DATE
    [Мои билеты]
    > [Мои билеты]
    Сейчас вы никуда не записаны.
    [Все события] [Прошедшие]
    > [Все события]
    *Spring meet-up* / Сб, 12 декабря, 18:00 (по Москве) / Library hall, Lesnaya 5 / Свободно 300 мест из 300 // Имя и почта как в прошлый раз, напоминания включены.
    [Записаться] | [Изменить данные]
    > [Записаться]
    (picture) Вы записаны. *Spring meet-up*, сб, 12 декабря, 18:00 (по Москве), Library hall, Lesnaya 5. Код K7QM-3FPA.
    [Календарь](https://club.example/t/K7QM3FPA/event.ics) [Карта](https://club.example/t/K7QM3FPA/map) | [Скопировать код] [Не смогу прийти]
    > мои
    (picture) *Spring meet-up*, сб, 12 декабря, 18:00 (по Москве), Library hall, Lesnaya 5. Код K7QM-3FPA.
    [Календарь](https://club.example/t/K7QM3FPA/event.ics) [Карта](https://club.example/t/K7QM3FPA/map) | [Скопировать код] [Не смогу прийти] | [Прошедшие]
    > [Прошедшие]
    Прошедшие события: // 1. Autumn walk, DATE
    [Мои билеты]
    > спасибо
    Пожалуйста!
    [Мои билеты] [Все события]
  `);
});

test("the ticket's page shows the event to anyone with the code, and takes it into calendar and map", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish({ ...MEET_UP, title: "Tea & <cake>", endsAt: "2099-12-12T20:00:00+03:00" });
  const phone = world.sandbox.person("Max").telegram;
  await signUp(phone, "tea-cake");
  const code = /Code (\S+)\./.exec(phone.last.text)?.[1]?.replace("-", "") ?? "";

  const page = await world.fetch(`/t/${code.toLowerCase()}`);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).toContain("<h1>Tea &amp; &lt;cake&gt;</h1>");
  expect(html).toContain("Saturday 12 December, 18:00 (Moscow time)");
  expect(html).toContain(`${code.slice(0, 4)}-${code.slice(4)}`);
  expect(html).not.toContain("Max");

  const russian = await world.fetch(`/t/${code}`, { headers: { "accept-language": "ru-RU,ru;q=0.9" } });
  expect(await russian.text()).toContain("На входе покажите эту картинку");

  const calendar = await world.fetch(`/t/${code}/event.ics`);
  expect(calendar.headers.get("content-type")).toContain("text/calendar");
  const lines = (await calendar.text()).split("\r\n");
  expect(lines).toEqual(
    expect.arrayContaining(["DTSTART:20991212T150000Z", "DTEND:20991212T170000Z", "SUMMARY:Tea & <cake>"]),
  );
  expect(lines).toContain("LOCATION:Library hall\\, Lesnaya 5");
  expect(lines).toContain("BEGIN:VALARM");

  const map = await world.fetch(`/t/${code}/map`, { redirect: "manual" });
  expect(map.status).toBe(302);
  expect(map.headers.get("location")).toContain(encodeURIComponent("Library hall, Lesnaya 5"));

  await giveUp(phone);
  expect(await (await world.fetch(`/t/${code}`)).text()).toContain("no longer works");
  const gone = await (await world.fetch(`/t/${code}/event.ics`)).text();
  expect(gone).toContain("STATUS:CANCELLED");
  expect(gone).not.toContain("VALARM");
  expect((await world.fetch("/t/AAAA2222")).status).toBe(404);
  expect((await world.fetch("/t/%00%ff")).status).toBe(404);
});

test("an address that leads nowhere is a page for people, in their language, and a problem for programs", async () => {
  await using journey = await openJourney();
  const browser = { accept: "text/html,application/xhtml+xml", "accept-language": "ru" };
  const page = await journey.world.fetch("/nowhere", { headers: browser });
  expect(page.status).toBe(404);
  expect(await page.text()).toContain("<h1>Здесь ничего нет</h1>");
  for (const [path, headers] of [["/nowhere"], ["/api/v1/nowhere", browser], ["/telegram", browser]] as const) {
    const problem = await journey.world.fetch(path, headers ? { headers } : {});
    expect(problem.headers.get("content-type")).toContain("application/problem+json");
  }
  expect((await journey.world.fetch("/health/live", { headers: browser })).status).toBe(200);
});

test("pages run nothing, load nothing and stand in nobody's frame", async () => {
  await using journey = await openJourney();
  for (const path of ["/privacy", "/t/AAAA2222", "/my-data/no-such-token"]) {
    const { headers } = await journey.world.fetch(path);
    expect(headers.get("content-security-policy"), path).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("referrer-policy"), path).toBe("no-referrer");
  }
});

async function theEvent(world: TestWorld, slug: string): Promise<{ startsAt: Date }> {
  const { body } = await world.api("/events");
  const found = (body.events as { slug: string; startsAt: string }[]).find((event) => event.slug === slug);
  return { startsAt: new Date(found?.startsAt ?? "") };
}
