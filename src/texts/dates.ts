import type { Locale } from "../messages.ts";

/** An instant as a calendar and a clock on the wall of `zone` show it. The words for it are in the .ftl files. */
export interface WallTime {
  /** 1 is Monday. */
  weekday: number;
  day: number;
  month: number;
  /** As the calendar writes it, so that it gets no separator of thousands. */
  year: string;
  /** "18:00" */
  time: string;
}

/** What a zone is called by: a key for its own phrase, and a place to name where there is none. */
export interface ZoneName {
  /** "europe-moscow"; "offset" for a zone that is no place, such as UTC. */
  zone: string;
  place: string;
}

const MANY = 2000; // more zones than there are, and more events than are talked about at a time
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const formats = new Map<string, Intl.DateTimeFormat>(); // making one costs a thousand times more than using it
const zoneNames = new Map<string, ZoneName>();
const wallTimes = new Map<string, WallTime>();

/** Reads the clock of `zone` at an instant, with the summer time in force then. A zone nobody knows counts as UTC. */
export function toWallTime(at: string, zone: string): WallTime {
  const key = `${zone} ${at}`;
  return wallTimes.get(key) ?? remember(wallTimes, key, readWall(at, zone));
}

/** Whether clocks in both zones show the same at that instant, so that one of them need not be told. */
export function isSameWallTime(at: string, zone: string, other: string): boolean {
  if (zone === other) return true;
  const [here, there] = [toWallTime(at, zone), toWallTime(at, other)];
  return here.time === there.time && here.day === there.day;
}

function readWall(at: string, zone: string): WallTime {
  const parts: Record<string, string> = {};
  for (const part of wallFormat(zone).formatToParts(new Date(at))) parts[part.type] = part.value;
  return {
    weekday: WEEKDAYS.indexOf(parts.weekday ?? "") + 1,
    day: Number(parts.day),
    month: Number(parts.month),
    year: parts.year ?? "",
    time: `${parts.hour}:${parts.minute}`,
  };
}

/** What to call a zone in a language, asked of the language's own place names and of the IANA name. */
export function toZoneName(zone: string, locale: Locale): ZoneName {
  const key = `${locale} ${zone}`;
  const known = zoneNames.get(key);
  if (known) return known;
  return remember(zoneNames, key, nameZone(zone, locale));
}

function nameZone(zone: string, locale: Locale): ZoneName {
  const generic = genericName(zone, locale);
  if (generic.startsWith("GMT"))
    return { zone: "offset", place: generic === "GMT+0" ? "UTC" : `UTC${generic.slice(3)}` };
  const city = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
  return {
    zone: zone.toLowerCase().replaceAll(/[/_]/g, "-"),
    place: locale === "en" ? city : generic,
  };
}

function genericName(zone: string, locale: Locale): string {
  try {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "shortGeneric" });
    const name = format.formatToParts(0).find((part) => part.type === "timeZoneName");
    return name?.value ?? "GMT+0";
  } catch {
    return "GMT+0";
  }
}

function wallFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  return remember(formats, zone, makeWallFormat(zone));
}

function remember<T>(cache: Map<string, T>, key: string, value: T): T {
  if (cache.size >= MANY) cache.clear();
  cache.set(key, value);
  return value;
}

function makeWallFormat(zone: string): Intl.DateTimeFormat {
  const options = {
    weekday: "short",
    day: "numeric",
    month: "numeric",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  } as const;
  try {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" });
  }
}
