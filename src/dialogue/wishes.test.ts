import { expect, test } from "vitest";
import { guessLocale } from "./locale.ts";
import { findCode, guessSlug, wishOf } from "./wishes.ts";
import { parseTimeZone } from "./zones.ts";

test.each([
  ["/start e_spring-meetup", { verb: "open", slug: "spring-meetup" }],
  ["/start@doorlist_bot e_spring-meetup", { verb: "open", slug: "spring-meetup" }],
  ["Hello! I would like to come: spring-meetup", { verb: "open", slug: "spring-meetup" }],
  ["Здравствуйте! Хочу прийти: Spring-Meetup.", { verb: "open", slug: "spring-meetup" }],
  ["/start link_482915", { verb: "redeem", code: "482915" }],
  ["/start code_482915", { verb: "code", code: "482915" }],
  ["/start code_48291", { verb: "start" }],
  ["LINK 482915", { verb: "redeem", code: "482915" }],
  ["link 482-915", { verb: "redeem", code: "482915" }],
  ["/start in_K7QM3FPA", { verb: "check-in", code: "K7QM3FPA" }],
  ["/start in_K7QM", { verb: "start" }],
  ["At the door: K7QM-3FPA", { verb: "check-in", code: "K7QM3FPA" }],
  ["На входе: k7qm3fpa", { verb: "check-in", code: "K7QM3FPA" }],
  ["Вход", { verb: "desk", desk: { act: "door" } }],
  ["/start", { verb: "start" }],
  ["/start whatever", { verb: "start" }],
  ["/events@doorlist_bot", { verb: "events" }],
  ["События!", { verb: "events" }],
  ["«Мои»", { verb: "my" }],
  ["  CANCEL. ", { verb: "cancel" }],
  ["помощь", { verb: "help" }],
  ["/mydata", { verb: "my-data" }],
  ["link", { verb: "link" }],
  ["Thank you, dear!", { verb: "thank" }],
  ["Спасибо большое", { verb: "thank" }],
  ["Здравствуйте!", { verb: "greet" }],
  ["Я не смогу прийти", { verb: "answer-reminder", comes: false }],
  ["I'll be there", { verb: "answer-reminder", comes: true }],
  ["Удалите мои данные", { verb: "forget" }],
])("%s is understood", (text, wish) => {
  expect(wishOf(text)).toEqual(wish);
});

test.each([
  "Anna Petrova",
  "",
  "/unknown",
  "link 4829",
  "thanks, but I cannot come",
  "I cannot stop laughing",
  "constructor",
])("%s is no wish", (text) => {
  expect(wishOf(text)).toBeUndefined();
});

test("STOP is heard in both languages, and only alone", () => {
  for (const text of ["STOP", "stop.", "/stop", "Стоп!", "отписаться"]) expect(wishOf(text)).toEqual({ verb: "stop" });
  for (const text of ["don't stop", "stop it", "Stopford"]) expect(wishOf(text)).toBeUndefined();
});

test("a slug is guessed after a colon, with a hyphen, or alone", () => {
  const guess = (text: string, alone = false) => guessSlug(text, { alone });
  expect(guess("I come to: picnic")).toBe("picnic");
  expect(guess("is choir-evening still on?")).toBe("choir-evening");
  expect(guess("picnic", true)).toBe("picnic");
  expect(guess("picnic")).toBeUndefined();
  expect(guess("Anna-Maria Schmidt")).toBeUndefined();
  expect(guess("see you there", true)).toBeUndefined();
});

test("a code is six digits, however they are grouped", () => {
  expect(findCode("482915")).toBe("482915");
  expect(findCode("it says 482 915.")).toBe("482915");
  expect(findCode("4829150")).toBeUndefined();
  expect(findCode("48291")).toBeUndefined();
});

test("the language is that of the link, of the script, of the messenger, in this order", () => {
  const guess = (text: string, languageCode?: string) =>
    guessLocale(
      { type: "text", text },
      { platform: "telegram", profileName: undefined, languageCode, defaultLocale: "ru" },
    );
  expect(guess("Hello! I would like to come: picnic", "ru")).toBe("en");
  expect(guess("Здравствуйте! Хочу прийти: picnic", "en")).toBe("ru");
  expect(guess("привет", "en")).toBe("ru");
  expect(guess("/start e_picnic", "ru-RU")).toBe("ru");
  expect(guess("/start e_picnic", "de")).toBeUndefined();
  expect(guess("good evening")).toBe("en");
  expect(guess("/start")).toBeUndefined();
  expect(guess("42")).toBeUndefined();
});

test.each([
  ["Europe/Moscow", "Europe/Moscow"],
  ["europe/moscow", "Europe/Moscow"],
  ["Москва", "Europe/Moscow"],
  ["по-русски", undefined],
  ["New York", "America/New_York"],
  ["buenos aires", "America/Argentina/Buenos_Aires"],
  ["Кишинёв", "Europe/Chisinau"],
  ["Reykjavik", "Atlantic/Reykjavik"],
  ["UTC+3", "Etc/GMT-3"],
  ["+3", "Etc/GMT-3"],
  ["GMT+03:00", "Etc/GMT-3"],
  ["−5", "Etc/GMT+5"],
  ["МСК+2", "Etc/GMT-5"],
  ["UTC", "UTC"],
  ["+0", "UTC"],
  ["+15", undefined],
  ["+5:30", undefined],
  ["Atlantis", undefined],
  ["", undefined],
])("the time zone %s is %s", (text, zone) => {
  expect(parseTimeZone(text)).toBe(zone);
  if (zone) expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
});
