import type { EventRow } from "../database/events.ts";
import type { NewcomerRow } from "../database/newcomers.ts";
import type { NewPlace } from "../database/places.ts";
import type { EventId } from "../ids.ts";
import type { Actor, Card } from "../messages.ts";
import { toCard } from "./cards.ts";
import { CONSENT_VERSION, type ConfirmedPerson, type Confirming, toEmail } from "./users.ts";

/** What somebody wants who comes to an event. */
export interface Wish {
  eventId: EventId;
  actor: Actor;
  /** What they confirmed just now; without it they register as we know them. */
  person?: ConfirmedPerson;
  /** With no seat free, wait for one. */
  queue: boolean;
  /** A free seat is not taken for them at once: it is held, and they are asked. */
  askFirst?: boolean;
}

/** One wish, with what the tables say of its person under the event's lock. */
export interface Comer extends Wish {
  row: NewcomerRow;
  now: Date;
}

/** The event as somebody without a place sees it at their turn. */
export function showEvent({ row, now }: Comer, event: EventRow): Card {
  return toCard({ ...row, ...event, ...NO_PLACE }, now);
}

const NO_PLACE = { standing: null, ticketCode: null, offerExpiresAt: null, ahead: 0 } as const;

/** The same with the place they were just given, which `event` counts; `saving`: what they confirmed for it. */
export function showPlace(
  { row, now }: Comer,
  event: EventRow,
  { place, saving }: { place: NewPlace; saving: Confirming | undefined },
): Card {
  const seat = "ticketCode" in place ? ({ standing: "confirmed", ticketCode: place.ticketCode } as const) : WAITS;
  const person = saving ? toKnown(saving, row, now) : {};
  return toCard({ ...row, ...person, ...event, ...NO_PLACE, ...seat, ahead: event.waitingCount - 1 }, now);
}

const WAITS = { standing: "waitlisted" } as const;

function toKnown(saving: Confirming, before: NewcomerRow, now: Date) {
  const { name, reminders } = saving.person;
  const email = toEmail(saving);
  return {
    name,
    email: email ? email.address : before.email,
    remindersOffAt: reminders ? null : now,
    silencedAt: reminders ? null : before.silencedAt,
    consentVersion: CONSENT_VERSION,
  };
}
