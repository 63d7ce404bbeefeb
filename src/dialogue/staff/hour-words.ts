import { whole } from "./when-words.ts";

/** Minutes since the day began. Several: it can be read in two ways. */
export interface HourReading {
  minutes: number[];
  rest: string;
}

const HOUR = 60;
const NOON = 12 * HOUR;
const DAY = 24 * HOUR;

const EXACT = /(?<![\d.:])(\d{1,2})[:.-](\d{2})(?::\d{2})?(?![\d:])/u;
const HALVES = "a\\.?m\\.?|p\\.?m\\.?|утра|дня|вечера|ночи";
const HALF = new RegExp(`^ ?(${HALVES})(?![\\p{L}\\p{N}])`, "u");
const HOURS_HALF = new RegExp(`(?<![\\p{L}\\p{N}.:])(\\d{1,2}) ?(?:час(?:а|ов)? )?(${HALVES})(?![\\p{L}\\p{N}])`, "u");
const HOURS_NAMED = /(?<![\p{L}\p{N}.:])(\d{1,2}) ?(?:h|ч|час|часа|часов|o'clock)(?![\p{L}\p{N}]) ?(\d{2})?/u;
const HOURS_ALONE = /(?<![\p{L}\p{N}.:-])(\d{1,2})(?![\p{L}\p{N}.:-]|\.\d)/u;
const NOON_WORD = whole("noon|midday|полдень");
const MIDNIGHT_WORD = whole("midnight|полночь");

/** Finds the time in words from which the day is cut out; undefined if there is none, or none of this world. */
export function readHour(text: string): HourReading | undefined {
  return readWord(text) ?? readExact(text) ?? readHalf(text) ?? readNamed(text) ?? readAlone(text);
}

/** The day begins and ends at midnight: nobody knows which is meant. */
function readWord(text: string): HourReading | undefined {
  const noon = NOON_WORD.exec(text);
  if (noon) return { minutes: [NOON], rest: cut(text, noon[0], noon.index) };
  const midnight = MIDNIGHT_WORD.exec(text);
  return midnight ? { minutes: [0, DAY], rest: cut(text, midnight[0], midnight.index) } : undefined;
}

function readExact(text: string): HourReading | undefined {
  const found = EXACT.exec(text);
  if (!found) return undefined;
  const half = HALF.exec(text.slice(found.index + found[0].length));
  const minutes = toMinutes({ hour: Number(found[1]), minute: Number(found[2]), half: half?.[1] });
  return minutes && { minutes, rest: cut(text, found[0] + (half?.[0] ?? ""), found.index) };
}

function readHalf(text: string): HourReading | undefined {
  const found = HOURS_HALF.exec(text);
  const minutes = found && toMinutes({ hour: Number(found[1]), minute: 0, half: found[2] });
  return found && minutes ? { minutes, rest: cut(text, found[0], found.index) } : undefined;
}

function readNamed(text: string): HourReading | undefined {
  const found = HOURS_NAMED.exec(text);
  if (!found) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  const minutes = found[2] ? toMinutes({ hour, minute, half: undefined }) : eitherHalf(hour);
  return found && minutes ? { minutes, rest: cut(text, found[0], found.index) } : undefined;
}

/** "at 7", and "12 December 18", where nothing else is left. */
function readAlone(text: string): HourReading | undefined {
  const found = HOURS_ALONE.exec(text);
  const minutes = found && eitherHalf(Number(found[1]));
  return found && minutes ? { minutes, rest: cut(text, found[0], found.index) } : undefined;
}

/** A seven alone may be of the morning or of the evening. */
function eitherHalf(hour: number): number[] | undefined {
  if (hour > 24) return undefined;
  return hour >= 1 && hour < 12 ? [hour * HOUR, hour * HOUR + NOON] : [hour * HOUR];
}

function toMinutes({
  hour,
  minute,
  half,
}: {
  hour: number;
  minute: number;
  half: string | undefined;
}): number[] | undefined {
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  const at = hour * HOUR + minute;
  if (half === undefined) return [at];
  if (hour > 12) return /^(?:p|в|д)/u.test(half) ? [at] : undefined;
  if (hour === 0) return undefined;
  const inHalf = (hour % 12) * HOUR + minute;
  switch (half[0]) {
    case "a":
      return hour === 12 && minute === 0 ? [0, DAY] : [inHalf];
    case "у":
      return hour === 12 ? undefined : [inHalf];
    case "н":
      return hour === 12 && minute === 0 ? [0, DAY] : [hour >= 9 && hour < 12 ? inHalf + NOON : inHalf];
    default:
      return [inHalf + NOON];
  }
}

function cut(text: string, piece: string, at: number): string {
  return `${text.slice(0, at)} ${text.slice(at + piece.length)}`;
}
