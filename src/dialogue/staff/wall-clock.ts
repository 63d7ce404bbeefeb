import { toWallTime } from "../../texts/dates.ts";

/** What a clock on a wall and a calendar beside it show. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const DAY_MS = 24 * 60 * 60_000;

export function toWall(at: Date, zone: string): Wall {
  const { year, month, day, time } = toWallTime(at.toISOString(), zone);
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { year: Number(year), month, day, hour, minute };
}

/** When clocks in `zone` show this: once, twice as they go back, never as they go forward or on a day that does not exist. */
export function toInstants(wall: Wall, zone: string): Date[] {
  const asUtc = toUtc(wall);
  const offsets = [-DAY_MS, DAY_MS].map((aside) => {
    const near = new Date(asUtc + aside);
    return toUtc(toWall(near, zone)) - near.getTime();
  });
  const instants = [...new Set(offsets)].map((offset) => new Date(asUtc - offset));
  return instants
    .filter((instant) => isSame(toWall(instant, zone), wall))
    .sort((one, other) => one.getTime() - other.getTime());
}

/** How far the clocks of `zone` are from UTC at an instant: "+3", "−3:30". */
export function toOffset(at: Date, zone: string): string {
  const minutes = Math.round((toUtc(toWall(at, zone)) - at.getTime()) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

/** The same clock, so many days on. */
export function addDays(wall: Wall, days: number): Wall {
  return fromUtc(toUtc(wall) + days * DAY_MS);
}

/** 1 is Monday. */
export function weekdayOf({ year, month, day }: Pick<Wall, "year" | "month" | "day">): number {
  return ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1;
}

export function isDay({ year, month, day }: Pick<Wall, "year" | "month" | "day">): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && day >= 1 && month >= 1;
}

function toUtc({ year, month, day, hour, minute }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

function fromUtc(ms: number): Wall {
  const date = new Date(ms);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return { year, month, day, hour: date.getUTCHours(), minute: date.getUTCMinutes() };
}

function isSame(one: Wall, other: Wall): boolean {
  return toUtc(one) === toUtc(other);
}
