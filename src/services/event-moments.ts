import type { EventRow } from "../database/events.ts";

const FIRST_REMINDER_MS = 24 * 60 * 60 * 1000;

/** The first reminder's moment has passed. */
export function startsSoon(event: EventRow, now: Date): boolean {
  return event.dateTime.getTime() - now.getTime() < FIRST_REMINDER_MS;
}

/** Nobody can join any more. */
export function isClosed(event: EventRow, now: Date): boolean {
  return event.status === "cancelled" || event.dateTime <= now;
}
