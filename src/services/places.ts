import type { Transaction } from "kysely";
import { type EventRow, setCounts, setQueueHead } from "../database/events.ts";
import { skipOfferMessages } from "../database/offers.ts";
import { insertChange, insertPlace, type RegistrationRow, setCancelled } from "../database/registrations.ts";
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
  now: Date;
}

/** Gives a seat, with a ticket of its own, to someone who has no place. */
export async function takeSeat(trx: Transaction<Database>, event: EventRow, newcomer: Newcomer): Promise<string> {
  const ticketCode = makeTicketCode();
  await place(trx, event, { ...newcomer, ticketCode });
  await setCounts(trx, event.id, { taken: 1, waiting: 0 });
  return ticketCode;
}

/** Puts someone who has no place at the end of the queue; without `autoTake` they are asked first. Gives how many stand in it, with them the last. */
export async function takeQueueNumber(
  trx: Transaction<Database>,
  event: EventRow,
  newcomer: Newcomer & { autoTake: boolean },
): Promise<number> {
  const { queueHead, waitingCount } = await setQueueHead(trx, event.id);
  await place(trx, event, { ...newcomer, queueNo: queueHead });
  return waitingCount;
}

interface Placed extends Newcomer {
  ticketCode?: string;
  queueNo?: number;
  autoTake?: boolean;
}

async function place(trx: Transaction<Database>, event: EventRow, placed: Placed): Promise<void> {
  const { userId, by, via, now, ticketCode = null, queueNo = null, autoTake = true } = placed;
  const status = ticketCode === null ? "waitlisted" : "confirmed";
  const id = newId<RegistrationId>();
  const confirmedAt = ticketCode === null ? null : now;
  const given = { registeredVia: via, status, ticketCode, queueNo, autoTake, confirmedAt } as const;
  const registrationId = await insertPlace(trx, { id, eventId: event.id, userId, ...given }, now);
  await insertChange(trx, {
    registrationId,
    eventId: event.id,
    userId,
    toStatus: status,
    ticketCode,
    actor: by,
    via,
    changedAt: now,
  });
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
