import type { Kysely, Transaction } from "kysely";
import { type EventRow, lockEvent, toEventFacts } from "../database/events.ts";
import { inTransaction } from "../database/faults.ts";
import { listHoldsToStart, listOffered, setHoldsStarted, setOfferAnew } from "../database/holds.ts";
import {
  clearRested,
  type EndedOffer,
  listEventsToPassOn,
  setRunOut,
  setWithdrawn,
  skipOfferMessages,
} from "../database/offers.ts";
import { insertMessages, PRIORITY } from "../database/outbox.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, OutboxId } from "../ids.ts";
import { holdUntil } from "./holds.ts";
import { offerWithdrawn } from "./notices.ts";
import { restedSince, type ServedCount, serveNext, toOffer } from "./waiting-list.ts";

/** `ranOut`: offers that ended unanswered or untold. */
export interface PassedOn extends ServedCount {
  ranOut: number;
}

/**
 * Ends every offer whose time ran out, or whose message ended unsent, and serves the next, each event in a commit of
 * its own. Any number of processes may do it at once: the second finds nothing to do. Events that fail are told of at
 * the end, after the others are done.
 */
export async function passOnOffers(db: Kysely<Database>, now: Date): Promise<PassedOn> {
  const total: PassedOn = { ranOut: 0, promoted: 0, offered: 0 };
  const faults: unknown[] = [];
  for (const eventId of await listEventsToPassOn(db, { restedSince: restedSince(now), now })) {
    const passing = inTransaction(db, async (trx) => {
      await lockEvent(trx, eventId);
      return passOn(trx, { eventId, now });
    });
    const passed = await passing.catch((error: unknown) => void faults.push(error));
    if (!passed) continue;
    total.ranOut += passed.ranOut;
    total.promoted += passed.promoted;
    total.offered += passed.offered;
  }
  if (faults.length) throw new AggregateError(faults, `the offers of ${faults.length} events could not be passed on`);
  return total;
}

/** The same at one event, whose lock the caller holds. */
export async function passOn(
  trx: Transaction<Database>,
  { eventId, now }: { eventId: EventId; now: Date },
): Promise<PassedOn> {
  const ranOut = await setRunOut(trx, { eventId, now });
  await skipOfferMessages(trx, messagesOf(ranOut), "the offer ran out");
  await clearRested(trx, { eventId, restedSince: restedSince(now) });
  return { ranOut: ranOut.length, ...(await serveNext(trx, { eventId, now })) };
}

/**
 * Lets the holds of these messages begin now, since they are about to be tried for the first time: nobody loses time to
 * a message that waited. To be called just before; a second time changes nothing.
 */
export async function startHolds(db: Kysely<Database>, messageIds: OutboxId[], now: Date): Promise<void> {
  if (!messageIds.length) return;
  const rows = await listHoldsToStart(db, messageIds);
  if (!rows.length) return;
  const holds = rows.map(({ registrationId, messageId, startsAt, zone }) => {
    return { registrationId, messageId, until: holdUntil(now, startsAt, zone) };
  });
  await inTransaction(db, (trx) => setHoldsStarted(trx, holds, now));
}

/**
 * Takes offers back, the last in the queue first; they stand where they stood before. Gives how many are told: not those
 * who had not heard of it, and nobody if the event itself is off, since that is told to all.
 */
export async function withdrawOffers(
  trx: Transaction<Database>,
  event: EventRow,
  { count, isOff, now }: { count: number; isOff: boolean; now: Date },
): Promise<number> {
  if (count <= 0) return 0;
  const withdrawn = await setWithdrawn(trx, { eventId: event.id, count, now });
  const unheard = await skipOfferMessages(trx, messagesOf(withdrawn), "the offer was withdrawn");
  const told = isOff ? [] : withdrawn.filter(({ messageId }) => !unheard.has(messageId));
  const facts = toEventFacts(event);
  await insertMessages(
    trx,
    told.map(({ userId, messageId, registrationId, locale, timeZone: zone }) => ({
      to: { userId },
      eventId: event.id,
      registrationId,
      kind: "offer-withdrawn",
      intent: offerWithdrawn(facts, { locale, zone }),
      dedupeKey: `offer-withdrawn:${messageId}`,
      priority: PRIORITY.notice,
      now,
      expiresAt: event.dateTime,
    })),
  );
  return told.length;
}

/** The event has another time or place: whoever is asked is asked again, with that and another hold. */
export async function renewOffers(trx: Transaction<Database>, event: EventRow, now: Date): Promise<number> {
  const offered = await listOffered(trx, event.id);
  const renewed = offered.map((person) => toOffer(event, person, { now, isMoved: true }));
  await skipOfferMessages(trx, messagesOf(offered), "the event was moved");
  await insertMessages(
    trx,
    renewed.map(({ message }) => message),
  );
  for (const { registrationId: id, messageId, until } of renewed)
    await setOfferAnew(trx, { id, messageId, until, now });
  return renewed.length;
}

function messagesOf(offers: Pick<EndedOffer, "messageId">[] | { messageId: OutboxId | null }[]): OutboxId[] {
  return offers.flatMap(({ messageId }) => messageId ?? []);
}
