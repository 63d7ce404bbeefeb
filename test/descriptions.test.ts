import { expect, test } from "vitest";
import { titlesOf } from "../src/sandbox/conversation.ts";
import { CHOIR, MEET_UP, openJourney } from "./journey.ts";
import { ownerOf, withoutChance } from "./organisers.ts";

const LONG = "Songs for many voices, and tea afterwards. ".repeat(60).trim();

test("a description is asked for, previewed, shown to people on both messengers, corrected without a word to them, and copied", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly(async (phone) => {
    await ownerOf(world, phone);
    await phone.taps("New event");
    await phone.hears(/Title/);
    for (const words of ["Spring meet-up", "12.12.2099 18:00", "Library hall"]) await phone.asks(words);
  });

  await max.says("30");
  await max.says("x".repeat(4_001));
  await max.says("Tea, talks & <songs>.\n\nChildren are welcome!");
  await max.taps("Publish");
  await max.taps("Back to the event");
  await max.taps("Correct");
  await max.taps("Description");
  await max.says("Tea and talks.");
  await max.taps("New one like it");
  await max.says("13.12.2099 18:00");

  expect(withoutChance(await max.transcript()).replace(/x{100,}/, "x...")).toMatchInlineSnapshot(`
    "> 30
    What is it about? Some sentences that people see on the event's card, or none.
    [No description]
    > x...
    That is 4,001 characters long; 4,000 at most fit here. Please shorten it. // What is it about? Some sentences that people see on the event's card, or none.
    [No description]
    > Tea, talks & <songs>.

    Children are welcome!
    A draft for 12 Dec 2099: nobody sees it yet. People will get it like this. // *Telegram* / *Spring meet-up* / Sat 12 December, 18:00 (UTC) / Library hall / 30 of 30 seats left // Tea, talks & <songs>. // Children are welcome! // *WhatsApp* / *Spring meet-up* / Saturday 12 December, 18:00 (UTC) / Library hall / 30 of 30 seats left // Tea, talks & <songs>. // Children are welcome!
    [Publish] [Correct] | [Keep as draft]
    > [Publish]
    Published: *Spring meet-up*. Links to share: // https://t.me/doorlist_sandbox_bot?start=e_spring-meet-up // https://wa.me/15550100000?text=Hello!%20I%20would%20like%20to%20come%3A%20spring-meet-up
    [Poster] | [Back to the event] [Menu]
    > [Back to the event]
    *Spring meet-up* / Sat 12 December, 18:00 (UTC) / Library hall // Tea, talks & <songs>. // Children are welcome! // Published. Seats taken: 0. Waiting: 0.
    [Links] [Poster] | [Correct] [New one like it] | [People] [Write] [Door] | [Cancel the event] [Menu]
    > [Correct]
    What shall I correct?
    [Title] [Day and time] | [Place] [Seats] | [Description] [Picture] | [Back]
    > [Description]
    What is it about? Some sentences that people see on the event's card, or none.
    [No description]
    > Tea and talks.
    Done. // *Spring meet-up* / Sat 12 December, 18:00 (UTC) / Library hall // Tea and talks. // Published. Seats taken: 0. Waiting: 0.
    [Links] [Poster] | [Correct] [New one like it] | [People] [Write] [Door] | [Cancel the event] [Menu]
    > [New one like it]
    All as in *Spring meet-up* but the day. // When? Example: DAY 18:00. I count in UTC.
    [Other time zone]
    > 13.12.2099 18:00
    A draft for 13 Dec 2099: nobody sees it yet. People will get it like this. // *Telegram* / *Spring meet-up* / Sun 13 December, 18:00 (UTC) / Library hall / 30 of 30 seats left // Tea and talks. // *WhatsApp* / *Spring meet-up* / Sunday 13 December, 18:00 (UTC) / Library hall / 30 of 30 seats left // Tea and talks.
    [Publish] [Correct] | [Keep as draft]"
  `);

  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const igor = talk(world.sandbox.newPerson().telegram);
  await anna.says("Hello! I would like to come: spring-meet-up");
  await igor.says("/start e_spring-meet-up");
  expect(await anna.transcript()).toContain("Tea and talks.");
  expect(titlesOf(anna.last())).toEqual(["Sign me up", "Русский"]);
  expect(await igor.transcript()).toContain("Tea and talks.");
});

test("a long description begins on the card, and is read on from there, with the way in under it", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, description: LONG });
  await world.publish(CHOIR);
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  const igor = talk(world.sandbox.newPerson().telegram);

  await anna.says("Hello! I would like to come: spring-meet-up");
  expect(anna.last().text).toMatch(/Library hall.*afterwards\. Songs for many…\n\nHello!/s);
  expect(titlesOf(anna.last())).toEqual(["Sign me up", "More about it", "Other events"]);
  await anna.taps("More about it");
  const pages = [anna.last().text];
  while (titlesOf(anna.last()).includes("Read on")) {
    await anna.taps("Read on");
    pages.push(anna.last().text);
  }
  await anna.taps("Sign me up");

  expect(pages.length).toBe(4);
  expect(pages.map(withoutFrame).join(" ")).toBe(LONG);
  expect(pages.filter((page) => page.length > 1_024)).toEqual([]);
  expect(anna.last().text).toMatch(/^What name/);

  await igor.says("/start e_spring-meet-up");
  await igor.taps("More about it");
  expect(withoutFrame(igor.last().text)).toBe(LONG);
  await igor.says("more about it"); // no such button stands under it now
  expect(igor.last().text).toMatch(/not understand/);
});

test("whoever is in the middle of signing up reads it without losing the question", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish({ ...MEET_UP, description: LONG });
  const anna = talk(world.sandbox.person("Anna").whatsapp);
  await anna.says("Hello! I would like to come: spring-meet-up");
  const card = anna.last();
  await anna.taps("Sign me up");
  await anna.taps("More about it", card);
  await anna.says("Anna Petrova");
  expect(anna.last().text).toMatch(/^Thank you, Anna Petrova/);
});

function withoutFrame(page: string): string {
  return page.replace(/^Spring meet-up\n\n/, "").replace(/\n\n\d\/\d$/, "");
}
