import ical, { ICalAlarmType, ICalCalendarMethod } from "ical-generator";
import type { EventFacts } from "../messages.ts";

/** Taken when the organiser gave no end, so that the entry is visible in a calendar. */
const USUAL_MS = 2 * 60 * 60_000;

/**
 * An event as an iCalendar file. Moments are in UTC, which every calendar shows in its own zone, so no VTIMEZONE is needed.
 * The UID holds, so a file fetched again replaces the entry.
 */
export function drawCalendar(event: EventFacts, { url, revision }: { url: string; revision: number }): string {
  const startsAt = new Date(event.startsAt);
  const calendar = ical({ prodId: { company: "Doorlist", product: "Doorlist" }, method: ICalCalendarMethod.PUBLISH });
  const entry = calendar.createEvent({
    id: `${event.id}@doorlist`,
    sequence: revision,
    start: startsAt,
    end: event.endsAt ? new Date(event.endsAt) : new Date(startsAt.getTime() + USUAL_MS),
    summary: event.title,
    location: event.location,
    description: url,
    url,
  });
  entry.createAlarm({ type: ICalAlarmType.display, trigger: 60 * 60, description: event.title });
  return calendar.toString();
}
