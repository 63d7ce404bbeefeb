import { expect, test } from "vitest";
import { titlesOf } from "../src/sandbox/conversation.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { openJourney } from "./journey.ts";
import { ownerOf } from "./organisers.ts";
import { emptyRedisUrl } from "./redis-url.ts";
import { signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";
import { openWorld, type TestWorld } from "./world.ts";

const DAY_MS = 24 * 60 * 60_000;
/** What is found; the look takes some seconds. */
const FOUND = { matching: /found well|в порядке:/, timeoutMs: 25_000 };

/** Its first reminder is due tomorrow, whatever the hour is now, when the 24 hours after a word of today are over. */
function dayAfterTomorrow({ clock }: TestWorld): string {
  const day = new Date(clock.now().getTime() + 2 * DAY_MS).toISOString().slice(0, 10);
  return `${day}T23:59:00Z`;
}

async function look(phone: Phone): Promise<string> {
  await phone.taps("Everything working?");
  await phone.hears(/I am looking/);
  return (await phone.hears(FOUND)).text;
}

test("whoever asks is answered at once, then told what was found, how to mend it, and of the reminders to come", async () => {
  await using journey = await openJourney({ REDIS_URL: await emptyRedisUrl(), PUBLIC_URL: "http://127.0.0.1:9" });
  const { world } = journey;
  const { slug } = await world.publish({ startsAt: dayAfterTomorrow(world) });
  await signUpInTelegram(world.sandbox.newPerson().telegram, { slug, email: "none" });
  await signUpInWhatsapp(world.sandbox.newPerson().whatsapp, { slug, email: "none" });
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);

  const found = await look(max);
  expect(found).toMatch(
    /^Not everything is working: 2 things are broken\.\n\n🔴 Public address: .*\n🔴 WhatsApp: messages: /,
  );
  expect(found).toMatch(/\n\n\d+ things looked at and found well\.\nNot set up, or not looked at: E-mail\./);
  expect(found).toMatch(
    /To be reminded tomorrow: Telegram 1, WhatsApp 1, e-mail 0\. By WhatsApp template: 1, of \d+ people/,
  );
  expect(titlesOf(max.last)).toEqual(["How to mend it", "Look again", "Menu"]);
  expect(found).not.toMatch(/test-token|postgres:|Anna|Weber/);

  await max.taps("How to mend it");
  expect((await max.hears()).text).toMatch(
    /^As I found it .* at \d\d:\d\d:\n\n1\. Public address\n.*http:\/\/127\.0\.0\.1:9 .*\n.*https.*\n\n2\. WhatsApp: messages\n/,
  );
});

test("one look at a time: whoever asks meanwhile is told so, and asks again later, in words, in Russian", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  await look(max);
  const asked = world.sandbox.faults.count({ platform: "telegram", method: "getwebhookinfo" });
  await max.taps("Look again");
  expect((await max.hears()).text).toMatch(
    /^Somebody has just looked, or is looking now\. Once more in \d+ seconds?\./,
  );
  expect(world.sandbox.faults.count({ platform: "telegram", method: "getwebhookinfo" })).toBe(asked);

  world.clock.moveForward(21_000);
  await max.asks("язык", /language|язык/i);
  await max.taps("Русский");
  await max.hears();
  await max.says("Всё ли работает?");
  await max.hears(/^Смотрю, всё ли в порядке/);
  expect((await max.hears(FOUND)).text).toMatch(/Проверено и в порядке: \d+\./);
});

test("while platforms take their time over it the chat goes on, on the embedded database too", {
  timeout: 60_000,
}, async () => {
  const world = await openWorld();
  try {
    const max = world.sandbox.person("Max").telegram;
    await ownerOf(world, max);
    const gate = Promise.withResolvers<void>();
    world.sandbox.faults.add(
      { type: "held", until: gate.promise },
      { platform: "whatsapp", method: /^get /i, times: 9 },
    );
    await max.taps("Everything working?");
    await max.hears(/I am looking/);
    expect((await max.asks("menu")).text).toBe("What would you like to do?");
    gate.resolve();
    await max.hears(FOUND);
  } finally {
    await world.stop();
  }
});

test("a look that a restart cut off is lost, and the next one is made", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  const gate = Promise.withResolvers<void>();
  world.sandbox.faults.add({ type: "held", until: gate.promise }, { platform: "whatsapp", method: /^get /i, times: 9 });
  await max.taps("Everything working?");
  await max.hears(/I am looking/);
  await world.stopApp();
  gate.resolve();
  await world.startApp();

  world.clock.moveForward(21_000);
  await max.taps("Everything working?");
  await max.hears(/I am looking/);
  await max.hears(FOUND);
});

test("more reminders than WhatsApp lets the account send are a warning, with what can be done", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug } = await world.publish({ startsAt: dayAfterTomorrow(world) });
  for (let n = 0; n < 2; n++) await signUpInWhatsapp(world.sandbox.newPerson().whatsapp, { slug, email: "none" });
  await world.sandbox.changeDailyLimit("TIER_1");
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  expect(await look(max)).toMatch(
    /🟡 Reminders: WhatsApp's daily limit is too low .*\n.*By WhatsApp template: 2, of 1 people a day that this account may write to: 1 too many\./s,
  );
});
