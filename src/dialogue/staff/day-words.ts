import { addDays, isDay, type Wall, weekdayOf } from "./wall-clock.ts";
import { MONTH, monthOf, WEEKDAY, weekdayNamed, whole } from "./when-words.ts";

type Day = Pick<Wall, "year" | "month" | "day">;

/** Which day was written, and what else stands there. Several days: it can be read in two ways. */
export interface DayReading {
  days: Day[];
  rest: string;
}

export type NoDay = "no-date" | "no-such-date" | "other-weekday";

interface Setting {
  today: Wall;
  /** 5/12: the fifth of December alone, or perhaps the twelfth of May, where people write so. */
  slash: "day-first" | "either";
}

/** Finds the day in words that are in the form of `toPlainWords`. */
export function readDay(text: string, setting: Setting): DayReading | NoDay {
  const weekday = takeWeekday(text);
  const rest = weekday?.rest ?? text;
  const reading = readIso(rest) ?? readMonthName(rest, setting) ?? readNumbers(rest, setting);
  const found = reading ?? readRelative(rest, setting);
  if (found === undefined) return weekday ? comingWeekday(weekday, setting.today) : "no-date";
  if (found === "no-such-date" || !weekday) return found;
  const days = found.days.filter((day) => weekdayOf(day) === weekday.number);
  return days.length ? { ...found, days } : "other-weekday";
}

type Reading = DayReading | "no-such-date" | undefined;

function readIso(text: string): Reading {
  const found = /(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)t?/u.exec(text);
  if (!found) return undefined;
  const [, year, month, day] = found.map(Number);
  return checked([{ year: year ?? 0, month: month ?? 0, day: day ?? 0 }], cut(text, found));
}

// Not the minutes of "18:00 dec 12".
const DAY_MONTH = whole(
  `(?<![:.])(\\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\\s*(?:of )?(${MONTH})\\.?(?:,? (\\d{4})(?![:\\d]))?`,
);
const MONTH_DAY = whole(
  `(${MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?![:.]\\d|\\d| ?[ap]\\.?m)(?:,? (\\d{4})(?![:\\d]))?`,
);

function readMonthName(text: string, { today }: Setting): Reading {
  const first = DAY_MONTH.exec(text);
  const found = first ?? MONTH_DAY.exec(text);
  if (!found) return undefined;
  const [, one = "", other = "", year] = found;
  const [day, month] = first ? [one, other] : [other, one];
  const written = { month: monthOf(month), day: Number(day) };
  const dated = year ? { ...written, year: Number(year) } : inComingYear(written, today);
  return checked([dated], cut(text, found));
}

/** 12.12.2026, 12.12, 12/12/26. */
function readNumbers(text: string, { today, slash }: Setting): Reading {
  const long = /(?<![\d:])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d:])/u.exec(text);
  if (long) {
    const year = Number(long[4]) + (long[4]?.length === 2 ? 2000 : 0);
    const days = inOrders(long, slash).map((day) => ({ ...day, year }));
    return checked(days, cut(text, long));
  }
  for (const found of text.matchAll(/(?<![\d:.])(\d{1,2})([./])(\d{1,2})(?![\d:])/gu)) {
    const days = inOrders(found, slash).map((day) => inComingYear(day, today));
    const real = days.filter(isDay);
    // 18.30 is a time.
    if (real.length) return { days: real, rest: cut(text, found) };
  }
  return undefined;
}

function inOrders(
  [, one, separator, other]: RegExpExecArray,
  slash: Setting["slash"],
): { day: number; month: number }[] {
  const dayFirst = { day: Number(one), month: Number(other) };
  if (separator !== "/" || slash === "day-first" || one === other) return [dayFirst];
  return [dayFirst, { day: Number(other), month: Number(one) }].filter(({ month }) => month >= 1 && month <= 12);
}

/** A day long past is meant for the next year; one of these weeks is a slip, and to be asked about. */
const SLIP_DAYS = 90;

function inComingYear({ month, day }: { month: number; day: number }, today: Wall): Day {
  const soonest = addDays(today, -SLIP_DAYS);
  const years = Array.from({ length: 9 }, (_, index) => soonest.year + index);
  const all = years.map((year) => ({ year, month, day }));
  return all.find((one) => isDay(one) && toNumber(one) > toNumber(soonest)) ?? { year: today.year, month, day };
}

function toNumber({ year, month, day }: Day): number {
  return year * 10_000 + month * 100 + day;
}

function checked(days: Day[], rest: string): Reading {
  const real = days.filter(isDay);
  return real.length ? { days: real, rest } : "no-such-date";
}

const RELATIVE: [RegExp, (amount: number) => number][] = [
  [whole("(?:the )?day after tomorrow|послезавтра"), () => 2],
  [whole("tomorrow|завтра"), () => 1],
  [whole("today|tonight|сегодня"), () => 0],
  [whole("(?:in|через) (\\d{1,3}) (?:days?|дн(?:я|ей)|день)"), (amount) => amount],
  [whole("in a day|через день"), () => 1],
  [whole("(?:in|через) (\\d{1,2}) (?:weeks?|недел[июь])"), (amount) => 7 * amount],
  [whole("in a week|через неделю"), () => 7],
];

function readRelative(text: string, { today }: Setting): DayReading | undefined {
  for (const [pattern, toDays] of RELATIVE) {
    const found = pattern.exec(text);
    if (found) return { days: [addDays(today, toDays(Number(found[1])))], rest: cut(text, found) };
  }
  return undefined;
}

interface Weekday {
  number: number;
  next: boolean;
  rest: string;
}

const WEEKDAY_WORDS = whole(`(?:(next|следующ\\p{L}{2,3}|this|coming|эт\\p{L}{1,2}|ближайш\\p{L}{2,3}) )?(${WEEKDAY})`);

function takeWeekday(text: string): Weekday | undefined {
  const found = WEEKDAY_WORDS.exec(text);
  if (!found) return undefined;
  const [, which = "", name = ""] = found;
  return { number: weekdayNamed(name), next: /^(?:next|след)/u.test(which), rest: cut(text, found) };
}

/**
 * The coming one. "Next Saturday" said on a Wednesday may mean this week's or the one after, and "Saturday" said on a
 * Saturday may mean today or in a week: both are given.
 */
function comingWeekday({ number, next, rest }: Weekday, today: Wall): DayReading {
  const ahead = (number - weekdayOf(today) + 7) % 7;
  const isThisWeek = number > weekdayOf(today);
  const again = ahead === 0 || (next && isThisWeek);
  const choices = ahead === 0 && next ? [7] : again ? [ahead, ahead + 7] : [ahead];
  return { days: choices.map((days) => addDays(today, days)), rest };
}

function cut(text: string, found: RegExpExecArray): string {
  return `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
}
