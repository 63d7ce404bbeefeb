import { expect, test } from "vitest";
import { newWamid, toEnvelope, toInbound } from "../src/sandbox/whatsapp-shapes.ts";
import { CHOIR, openJourney } from "./journey.ts";
import { openEvent, ownerOf, withoutChance } from "./organisers.ts";
import { postToWhatsapp } from "./raw-updates.ts";
import { signUpInTelegram } from "./sign-up.ts";

const shorten = (transcript: string) => withoutChance(transcript).replaceAll(/x{100,}/g, "x...");

test("bad input is answered with a clear question, and nothing is lost, a restart included", {
  timeout: 60_000,
}, async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly((phone) => ownerOf(world, phone));

  await max.taps("New event");
  await max.says("x".repeat(10_000));
  await max.says("Spring meet-up");
  await max.says("1 January 2020 18:00");
  await max.taps("Other time zone");
  await max.says("Mars/Olympus");
  await max.says("Moscow");
  await max.quietly(async () => {
    await world.stopApp();
    await world.startApp();
  });
  await max.says("12.12.2099 18:00");
  for (let picture = 0; picture < 3; picture++) await max.sends("photo");
  await max.says("Library hall");
  await max.says("-3");
  await max.says("30");
  await max.says("skip");

  expect(shorten(await max.transcript())).toMatchInlineSnapshot(`
    "> [New event]
    Title?
    [Menu]
    > x...
    That is 10,000 characters long; 200 at most fit here. Please shorten it. // Title?
    [Menu]
    > Spring meet-up
    When? Example: DAY 18:00. I count in UTC.
    [Other time zone]
    > 1 January 2020 18:00
    1 Jan 2020, 18:00 is over already. // When? Example: DAY 18:00. I count in UTC.
    [Other time zone]
    > [Other time zone]
    Which time zone? Write a city, or an offset such as UTC+3. So far: UTC.
    > Mars/Olympus
    I do not know the time zone “Mars/Olympus”. // Which time zone? Write a city, or an offset such as UTC+3. So far: UTC.
    > Moscow
    When? Example: DAY 18:00. I count in Moscow time.
    [Other time zone]
    > 12.12.2099 18:00
    Where? An address, or a place sent from the map.
    > (photo)
    I can only read text and buttons. // Where? An address, or a place sent from the map.
    > (photo)
    I can only read text and buttons. // Where? An address, or a place sent from the map.
    > (photo)
    I can only read text and buttons. // Where? An address, or a place sent from the map.
    > Library hall
    How many seats?
    [No limit]
    > -3
    At least one seat is needed. // How many seats?
    [No limit]
    > 30
    What is it about? Some sentences that people see on the event's card, or none.
    [No description]
    > skip
    A draft for 12 Dec 2099: nobody sees it yet. People will get it like this. // *Telegram* / *Spring meet-up* / Sat 12 December, 18:00 (Moscow time) / Library hall / 30 of 30 seats left // *WhatsApp* / *Spring meet-up* / Saturday 12 December, 18:00 (Moscow time) / Library hall / 30 of 30 seats left
    [Publish] [Correct] | [Keep as draft]"
  `);
});

test("fewer seats than people are refused with their number, and another is asked for", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { slug } = await world.publish({ ...CHOIR, maxParticipants: 2 });
  for (let n = 0; n < 2; n++) await signUpInTelegram(world.sandbox.newPerson().telegram, { slug, email: "none" });
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly(async (phone) => {
    await ownerOf(world, phone);
    await openEvent(phone);
  });

  await max.taps("Correct");
  await max.taps("Seats");
  await max.says("1");
  expect(max.last().text).toMatch(
    /^2 people have a seat, so there cannot be fewer seats\. Nothing was changed\.\n\nHow many seats\?/,
  );
  await max.says("3");
  expect(max.last().text).toContain("Seats taken: 2.");
});

test("new seats for people who want to be asked are held, and the organiser is told so and sees it", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  const { slug } = await world.publish({ ...CHOIR, maxParticipants: 1 });
  await signUpInTelegram(world.sandbox.newPerson().telegram, { slug, email: "none" });
  for (let n = 0; n < 2; n++) {
    const { telegram } = world.sandbox.newPerson();
    await telegram.asks(`/start e_${slug}`);
    await telegram.taps("Ask me first");
    await telegram.asks("Zoe Waits", /e-mail/);
    await telegram.taps("No e-mail");
    await telegram.hears(/Waiting list/);
    await telegram.taps("Confirm");
    await telegram.hears(/You are on the waiting list/);
  }
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly(async (phone) => {
    await ownerOf(world, phone);
    await openEvent(phone);
  });
  await max.taps("Correct");
  await max.taps("Seats");
  await max.says("3");
  expect(max.last().text).toMatch(/^Done\. For 2 people who waited seats are held until they answer\.\n\n/);
  expect(max.last().text).toContain("Seats taken: 3, of these held: 2. Waiting: 0.");
});

test("a copy does not take the place of an event that was begun unless it is wanted", async () => {
  await using journey = await openJourney();
  const { world, talk } = journey;
  await world.publish(CHOIR);
  const max = talk(world.sandbox.person("Max").telegram);
  await max.quietly(async (phone) => {
    await ownerOf(world, phone);
    await phone.taps("New event");
    await phone.hears(/Title/);
    await phone.asks("Half a plan");
    await openEvent(phone);
  });

  await max.taps("New one like it");
  await max.says("hm");
  await max.taps("Go on with it");
  await max.quietly(async (phone) => {
    await openEvent(phone);
  });
  await max.taps("New one like it");
  await max.taps("Drop it and copy");

  expect(withoutChance(await max.transcript())).toMatchInlineSnapshot(`
    "> [New one like it]
    You have begun *Half a plan*, and it is not finished. Drop it, and make a new event like *Choir evening*?
    [Drop it and copy] [Go on with it]
    > hm
    I did not understand that, sorry. // You have begun *Half a plan*, and it is not finished. Drop it, and make a new event like *Choir evening*?
    [Drop it and copy] [Go on with it]
    > [Go on with it]
    You had begun *Half a plan*. Let us go on with it. // When? Example: DAY 18:00. I count in Moscow time.
    [Other time zone]
    > [New one like it]
    You have begun *Half a plan*, and it is not finished. Drop it, and make a new event like *Choir evening*?
    [Drop it and copy] [Go on with it]
    > [Drop it and copy]
    All as in *Choir evening* but the day. // When? Example: DAY 18:00. I count in Moscow time.
    [Other time zone]"
  `);
});

test("on WhatsApp, too, a place is sent from the map", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { whatsapp: max, person } = world.sandbox.person("Max");
  await ownerOf(world, max);
  await max.asks("menu", /What would you like/);
  await max.taps("New event");
  await max.hears(/Title/);
  await max.asks("Spring meet-up", /When/);
  await max.asks("12.12.2099 18:00", /Where/);
  const location = { latitude: 55.75, longitude: 37.62, name: "Library hall", address: "Lesnaya 5" };
  const inbound = toInbound(person, {
    id: newWamid(),
    at: world.clock.now().toISOString(),
    content: { type: "location", location },
  });
  await postToWhatsapp(world, toEnvelope(world.sandbox.credentials, inbound));
  await max.hears(/How many seats/);
  await max.asks("10", /What is it about/);
  await max.taps("No description");
  expect((await max.hears()).text).toMatch(/Library hall, Lesnaya 5\n10 of 10 seats left/);
});
