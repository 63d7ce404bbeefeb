import { afterAll, beforeAll, expect, test } from "vitest";
import type { Phone } from "../src/sandbox/phone.ts";
import { type Journey, openJourney } from "./journey.ts";
import { join, type KnownActor } from "./people.ts";
import { signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";

/*
 * The hours that both reminders come at, and their words, where clocks change and where it is night: by the event's
 * own clocks, a real day and a real hour before.
 */

const HOUR_MS = 60 * 60_000;

type Plan = [title: string, timeZone: string, startsAt: string, dayBefore: string, hourBefore: string];

// All in the spring and autumn of one year far away.
const PLANS: Plan[] = [
  [
    ...(["New York loses an hour", "America/New_York", "2099-03-08T18:00:00-04:00"] as const),
    ...(["Tomorrow 18:00 (New York time)", "In one hour, at 18:00 (New York time)"] as const),
  ],
  [
    ...(["Berlin loses an hour", "Europe/Berlin", "2099-03-29T12:00:00+02:00"] as const),
    ...(["Tomorrow 12:00 (Berlin time)", "In one hour, at 12:00 (Berlin time)"] as const),
  ],
  [
    // Its 24 hours begin on Saturday, at 23:15: between lie two midnights.
    ...(["Just past midnight", "Europe/Berlin", "2099-03-30T00:15:00+02:00"] as const),
    ...(["On Monday 30 March, 00:15 (Berlin time)", "In one hour, at 00:15 (Berlin time)"] as const),
  ],
  [
    ...(["Sydney gains an hour", "Australia/Sydney", "2099-04-05T10:00:00+10:00"] as const),
    ...(["Tomorrow 10:00 (Sydney time)", "In one hour, at 10:00 (Sydney time)"] as const),
  ],
  [
    ...(["Lord Howe gains half an hour", "Australia/Lord_Howe", "2099-04-05T12:00:00+10:30"] as const),
    ...(["Tomorrow 12:00 (Lord Howe time)", "In one hour, at 12:00 (Lord Howe time)"] as const),
  ],
  [
    // Moscow has one time all the year; both reminders come in the night, as the event does.
    ...(["Sunrise walk", "Europe/Moscow", "2099-06-21T03:40:00+03:00"] as const),
    ...(["Tomorrow 03:40 (Moscow time)", "In one hour, at 03:40 (Moscow time)"] as const),
  ],
  [
    // An hour before it, clocks showed 02:30 as well.
    ...(["Berlin gains an hour", "Europe/Berlin", "2099-10-25T02:30:00+01:00"] as const),
    ...(["Tomorrow 02:30 (Berlin time)", "In one hour, at 02:30 (Berlin time)"] as const),
  ],
  [
    // That Sunday has 25 hours: a day before, it has begun already.
    ...(["Late on a long Sunday", "Europe/Berlin", "2099-10-25T23:45:00+01:00"] as const),
    ...(["Today 23:45 (Berlin time)", "In one hour, at 23:45 (Berlin time)"] as const),
  ],
];

let journey: Journey;
beforeAll(async () => {
  journey = await openJourney();
});
afterAll(() => journey?.[Symbol.asyncDispose]());

async function goTo(at: number): Promise<void> {
  const { clock, app } = journey.world;
  clock.moveForward(at - clock.now().getTime());
  await app.runJobs();
}

const tellsOf = (phone: Phone, title: string) =>
  phone.messages.filter(({ author, text }) => author === "bot" && text.includes(title)).map(({ text }) => text);

/** One person who is in all of it: by signing up once, and then by the rule itself. */
async function joinAll(): Promise<Phone> {
  const { world } = journey;
  const { telegram } = world.sandbox.newPerson();
  await goTo(Date.parse("2099-03-01T12:00:00Z"));
  const [first, ...others] = await Promise.all(
    PLANS.map(([title, timeZone, startsAt]) => world.publish({ title, timeZone, startsAt })),
  );
  await signUpInTelegram(telegram, { slug: first?.slug ?? "", email: "none" });
  const { db } = world.app.database;
  const chat = await db.selectFrom("chats").select(["id", "userId"]).where("userId", "is not", null).executeTakeFirst();
  const actor = { chatId: chat?.id, userId: chat?.userId, platform: "telegram", locale: "en" } as KnownActor;
  for (const { id } of others) await join(db, actor, id as never, { now: world.clock.now() });
  return telegram;
}

test("both reminders come on time and tell the right day, where clocks change in either direction, and at night", async () => {
  const phone = await joinAll();
  const looks = PLANS.flatMap(([title, , startsAt]) =>
    [24, 1].map((hours) => ({ title, at: Date.parse(startsAt) - hours * HOUR_MS })),
  ).sort((one, other) => one.at - other.at);
  const heard = new Map<string, string[]>(PLANS.map(([title]) => [title, []]));

  for (const { title, at } of looks) {
    await goTo(at - 60_000);
    const before = tellsOf(phone, title).length;
    await goTo(at);
    const [news = "nothing", ...more] = tellsOf(phone, title).slice(before);
    heard.get(title)?.push(news.split(`: ${title}`)[0] ?? "", ...more);
  }

  expect([...heard.values()]).toEqual(PLANS.map(([, , , dayBefore, hourBefore]) => [dayBefore, hourBefore]));
}, 120_000);

test("nobody's night holds a reminder back, on either messenger: the event is in that night, too", async () => {
  const { world } = journey;
  const [max, anna] = [world.sandbox.newPerson().telegram, world.sandbox.newPerson().whatsapp];
  const start = "2099-12-12T04:30:00+03:00";
  await goTo(Date.parse(start) - 60 * HOUR_MS);
  const { slug } = await world.publish({ title: "Star gazing", startsAt: start });
  await signUpInTelegram(max, { slug, email: "none" });
  await signUpInWhatsapp(anna, { slug, email: "none" });
  const { db } = world.app.database;
  await db.updateTable("users").set({ timeZone: "Europe/London" }).execute(); // 00:30 there

  await goTo(Date.parse(start) - 24 * HOUR_MS);
  await goTo(Date.parse(start) - HOUR_MS);

  const last = (phone: Phone) => tellsOf(phone, "Star gazing").slice(-2);
  expect(last(max)).toEqual([
    expect.stringMatching(/^Tomorrow 04:30/),
    expect.stringMatching(/^In one hour, at 04:30/),
  ]);
  expect(last(anna)).toEqual([expect.stringMatching(/Tomorrow.* at 04:30/), expect.stringMatching(/In one hour/)]);
  expect(anna.last.template).toBe("reminder_1h"); // she was silent for more than a day
});
