import type { EventRow } from "../database/events.ts";

const LAST_REMINDER_MS = 60 * 60 * 1000;

/** The last reminder's moment has passed: whoever comes now gets none. */
export function startsSoon(event: EventRow, now: Date): boolean {
  return event.dateTime.getTime() - now.getTime() < LAST_REMINDER_MS;
}

/** Nobody can join any more. */
export function isClosed(event: EventRow, now: Date): boolean {
  return event.status === "cancelled" || event.dateTime <= now;
}
