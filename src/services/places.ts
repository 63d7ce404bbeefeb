import type { Transaction } from "kysely";
import { type EventRow, setCounts, setQueueHead } from "../database/events.ts";
import { insertChange, insertPlace, type RegistrationRow, setCancelled } from "../database/registrations.ts";
import type { Database, Via } from "../database/schema.ts";
import { newId, type RegistrationId, type UserId } from "../ids.ts";
import { makeTicketCode } from "../ticket-code.ts";
import { freeSeats, promoteNext } from "./waiting-list.ts";

/** Places at an event whose lock the caller holds: `event` is its row as the lock gave it. */

export interface Newcomer {
  userId: UserId;
  /** Who is behind it, for the history: "user:ID", "token". */
  by: string;
  via: Via;
  now: Date;
}

/** A free seat goes to a newcomer only if nobody waits for it. */
export function hasSeatForNewcomer(event: EventRow): boolean {
  return event.waitingCount === 0 && freeSeats(event) > 0;
}

/** Gives a seat, with a ticket of its own, to someone who has no place. */
export async function takeSeat(trx: Transaction<Database>, event: EventRow, newcomer: Newcomer): Promise<string> {
  const ticketCode = makeTicketCode();
  await place(trx, event, { ...newcomer, ticketCode });
  await setCounts(trx, event.id, { taken: 1, waiting: 0 });
  return ticketCode;
}

/** Puts someone who has no place at the end of the queue. Gives how many stand in it, with them the last. */
export async function takeQueueNumber(
  trx: Transaction<Database>,
  event: EventRow,
  newcomer: Newcomer,
): Promise<number> {
  const { queueHead, waitingCount } = await setQueueHead(trx, event.id);
  await place(trx, event, { ...newcomer, queueNo: queueHead });
  return waitingCount;
}

interface Placed extends Newcomer {
  ticketCode?: string;
  queueNo?: number;
}

async function place(trx: Transaction<Database>, event: EventRow, placed: Placed): Promise<void> {
  const { userId, by, via, now, ticketCode = null, queueNo = null } = placed;
  const status = ticketCode === null ? "waitlisted" : "confirmed";
  const id = newId<RegistrationId>();
  const confirmedAt = ticketCode === null ? null : now;
  const row = { id, eventId: event.id, userId, registeredVia: via, status, ticketCode, queueNo, confirmedAt } as const;
  const registrationId = await insertPlace(trx, row, now);
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
 * Gives up a seat or a place in the queue, read under the event's lock; a seat goes to the next who waits.
 * Gives how many were served.
 */
export async function leave(
  trx: Transaction<Database>,
  registration: RegistrationRow,
  { by, via, now }: { by: string; via: Via | "system"; now: Date },
): Promise<number> {
  const { id, eventId, userId, status, ticketCode } = registration;
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
  const served = await promoteNext(trx, { eventId, now });
  return served.length;
}
