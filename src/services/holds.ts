import { toWallTime } from "../texts/dates.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Nobody is asked between these hours, and no hold runs then, unless the start is near. */
const EVENING = 22;
const MORNING = 8;
/** A night is not slept through if the start is nearer than this when it begins. */
const NEAR_MS = 12 * HOUR_MS;

/** How long a seat is held, by how far off the start is: always less than half of that, so that the next can still come. */
const HOLDS: { from: number; hold: number }[] = [
  { from: 5 * DAY_MS, hold: DAY_MS },
  { from: 2 * DAY_MS, hold: 12 * HOUR_MS },
  { from: DAY_MS, hold: 6 * HOUR_MS },
  { from: 12 * HOUR_MS, hold: 3 * HOUR_MS },
  { from: 6 * HOUR_MS, hold: HOUR_MS },
  { from: 2 * HOUR_MS, hold: 30 * MINUTE_MS },
  { from: HOUR_MS, hold: 15 * MINUTE_MS },
  { from: 20 * MINUTE_MS, hold: 10 * MINUTE_MS },
];
/** Nearer than this the hold lasts until the start: half of it would be too short to answer. */
const LAST_MS = 10 * MINUTE_MS;

/**
 * Until when a seat that is offered now is held. Stands still at night by the clock of `zone`; never outlives the start.
 * After each night the rest of it is cut to what is usual so near to the start.
 */
export function holdUntil(now: Date, startsAt: Date, zone: string): Date {
  const start = startsAt.getTime();
  let at = answerableAt(now, startsAt, zone).getTime();
  let left = Number.POSITIVE_INFINITY;
  for (;;) {
    left = Math.min(left, usualHold(start - at));
    const night = nextTime(at, EVENING, zone);
    if (at + left <= night || start - night < NEAR_MS) return new Date(Math.min(at + left, start));
    left -= night - at;
    at = nextTime(night, MORNING, zone);
  }
}

/** When somebody can be asked, and the hold begins to run: now, or in the morning if it is night and the start far off. */
export function answerableAt(now: Date, startsAt: Date, zone: string): Date {
  const isFar = startsAt.getTime() - now.getTime() >= NEAR_MS;
  return isFar && isNight(now, zone) ? new Date(nextTime(now.getTime(), MORNING, zone)) : now;
}

function usualHold(toStart: number): number {
  const usual = HOLDS.find(({ from }) => toStart >= from);
  if (usual) return usual.hold;
  return Math.max(0, toStart > LAST_MS ? toStart / 2 : toStart);
}

function isNight(at: Date, zone: string): boolean {
  const hour = Number(wallTime(at.getTime(), zone).time.slice(0, 2));
  return hour >= EVENING || hour < MORNING;
}

/** The next moment at which clocks in `zone` show this hour. */
function nextTime(after: number, hour: number, zone: string): number {
  const { year, month, day } = wallTime(after, zone);
  for (let days = 0; ; days++) {
    const at = toInstant(Date.UTC(Number(year), month - 1, day + days, hour), zone);
    if (at > after) return at;
  }
}

/** What the clock shows there, taken as if it were in UTC, as an instant; with the summer time in force then. */
function toInstant(wall: number, zone: string): number {
  const near = wall - offsetAt(wall, zone);
  return wall - offsetAt(near, zone);
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, time } = wallTime(at, zone);
  const wall = Date.UTC(Number(year), month - 1, day, Number(time.slice(0, 2)), Number(time.slice(3)));
  return wall - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function wallTime(at: number, zone: string) {
  return toWallTime(new Date(Math.floor(at / MINUTE_MS) * MINUTE_MS).toISOString(), zone); // of which few are remembered
}
