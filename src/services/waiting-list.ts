import type { Transaction } from "kysely";
import { type EventRow, findEventRow, toEventFacts } from "../database/events.ts";
import { insertMessages, type NewMessage, PRIORITY } from "../database/outbox.ts";
import { listNext, type QueueRow, type Served, setServed } from "../database/queue.ts";
import type { Database } from "../database/schema.ts";
import { type EventId, newId, type OutboxId, type RegistrationId } from "../ids.ts";
import { makeTicketCode } from "../ticket-code.ts";
import { answerableAt, holdUntil } from "./holds.ts";
import { seatOffered, seatYours } from "./notices.ts";

// A statement carries at most 65,535 values.
const MESSAGES_PER_STATEMENT = 4_000;
/** Whoever did not answer an offer, or could not be told of it, is not asked again for so long. */
const REST_MS = 24 * 60 * 60_000;

/** How many were given a seat, and for how many one is held while they are asked. */
export interface ServedCount {
  promoted: number;
  offered: number;
}

/**
 * Gives the free seats of an event to those who wait, in their order, and tells each: it is theirs at once, or held for
 * them while they are asked. The caller holds the event's lock. Nothing happens at an event that is over, cancelled or
 * still a draft. A seat is left free only if all who wait let one go of late; it is anybody's then.
 */
export async function serveNext(
  trx: Transaction<Database>,
  { eventId, now }: { eventId: EventId; now: Date },
): Promise<ServedCount> {
  const event = await findEventRow(trx, eventId);
  const nothing = { promoted: 0, offered: 0 };
  if (event?.status !== "published" || event.dateTime <= now) return nothing;
  const limit = Math.min(freeSeats(event), event.waitingCount);
  if (limit <= 0) return nothing;
  const next = await listNext(trx, { eventId, restedSince: restedSince(now), limit });
  if (!next.length) return nothing;
  const given = next.map((one) => (one.autoTake ? promote(event, one, now) : offer(event, one, now)));
  await setServed(trx, { eventId, served: given.map(({ served }) => served), now });
  for (let i = 0; i < given.length; i += MESSAGES_PER_STATEMENT) {
    const messages = given.slice(i, i + MESSAGES_PER_STATEMENT).map(({ message }) => message);
    await insertMessages(trx, messages);
  }
  const promoted = next.filter(({ autoTake }) => autoTake).length;
  return { promoted, offered: next.length - promoted };
}

/** The event once whoever waits for a free seat of it is served: what is free then is free for a newcomer. */
export async function serveBefore(trx: Transaction<Database>, event: EventRow, now: Date): Promise<EventRow> {
  if (event.waitingCount === 0 || freeSeats(event) <= 0) return event;
  await serveNext(trx, { eventId: event.id, now });
  return (await findEventRow(trx, event.id)) ?? event;
}

/** Seats that nobody has, whoever may be waiting for them. */
export function freeSeats({ maxParticipants, takenCount }: EventRow): number {
  return maxParticipants === null ? Number.POSITIVE_INFINITY : maxParticipants - takenCount;
}

/** Whoever let an offer go before this moment may be asked again. */
export function restedSince(now: Date): Date {
  return new Date(now.getTime() - REST_MS);
}

interface Given {
  served: Served;
  message: NewMessage;
}

function promote(event: EventRow, { registrationId, userId, locale, timeZone: zone }: QueueRow, now: Date): Given {
  const ticketCode = makeTicketCode();
  return {
    served: { registrationId, ticketCode },
    message: {
      to: { userId },
      eventId: event.id,
      registrationId,
      kind: "seat-yours",
      intent: seatYours(toEventFacts(event), { code: ticketCode, locale, zone }),
      dedupeKey: `seat-yours:${registrationId}:${ticketCode}`,
      priority: PRIORITY.notice,
      now,
      expiresAt: event.dateTime,
    },
  };
}

function offer(event: EventRow, person: QueueRow, now: Date): Given {
  const { messageId, until, message } = toOffer(event, person, { now });
  return { served: { registrationId: person.registrationId, offer: { messageId, until } }, message };
}

/** A hold, and the message that tells of it: both wait for the morning if it is night and the start far off. */
export function toOffer(
  event: EventRow,
  { registrationId, userId, locale, timeZone }: QueueRow,
  { now, isMoved = false }: { now: Date; isMoved?: boolean },
): { registrationId: RegistrationId; messageId: OutboxId; until: Date; message: NewMessage } {
  const zone = timeZone ?? event.timeZone;
  const until = holdUntil(now, event.dateTime, zone);
  const messageId = newId<OutboxId>();
  const message: NewMessage = {
    id: messageId,
    to: { userId },
    eventId: event.id,
    registrationId,
    kind: "seat-offered",
    intent: seatOffered(toEventFacts(event), { until, locale, zone: timeZone, isMoved }),
    dedupeKey: `seat-offered:${registrationId}:${messageId}`,
    priority: PRIORITY.notice,
    now,
    dueAt: answerableAt(now, event.dateTime, zone),
    expiresAt: event.dateTime,
  };
  return { registrationId, messageId, until, message };
}
