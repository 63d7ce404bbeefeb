import { BROADCAST, STOPPED } from "../database/broadcasts.ts";
import type { LeasedMessage, Settlement } from "../database/deliveries.ts";
import { AUDIENCES } from "../database/reach.ts";
import type { Subject } from "../database/subjects.ts";
import type { Choice, Intent } from "../intents.ts";
import type { EventFacts } from "../messages.ts";
import { toWallTime } from "../texts/dates.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Nobody is told that something begins in 59 minutes. */
const ABOUT_AN_HOUR = 50;

/** Asks whether somebody takes the seat that is held for them. */
export const OFFER = "seat-offered";

/** Why what a message says is no longer so; undefined if it still is. */
export function findChange(
  { id, kind }: Pick<LeasedMessage, "id" | "kind">,
  subject: Subject,
): Pick<Settlement, "status" | "reason"> | undefined {
  const { status, event, startsAt, seat, remindersOffAt, offerMessageId } = subject;
  const skipped = (reason: string) => ({ status: "skipped" as const, reason });
  if (status !== "published" && kind !== "event-cancelled") return skipped("the event was cancelled");
  if (kind === BROADCAST) {
    const ended = findEnd(subject);
    return ended === undefined ? undefined : skipped(ended);
  }
  if (kind === OFFER && (seat !== "offered" || offerMessageId !== id)) return skipped("the offer is over");
  if (kind === "seat-yours" && seat !== null && seat !== "confirmed") return skipped("the seat was given up");
  if (startsAt === null) return undefined;
  if (startsAt.getTime() !== Date.parse(event.startsAt)) return skipped("the event was moved");
  if (seat !== "confirmed") return skipped("the seat was given up");
  if (remindersOffAt) return skipped("the person wants no reminders");
  return undefined;
}

/** Why what an organiser wrote is nothing for this person any more. */
function findEnd({ audience, seat, stoppedAt }: Subject): string | undefined {
  if (stoppedAt) return STOPPED;
  const isMeant = audience !== null && seat !== null && AUDIENCES[audience].includes(seat);
  return isMeant ? undefined : "the person is no longer among those it is for";
}

/** The same message with the present facts of its event, and how far off the start is now. */
export function toPresent(intent: Intent, { event, ticketCode, offerExpiresAt }: Subject, now: Date): Intent {
  const { params, choices } = intent;
  const until = offerExpiresAt && { type: "moment" as const, at: offerExpiresAt.toISOString(), zone: event.timeZone };
  return {
    ...intent,
    params: {
      ...params,
      ...("event" in params && { event: { type: "event", event } }),
      ...("days" in params && { days: countDays(event, now) }),
      ...("until" in params && until && { until }),
      ...("minutes" in params && { minutes: countMinutes(event, now) }),
    },
    choices: ticketCode === null ? choices : choices.map((row) => row.map((choice) => withCode(choice, ticketCode))),
  };
}

function withCode(choice: Choice, code: string): Choice {
  return choice.type === "url" && "code" in choice.link ? { ...choice, link: { ...choice.link, code } } : choice;
}

/** Midnights at the place of the event until it starts: "tomorrow" is not 24 hours when the clocks change. */
function countDays({ startsAt, timeZone }: EventFacts, now: Date): number {
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS); // of which few are remembered
  return (toDay(startsAt, timeZone) - toDay(minute.toISOString(), timeZone)) / DAY_MS;
}

function toDay(at: string, zone: string): number {
  const { year, month, day } = toWallTime(at, zone);
  return Date.UTC(Number(year), month - 1, day);
}

function countMinutes({ startsAt }: EventFacts, now: Date): number {
  const minutes = Math.max(1, Math.round((Date.parse(startsAt) - now.getTime()) / MINUTE_MS));
  return minutes >= ABOUT_AN_HOUR ? 60 : minutes;
}
