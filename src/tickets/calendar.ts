import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { EventFacts } from "../messages.ts";

/** Taken when the organiser gave no end, so that the entry is visible in a calendar. */
const USUAL_MS = 2 * 60 * 60_000;

interface Entry {
  /** The ticket's page. */
  url: string;
  /** Raised with each change of the event. */
  revision: number;
  valid: boolean;
}

/**
 * An event as an iCalendar file. Moments are in UTC, which every calendar shows in its own zone, so no VTIMEZONE is needed.
 * The UID holds, so a file fetched again replaces the entry; once nobody is let in with the ticket, by one that is cancelled.
 */
export function drawCalendar(event: EventFacts, { url, revision, valid }: Entry): string {
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
    status: valid ? null : ICalEventStatus.CANCELLED,
  });
  if (valid) entry.createAlarm({ type: ICalAlarmType.display, trigger: 60 * 60, description: event.title });
  return calendar.toString();
}
