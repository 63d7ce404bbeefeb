import type { Locale } from "../../messages.ts";
import { parseTimeZone } from "../zones.ts";
import { readDay } from "./day-words.ts";
import { readHour } from "./hour-words.ts";
import type { HalfMoment } from "./state.ts";
import { addDays, toInstants, toWall } from "./wall-clock.ts";
import { toPlainWords, withoutFillers } from "./when-words.ts";

/** What "12 December 18:00" means. */
export type When =
  | { type: "moment"; at: string }
  /** It can be read in more than one way, the soonest first. */
  | { type: "either"; at: string[] }
  | { type: "past"; at: string }
  /** Clocks go forward over it. */
  | { type: "skipped" }
  | { type: "no-date" | "no-time" | "no-such-date" | "other-weekday" | "unknown" };

interface Setting {
  now: Date;
  zone: string;
  locale: Locale;
  /** From when days are counted, if not from now. */
  since?: Date;
}

const LONGEST = 100;
const LAST_YEAR = 2199;
const MOST_WAYS = 4;

/** Reads a moment as people type it, in either language. Whatever is left over makes it unknown: nothing is guessed away. */
export function parseWhen(typed: string, setting: Setting): When {
  const text = toPlainWords(typed);
  if (text.length > LONGEST) return { type: "unknown" };
  const instant = parseInstant(text);
  if (instant) return judge([instant], setting.now);

  const slash = setting.locale === "ru" ? "day-first" : "either";
  const day = readDay(text, { today: toWall(setting.since ?? setting.now, setting.zone), slash });
  if (typeof day === "string") return day === "no-date" && !readHour(text) ? { type: "unknown" } : { type: day };
  const hour = readHour(day.rest);
  if (!hour) return { type: withoutFillers(day.rest) === "" ? "no-time" : "unknown" };
  const zone = zoneOf(hour.rest, setting.zone);
  if (zone === undefined) return { type: "unknown" };

  const walls = day.days.flatMap((date) =>
    hour.minutes.map((minutes) => addDays({ ...date, hour: 0, minute: minutes }, 0)),
  );
  return judge(
    walls.flatMap((wall) => toInstants(wall, zone)),
    setting.now,
  );
}

/** Told in two messages: "tomorrow", then "19:00". Words that tell both stand for themselves. */
export function parseWhenWith(half: HalfMoment | undefined, typed: string, setting: Setting): When {
  const alone = parseWhen(typed, setting);
  if (!half || !isHalf(alone)) return alone;
  const then = { ...setting, since: new Date(half.at) };
  if (parseWhen(half.text, then).type === alone.type) return alone;
  const both = parseWhen(alone.type === "no-time" ? `${typed} ${half.text}` : `${half.text} ${typed}`, then);
  return both.type === "unknown" ? alone : both;
}

export function isHalf({ type }: When): boolean {
  return type === "no-date" || type === "no-time";
}

/** With an offset it is a moment whatever the zone. */
function parseInstant(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})$/u.test(text)) return undefined;
  const date = new Date(text.toUpperCase().replace(/([+-]\d{2})(\d{2})$/u, "$1:$2"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** What stands beside day and time may be another zone: "18:00 мск", "6pm London time". */
function zoneOf(rest: string, usual: string): string | undefined {
  const words = withoutFillers(rest);
  if (words === "") return usual;
  const place = words.replace(/ (?:time|времени|время)$/u, "").replace(/^по /u, "");
  return parseTimeZone(words) ?? parseTimeZone(place) ?? parseTimeZone(place.replace(/[еу]$/u, "а"));
}

/** Of several ways to read it only those that are to come. */
function judge(instants: Date[], now: Date): When {
  const fit = instants.filter((instant) => instant.getUTCFullYear() <= LAST_YEAR);
  const coming = fit.filter((instant) => instant > now).sort((one, other) => one.getTime() - other.getTime());
  const [first] = coming;
  if (first && coming.length === 1) return { type: "moment", at: first.toISOString() };
  if (first) return { type: "either", at: coming.slice(0, MOST_WAYS).map((instant) => instant.toISOString()) };
  const [past] = fit;
  if (past) return { type: "past", at: past.toISOString() };
  return { type: instants.length ? "unknown" : "skipped" };
}
