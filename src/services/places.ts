import type { Transaction } from "kysely";
import { type EventRow, setCounts } from "../database/events.ts";
import { skipOfferMessages } from "../database/offers.ts";
import type { NewPlace, NewSeat, NewWait } from "../database/places.ts";
import { insertChange, type RegistrationRow, setCancelled } from "../database/registrations.ts";
import type { Database, Via } from "../database/schema.ts";
import { newId, type RegistrationId, type UserId } from "../ids.ts";
import { makeTicketCode } from "../ticket-code.ts";
import { serveNext } from "./waiting-list.ts";

/** Places at an event whose lock the caller holds: `event` is its row as the lock gave it. */

export interface Newcomer {
  userId: UserId;
  /** Who is behind it, for the history: "user:ID", "token". */
  by: string;
  via: Via;
  /** By what they are registered, if it is another than what it is done by. */
  registeredVia?: Via;
}

/** A place that is to be inserted, and the event as it is with it. */
export interface Drawn<Place extends NewPlace> {
  place: Place;
  event: EventRow;
}

/** A seat, with a ticket of its own, for someone who has no place. */
export function drawSeat(event: EventRow, newcomer: Newcomer): Drawn<NewSeat> {
  const place = { ...toBare(event, newcomer), ticketCode: makeTicketCode() };
  return { place, event: { ...event, takenCount: event.takenCount + 1 } };
}

/** The end of the queue, for someone who has no place; without `autoTake` they are asked first. */
export function drawQueueNumber(event: EventRow, newcomer: Newcomer & { autoTake: boolean }): Drawn<NewWait> {
  const [queueHead, waitingCount] = [event.queueHead + 1, event.waitingCount + 1];
  const place = { ...toBare(event, newcomer), queueNo: queueHead, autoTake: newcomer.autoTake };
  return { place, event: { ...event, queueHead, waitingCount } };
}

function toBare({ id: eventId }: EventRow, { by, ...newcomer }: Newcomer) {
  return { id: newId<RegistrationId>(), eventId, ...newcomer, actor: by };
}

/**
 * Gives up a seat, one that is held for them, or a place in the queue, read under the event's lock; a seat goes to the
 * next who waits.
 * Gives how many were served.
 */
export async function leave(
  trx: Transaction<Database>,
  registration: RegistrationRow,
  { by, via, now }: { by: string; via: Via | "system"; now: Date },
): Promise<number> {
  const { id, eventId, userId, status, ticketCode, offerMessageId } = registration;
  if (status === "cancelled") return 0;
  await setCancelled(trx, id, now);
  await insertChange(trx, {
    registrationId: id,
    eventId,
    userId,
    fromStatus: status,
    toStatus: "cancelled",
    ticketCode,
    actor: by,
    via,
    changedAt: now,
  });
  await setCounts(trx, eventId, status === "waitlisted" ? { taken: 0, waiting: -1 } : { taken: -1, waiting: 0 });
  if (offerMessageId) await skipOfferMessages(trx, [offerMessageId], "the offer was declined");
  const { promoted, offered } = await serveNext(trx, { eventId, now });
  return promoted + offered;
}
