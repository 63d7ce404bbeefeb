import type { Transaction } from "kysely";
import { type EventRow, lockEvent, toEventFacts } from "../database/events.ts";
import { findRegistration, type RegistrationRow, setAutoTake } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, UserId } from "../ids.ts";
import type { Actor, Card, EventFacts } from "../messages.ts";
import { findCard } from "./cards.ts";
import { leave, takeQueueNumber, takeSeat } from "./places.ts";
import { type ConfirmedPerson, ensureUser, findPerson, savePerson } from "./users.ts";
import { freeSeats, serveBefore } from "./waiting-list.ts";

export type RegisterOutcome =
  | { type: "confirmed"; card: Card; ticketCode: string; startsSoon: boolean }
  | { type: "waitlisted"; card: Card; position: number }
  /** Had a place before. */
  | { type: "already"; card: Card }
  /** No seat, and the queue was not asked for. */
  | { type: "full"; card: Card }
  | { type: "closed"; card: Card }
  | { type: "event-missing" };

export type RegisterKnownOutcome = RegisterOutcome | { type: "unknown-person"; card: Card };

export type GiveUpOutcome =
  | { type: "given-up"; event: EventFacts; ticketCode: string | undefined; wasWaiting: boolean; servedNext: boolean }
  | { type: "giving-up-asked"; event: EventFacts; waiting: number }
  | { type: "nothing-to-give-up"; card: Card }
  | { type: "event-missing" };

interface Wish {
  actor: Actor;
  eventId: EventId;
  /** With no seat free, wait for one. */
  queue: boolean;
  /** A free seat is not taken for them at once: it is held, and they are asked. */
  askFirst?: boolean;
  now: Date;
}

const FIRST_REMINDER_MS = 24 * 60 * 60 * 1000;

/**
 * Registers someone with what they told and agreed to. They become a user by it, and only by it:
 * of someone who got no place nothing is kept.
 */
export async function register(
  trx: Transaction<Database>,
  { person, ...wish }: Wish & { person: ConfirmedPerson },
): Promise<RegisterOutcome> {
  const decision = await decide(trx, wish);
  if (decision.type !== "free") return decision;
  const userId = await ensureUser(trx, wish);
  return join(trx, decision, { ...wish, userId, person });
}

/** Registers a person whom an earlier registration made known, with the name, e-mail and reminders of then. */
export async function registerKnown(trx: Transaction<Database>, wish: Wish): Promise<RegisterKnownOutcome> {
  const { userId } = wish.actor;
  const decision = await decide(trx, wish);
  if (decision.type !== "free") return decision;
  const person = userId && (await findPerson(trx, userId));
  if (!person) return { type: "unknown-person", card: await seeCard(trx, wish) };
  return join(trx, decision, { ...wish, userId: person.id });
}

/**
 * Gives up a seat, an offer or a place in the queue at an event that has not started.
 *
 * With nobody waiting a seat is free at once, since it can be taken back. Otherwise it goes to the next in the same
 * commit, so that is asked about first, unless `sure`.
 */
export async function giveUp(
  trx: Transaction<Database>,
  { actor, eventId, sure, now }: { actor: Actor; eventId: EventId; sure: boolean; now: Date },
): Promise<GiveUpOutcome> {
  const event = await lockEvent(trx, eventId);
  if (!event || event.status === "draft") return { type: "event-missing" };
  const { userId } = actor;
  const registration = userId && (await findRegistration(trx, { eventId, userId }));
  if (!registration || registration.status === "cancelled" || isClosed(event, now))
    return { type: "nothing-to-give-up", card: await seeCard(trx, { actor, eventId, now }) };

  const facts = toEventFacts(event);
  const wasWaiting = registration.status !== "confirmed";
  if (!wasWaiting && event.waitingCount > 0 && !sure)
    return { type: "giving-up-asked", event: facts, waiting: event.waitingCount };
  const served = await leave(trx, registration, { by: `user:${userId}`, via: actor.platform, now });
  const ticketCode = registration.ticketCode ?? undefined;
  return { type: "given-up", event: facts, ticketCode, wasWaiting, servedNext: served > 0 };
}

type Free = { type: "free"; place: "seat" | "queue"; event: EventRow };
type Refusal = Exclude<RegisterOutcome, { type: "confirmed" }>;

/** Takes the event's lock, and tells what someone who wants to join can have: no free seat before those who wait. */
async function decide(trx: Transaction<Database>, wish: Wish): Promise<Free | Refusal> {
  const { actor, eventId, queue, now } = wish;
  const event = await lockEvent(trx, eventId);
  if (!event || event.status === "draft") return { type: "event-missing" };
  const { userId } = actor;
  const registration = userId && (await findRegistration(trx, { eventId, userId }));
  const hasPlace = registration !== undefined && registration.status !== "cancelled";
  if (hasPlace && event.status === "published") return changeMind(trx, registration, wish);
  if (isClosed(event, now)) return { type: "closed", card: await seeCard(trx, wish) };
  const served = await serveBefore(trx, event, now);
  if (freeSeats(served) > 0) return { type: "free", place: "seat", event: served };
  return queue ? { type: "free", place: "queue", event } : { type: "full", card: await seeCard(trx, wish) };
}

/** Of whoever waits already the queue's other button changes how a free seat comes to them. */
async function changeMind(
  trx: Transaction<Database>,
  { id, status, autoTake }: RegistrationRow,
  wish: Wish,
): Promise<Refusal> {
  const { queue, askFirst = false } = wish;
  const isOther = queue && status === "waitlisted" && autoTake === askFirst;
  if (isOther) await setAutoTake(trx, id, !askFirst);
  const card = await seeCard(trx, wish);
  const { standing } = card;
  const isTold = isOther && standing.type === "waitlisted" && !card.closed;
  return isTold ? { type: "waitlisted", card, position: standing.position } : { type: "already", card };
}

interface Joining {
  actor: Actor;
  userId: UserId;
  /** What they confirmed just now; left out where all is known. */
  person?: ConfirmedPerson;
  askFirst?: boolean;
  now: Date;
}

async function join(
  trx: Transaction<Database>,
  { place, event }: Free,
  { actor, userId, person, askFirst = false, now }: Joining,
): Promise<RegisterOutcome> {
  const eventId = event.id;
  const newcomer = { userId, by: `user:${userId}`, via: actor.platform, now };
  const ticketCode = place === "seat" ? await takeSeat(trx, event, newcomer) : undefined;
  const position = place === "queue" ? await takeQueueNumber(trx, event, { ...newcomer, autoTake: !askFirst }) : 0;
  if (person) await savePerson(trx, { actor: { ...actor, userId }, person, now });
  const card = await seeCard(trx, { actor: { ...actor, userId }, eventId, now });
  if (ticketCode === undefined) return { type: "waitlisted", card, position };
  return { type: "confirmed", card, ticketCode, startsSoon: startsSoon(event, now) };
}

/** The first reminder's moment has passed. */
export function startsSoon(event: EventRow, now: Date): boolean {
  return event.dateTime.getTime() - now.getTime() < FIRST_REMINDER_MS;
}

export function isClosed(event: EventRow, now: Date): boolean {
  return event.status === "cancelled" || event.dateTime <= now;
}

export async function seeCard(
  trx: Transaction<Database>,
  { actor, eventId, now }: { actor: Actor; eventId: EventId; now: Date },
): Promise<Card> {
  const card = await findCard(trx, { event: { id: eventId }, userId: actor.userId, now });
  if (!card) throw new Error("an event that was just locked is gone");
  return card;
}
