import type { Transaction } from "kysely";
import { type EventRow, findEventRow, toEventFacts } from "../database/events.ts";
import { insertMessages, type NewMessage, PRIORITY } from "../database/outbox.ts";
import { type PromotedRow, setPromoted } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import type { EventId } from "../ids.ts";
import { makeTicketCode } from "../ticket-code.ts";
import { seatYours } from "./notices.ts";

// A statement carries at most 65,535 values.
const MESSAGES_PER_STATEMENT = 5_000;

/**
 * Gives the free seats of an event to those who wait, in their order, and tells each. The caller holds the event's
 * lock. Nothing happens at an event that is over, cancelled or still a draft.
 */
export async function promoteNext(
  trx: Transaction<Database>,
  { eventId, now }: { eventId: EventId; now: Date },
): Promise<PromotedRow[]> {
  const event = await findEventRow(trx, eventId);
  if (event?.status !== "published" || event.dateTime <= now) return [];
  const seats = Math.min(freeSeats(event), event.waitingCount);
  if (seats <= 0) return [];
  const ticketCodes = Array.from({ length: seats }, makeTicketCode);
  const promoted = await setPromoted(trx, { eventId, ticketCodes, now });
  const messages = promoted.map((row) => toMessage(event, { row, now }));
  for (let i = 0; i < messages.length; i += MESSAGES_PER_STATEMENT)
    await insertMessages(trx, messages.slice(i, i + MESSAGES_PER_STATEMENT));
  return promoted;
}

/** Seats that nobody has, whoever may be waiting for them. */
export function freeSeats({ maxParticipants, takenCount }: EventRow): number {
  return maxParticipants === null ? Number.POSITIVE_INFINITY : maxParticipants - takenCount;
}

function toMessage(event: EventRow, { row, now }: { row: PromotedRow; now: Date }): NewMessage {
  const { userId, ticketCode: code, locale, timeZone: zone } = row;
  return {
    to: { userId },
    eventId: event.id,
    kind: "seat-yours",
    intent: seatYours(toEventFacts(event), { code, locale, zone }),
    dedupeKey: `seat-yours:${row.registrationId}:${code}`,
    priority: PRIORITY.notice,
    now,
    expiresAt: event.dateTime,
  };
}
