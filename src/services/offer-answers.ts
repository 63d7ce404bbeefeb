import type { Transaction } from "kysely";
import { type EventRow, lockEvent, setCounts, toEventFacts } from "../database/events.ts";
import { findAskedEvent, setOfferTaken, skipOfferMessages } from "../database/offers.ts";
import { findRegistration, insertChange, type RegistrationRow, setRested } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, UserId } from "../ids.ts";
import type { Actor, Card, EventFacts } from "../messages.ts";
import { toWallTime } from "../texts/dates.ts";
import { makeTicketCode } from "../ticket-code.ts";
import { seeCard } from "./cards.ts";
import { isClosed, startsSoon } from "./event-moments.ts";
import { passOn } from "./offers.ts";
import { freeSeats, serveNext } from "./waiting-list.ts";

export type TakeOutcome =
  | { type: "confirmed"; card: Card; ticketCode: string; startsSoon: boolean }
  /** Too late. `ranOut`: when, by the clock of the event; undefined if the offer was taken back, or is long over. */
  | { type: "offer-over"; event: EventFacts; ranOut: { at: string; today: boolean } | undefined; position: number }
  /** No offer, and no place in the queue: how things stand. */
  | { type: "event-found"; card: Card }
  | { type: "event-missing" };

interface Answer {
  actor: Actor;
  eventId: EventId;
  now: Date;
}

/** [Take the seat]: theirs while it is held, and after that too if nobody else has it. */
export async function takeOffered(trx: Transaction<Database>, answer: Answer): Promise<TakeOutcome> {
  const asked = await ask(trx, answer);
  if (asked.type !== "waiting") return asked;
  const { event, registration } = asked;
  const isFree = registration.status === "offered" || freeSeats(event) > 0;
  return isFree ? confirm(trx, registration, { ...answer, event }) : refuse(trx, registration, { ...answer, event });
}

/** [Stay]: keeps the place in the queue, and may be asked again from now on. */
export async function stay(
  trx: Transaction<Database>,
  answer: Answer,
): Promise<Extract<TakeOutcome, { type: "event-found" | "event-missing" }>> {
  const asked = await ask(trx, answer);
  if (asked.type !== "waiting") return asked;
  const { registration } = asked;
  if (registration.status === "waitlisted" && registration.offerExpiresAt) {
    await setRested(trx, registration.id);
    await serveNext(trx, answer);
  }
  return { type: "event-found", card: await seeCard(trx, answer) };
}

/** What somebody who was asked can answer, where their words do not say about which event. */
export async function findAsked(trx: Transaction<Database>, userId: UserId | undefined): Promise<EventId | undefined> {
  return userId && findAskedEvent(trx, userId);
}

type Waiting = { type: "waiting"; event: EventRow; registration: RegistrationRow };

/** Takes the event's lock, passes on what is over there, this person's offer too, and tells what is left to answer. */
async function ask(
  trx: Transaction<Database>,
  { actor, eventId, now }: Answer,
): Promise<Waiting | Extract<TakeOutcome, { type: "event-found" | "event-missing" }>> {
  const before = await lockEvent(trx, eventId);
  if (!before || before.status === "draft") return { type: "event-missing" };
  if (!isClosed(before, now)) await passOn(trx, { eventId, now });
  const event = await lockEvent(trx, eventId);
  const registration = actor.userId && (await findRegistration(trx, { eventId, userId: actor.userId }));
  const waits = registration && (registration.status === "offered" || registration.status === "waitlisted");
  if (!event || !waits || isClosed(event, now))
    return { type: "event-found", card: await seeCard(trx, { actor, eventId, now }) };
  return { type: "waiting", event, registration };
}

async function confirm(
  trx: Transaction<Database>,
  { id, userId, status, offerMessageId }: RegistrationRow,
  { actor, event, now }: Answer & { event: EventRow },
): Promise<TakeOutcome> {
  const ticketCode = makeTicketCode();
  await setOfferTaken(trx, { id, ticketCode, now });
  await insertChange(trx, {
    registrationId: id,
    eventId: event.id,
    userId,
    fromStatus: status,
    toStatus: "confirmed",
    ticketCode,
    actor: `user:${userId}`,
    via: actor.platform,
    changedAt: now,
  });
  if (status === "waitlisted") await setCounts(trx, event.id, { taken: 1, waiting: -1 });
  if (offerMessageId) await skipOfferMessages(trx, [offerMessageId], "the seat was taken already");
  const card = await seeCard(trx, { actor, eventId: event.id, now });
  return { type: "confirmed", card, ticketCode, startsSoon: startsSoon(event, now) };
}

async function refuse(
  trx: Transaction<Database>,
  { offerExpiresAt }: RegistrationRow,
  { actor, event, now }: Answer & { event: EventRow },
): Promise<TakeOutcome> {
  const { standing } = await seeCard(trx, { actor, eventId: event.id, now });
  const position = standing.type === "waitlisted" ? standing.position : 1;
  const ranOut = offerExpiresAt
    ? { at: offerExpiresAt.toISOString(), today: isSameDay(offerExpiresAt, now, event.timeZone) }
    : undefined;
  return { type: "offer-over", event: toEventFacts(event), ranOut, position };
}

function isSameDay(one: Date, other: Date, zone: string): boolean {
  const [a, b] = [toWallTime(one.toISOString(), zone), toWallTime(other.toISOString(), zone)];
  return a.day === b.day && a.month === b.month && a.year === b.year;
}
