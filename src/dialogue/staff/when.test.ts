import fc from "fast-check";
import { expect, test } from "vitest";
import type { Locale } from "../../messages.ts";
import { toWallTime } from "../../texts/dates.ts";
import { parseWhen, parseWhenWith, type When } from "./when.ts";

const MOSCOW = "Europe/Moscow";
/** A Wednesday, 13:00 in Moscow. */
const NOW = new Date("2026-11-18T10:00:00Z");

function read(text: string, locale: Locale, { zone = MOSCOW, now = NOW } = {}): string {
  return say(parseWhen(text, { now, zone, locale }), zone);
}

function say(when: When, zone: string): string {
  if (when.type === "moment") return wall(when.at, zone);
  if (when.type === "either") return when.at.map((at) => wall(at, zone)).join(" or ");
  return when.type === "past" ? `past ${wall(when.at, zone)}` : when.type;
}

function wall(at: string, zone: string): string {
  const { year, month, day, time } = toWallTime(at, zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")} ${time}`;
}

const DECEMBER = "2026-12-12 18:00";

test.each<[Locale, string, string]>([
  // As the question itself shows it, and near that
  ["ru", "12.12.2026 18:00", DECEMBER],
  ["en", "12.12.2026 18:00", DECEMBER],
  ["ru", "12.12.2026, 18:00", DECEMBER],
  ["ru", "12.12.2026 в 18:00", DECEMBER],
  ["ru", "12.12.26 18.00", DECEMBER],
  ["ru", "12.12 18:00", DECEMBER],
  ["ru", "12.12. в 18:00", DECEMBER],
  ["ru", "5.12 18:00", "2026-12-05 18:00"],
  ["ru", "05.12.2026 09:30", "2026-12-05 09:30"],
  ["ru", "12-12-2026 18-00", DECEMBER],
  ["en", "12.12 at 18.30", "2026-12-12 18:30"],
  ["ru", "18:00 12.12.2026", DECEMBER],
  ["ru", "18.30 12.12", "2026-12-12 18:30"],
  ["en", "2026-12-12 18:00", DECEMBER],
  ["en", "2026-12-12T18:00", DECEMBER],
  ["en", "2026-12-12T18:00:00", DECEMBER],
  ["en", "2026-12-12T15:00:00Z", DECEMBER],
  ["en", "2026-12-12T18:00+0300", DECEMBER],
  ["en", "2026/12/12 18:00", DECEMBER],

  // Months by name
  ["ru", "12 декабря 18:00", DECEMBER],
  ["ru", "12 декабря, 18:00", DECEMBER],
  ["ru", "12 Декабря в 18", DECEMBER],
  ["ru", "12 дек 18:00", DECEMBER],
  ["ru", "12 дек. 2026 г. в 18:00", DECEMBER],
  ["ru", "12-го декабря 2026 года в 18 часов", DECEMBER],
  ["ru", "12 декабря 18-00", DECEMBER],
  ["ru", "12 декабря 18ч", DECEMBER],
  ["ru", "12 декабря в 18 ч 30", "2026-12-12 18:30"],
  ["ru", "18:00 12 декабря", DECEMBER],
  ["ru", "12 декабря, суббота, 18:00", DECEMBER],
  ["ru", "суббота 12 декабря 18.00", DECEMBER],
  ["ru", "в субботу, 12 декабря, начало в 18:00", DECEMBER],
  ["ru", "12 декабря в 6 вечера", DECEMBER],
  ["ru", "12 декабря в 10 утра", "2026-12-12 10:00"],
  ["ru", "12 декабря в 2 часа дня", "2026-12-12 14:00"],
  ["ru", "12 декабря в полдень", "2026-12-12 12:00"],
  ["ru", "12 мая 18:00", "2027-05-12 18:00"],
  ["ru", "3 сентября 2027 19:00", "2027-09-03 19:00"],
  ["en", "Dec 12 6pm", DECEMBER],
  ["en", "Dec 12, 6 p.m.", DECEMBER],
  ["en", "dec. 12 18:00", DECEMBER],
  ["en", "December 12, 2026 at 6:30 pm", "2026-12-12 18:30"],
  ["en", "12 Dec 18:00", DECEMBER],
  ["en", "12th of December, 18:00", DECEMBER],
  ["en", "Saturday 12 December, 18:00", DECEMBER],
  ["en", "Sat, Dec 12, 6 PM", DECEMBER],
  ["en", "6pm on Dec 12", DECEMBER],
  ["en", "18:00 Dec 12", DECEMBER],
  ["en", "noon Dec 12", "2026-12-12 12:00"],
  ["en", "12 Dec noon", "2026-12-12 12:00"],
  ["en", "12 December 12am", "2026-12-12 00:00 or 2026-12-13 00:00"],
  ["en", "12 December 24:00", "2026-12-13 00:00"],
  ["en", "12 December 12:15 am", "2026-12-12 00:15"],
  ["en", "May 3 2027 10am", "2027-05-03 10:00"],
  ["ru", "29 февраля 18:00", "2028-02-29 18:00"],

  // From today on
  ["ru", "завтра в 18", "2026-11-19 18:00"],
  ["ru", "завтра 18:00", "2026-11-19 18:00"],
  ["ru", "Завтра в 7 вечера", "2026-11-19 19:00"],
  ["ru", "послезавтра в 19:30", "2026-11-20 19:30"],
  ["ru", "сегодня в 20:00", "2026-11-18 20:00"],
  ["ru", "через 3 дня в 18", "2026-11-21 18:00"],
  ["ru", "через неделю в 18:00", "2026-11-25 18:00"],
  ["ru", "через 2 недели в 18:00", "2026-12-02 18:00"],
  ["en", "tomorrow 18:00", "2026-11-19 18:00"],
  ["en", "tomorrow at 6pm", "2026-11-19 18:00"],
  ["en", "today 8pm", "2026-11-18 20:00"],
  ["en", "the day after tomorrow 10am", "2026-11-20 10:00"],
  ["en", "in 3 days at 6 pm", "2026-11-21 18:00"],
  ["en", "in a week at 18:00", "2026-11-25 18:00"],
  ["en", "tomorrow, Thursday, 18:00", "2026-11-19 18:00"],
  ["ru", "в субботу 19:30", "2026-11-21 19:30"],
  ["ru", "в эту субботу в 19:30", "2026-11-21 19:30"],
  ["ru", "сб 12:00", "2026-11-21 12:00"],
  ["ru", "в понедельник в 19", "2026-11-23 19:00"],
  ["ru", "в следующий понедельник в 19:00", "2026-11-23 19:00"],
  ["en", "on Friday at 7pm", "2026-11-20 19:00"],
  ["en", "Saturday 7:30pm", "2026-11-21 19:30"],
  ["en", "next Monday 19:30", "2026-11-23 19:30"],

  // Another zone, named
  ["ru", "12.12.2026 18:00 мск", DECEMBER],
  ["ru", "12.12.2026 18:00 по Москве", DECEMBER],
  ["en", "Dec 12 6pm Moscow time", DECEMBER],
  ["en", "Dec 12 6pm London", "2026-12-12 21:00"],
  ["en", "12.12.2026 18:00 UTC", "2026-12-12 21:00"],

  // Two meanings
  ["ru", "12 декабря в 7", "2026-12-12 07:00 or 2026-12-12 19:00"],
  ["en", "tomorrow at 7", "2026-11-19 07:00 or 2026-11-19 19:00"],
  ["en", "05/12/2026 18:00", "2026-12-05 18:00"], // the twelfth of May is over
  ["en", "05/12/2027 18:00", "2027-05-12 18:00 or 2027-12-05 18:00"],
  ["ru", "05/12/2027 18:00", "2027-12-05 18:00"],
  ["en", "12/25/2026 18:00", "2026-12-25 18:00"],
  ["en", "25/12/2026 18:00", "2026-12-25 18:00"],
  ["en", "next Saturday 19:30", "2026-11-21 19:30 or 2026-11-28 19:30"],
  ["ru", "в следующую субботу в 19:30", "2026-11-21 19:30 or 2026-11-28 19:30"],
  ["en", "Wednesday 18:00", "2026-11-18 18:00 or 2026-11-25 18:00"],
  ["en", "Wednesday 10:00", "2026-11-25 10:00"],
  ["ru", "12 декабря в полночь", "2026-12-12 00:00 or 2026-12-13 00:00"],

  // Not to be taken
  ["ru", "12.11.2026 18:00", "past 2026-11-12 18:00"],
  ["ru", "1 ноября 18:00", "past 2026-11-01 18:00"],
  ["en", "today 10:00", "past 2026-11-18 10:00"],
  ["en", "Dec 12 2019 6pm", "past 2019-12-12 18:00"],
  ["ru", "31 ноября 18:00", "no-such-date"],
  ["en", "Feb 30 18:00", "no-such-date"],
  ["ru", "32.12.2026 18:00", "no-such-date"],
  ["ru", "12.13.2026 18:00", "no-such-date"],
  ["ru", "29.02.2027 18:00", "no-such-date"],
  ["ru", "пятница 12 декабря 18:00", "other-weekday"],
  ["en", "Sunday, Dec 12, 6pm", "other-weekday"],
  ["ru", "12 декабря 25:00", "unknown"],
  ["ru", "12 декабря 18:75", "unknown"],
  ["ru", "12 декабря", "no-time"],
  ["en", "tomorrow", "no-time"],
  ["ru", "в субботу", "no-time"],
  ["en", "18:00", "no-date"],
  ["ru", "в 18 часов", "no-date"],
  ["en", "12 Dec and 14 Dec 18:00", "unknown"],
  ["ru", "12 или 13 декабря в 18:00", "unknown"],
  ["en", "hello", "unknown"],
  ["en", "", "unknown"],
  ["en", "9".repeat(10_000), "unknown"],
  ["en", "12.12.9999 18:00", "unknown"],
])("%s: %s is %s", (locale, text, meaning) => {
  expect(read(text, locale)).toBe(meaning);
});

const SAID = { now: NOW, zone: MOSCOW, locale: "en" } as const;

test.each([
  ["tomorrow", "19:00", "2026-11-19 19:00"],
  ["12 декабря", "в 18 часов", DECEMBER],
  ["18:00", "12.12", DECEMBER],
  ["19", "12 Dec", "2026-12-12 19:00"],
  ["tomorrow", "7", "2026-11-19 07:00 or 2026-11-19 19:00"],
  ["1 January 2020", "18:00", "past 2020-01-01 18:00"],
  ["tomorrow", "12.12.2026 18:00", DECEMBER],
  ["tomorrow", "Sunday", "no-time"],
  ["12.12", "10.11", "no-time"],
  ["18:00", "19:00", "no-date"],
  ["tomorrow", "hello", "unknown"],
])("%s, and then %s, is %s", (first, then, meaning) => {
  const half = { text: first, at: NOW.toISOString() };
  expect(say(parseWhenWith(half, then, SAID), MOSCOW)).toBe(meaning);
});

test("a day that was told yesterday is counted from then", () => {
  const half = { text: "tomorrow", at: NOW.toISOString() };
  const now = new Date("2026-11-18T21:30:00Z"); // past midnight in Moscow
  expect(say(parseWhenWith(half, "19:00", { ...SAID, now }), MOSCOW)).toBe("2026-11-19 19:00");
});

test("an hour that clocks go forward over is none", () => {
  const berlin = { zone: "Europe/Berlin" };
  expect(read("28.03.2027 02:30", "en", berlin)).toBe("skipped");
  expect(read("28.03.2027 03:30", "en", berlin)).toBe("2027-03-28 03:30");
});

test("an hour that clocks go back to is there twice", () => {
  const when = parseWhen("31.10.2027 02:30", { now: NOW, zone: "Europe/Berlin", locale: "en" });
  expect(when).toEqual({ type: "either", at: ["2027-10-31T00:30:00.000Z", "2027-10-31T01:30:00.000Z"] });
});

test("today is the day of the zone, not of the server", () => {
  const now = new Date("2026-11-18T22:00:00Z");
  expect(read("today 10:00", "en", { now, zone: "Asia/Vladivostok" })).toBe("2026-11-19 10:00");
  expect(read("tomorrow 10:00", "en", { now, zone: "America/New_York" })).toBe("2026-11-19 10:00");
});

test("whatever is typed is read, and a moment is always one to come", () => {
  const words = fc.constantFrom(
    "12",
    "декабря",
    "18:00",
    "sat",
    "next",
    "завтра",
    "/",
    "-",
    ".",
    "pm",
    "2027",
    "мск",
    "in",
    "3",
    "days",
  );
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words, { maxLength: 8 }).map((all) => all.join(" ")),
  );
  fc.assert(
    fc.property(typed, fc.constantFrom<Locale>("en", "ru"), (text, locale) => {
      const when = parseWhen(text, { now: NOW, zone: MOSCOW, locale });
      if (when.type === "moment") expect(new Date(when.at).getTime()).toBeGreaterThan(NOW.getTime());
      if (when.type === "either") expect(when.at.length).toBeGreaterThan(1);
    }),
    { numRuns: 2_000 },
  );
});
