import { CITIES } from "./cities.ts";
import { toWords } from "./words.ts";

/** An IANA zone from what somebody typed: its name, a city in English or Russian, or "UTC+3"; undefined for anything else. */
export function parseTimeZone(text: string): string | undefined {
  return fromOffset(text.trim()) ?? CITIES.get(toWords(text)) ?? fromName(text.trim());
}

/** Whole hours only: IANA has no names for the others. Etc/GMT counts backwards: UTC+3 is Etc/GMT-3. */
function fromOffset(text: string): string | undefined {
  const match = /^(?:utc|gmt|мск)?\s*([+\-−–])\s*(\d{1,2})(?::?00)?(?:\s*(?:h|ч))?$/iu.exec(text);
  if (!match) return /^(?:utc|gmt)(?:\s*[+-]\s*0)?$/i.test(text) ? "UTC" : undefined;
  const sign = match[1] === "+" ? 1 : -1;
  const fromMoscow = /^мск/iu.test(text) ? 3 : 0;
  const hours = sign * Number(match[2]) + fromMoscow;
  if (hours === 0) return "UTC";
  if (hours > 14 || hours < -12) return undefined;
  return `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
}

const NAMES: ReadonlyMap<string, string> = new Map(
  ["UTC", ...Intl.supportedValuesOf("timeZone"), ...etcZones()].map((zone) => [zone.toLowerCase(), zone]),
);

/** "Europe/Moscow" in any case, or its city alone: "New York". */
const CITIES_OF_NAMES: ReadonlyMap<string, string> = new Map(
  Intl.supportedValuesOf("timeZone").map((zone) => [
    toWords(zone.split("/").at(-1) ?? zone).replaceAll("_", " "),
    zone,
  ]),
);

function fromName(text: string): string | undefined {
  return NAMES.get(text.toLowerCase().replaceAll(" ", "_")) ?? CITIES_OF_NAMES.get(toWords(text).replaceAll("_", " "));
}

function etcZones(): string[] {
  const ahead = Array.from({ length: 14 }, (_, index) => `Etc/GMT-${index + 1}`);
  const behind = Array.from({ length: 12 }, (_, index) => `Etc/GMT+${index + 1}`);
  return [...ahead, ...behind];
}
