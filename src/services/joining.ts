import type { Transaction } from "kysely";
import { type EventRow, lockEvents, toSeatCount } from "../database/events.ts";
import { listNewcomers, type NewcomerRow } from "../database/newcomers.ts";
import { insertPlaces, type NewPlace } from "../database/places.ts";
import { findRegistration, setAutoTake } from "../database/registrations.ts";
import { inOneTrip, inTheirOrder } from "../database/round-trips.ts";
import type { Database } from "../database/schema.ts";
import { toEmailKey } from "../fields.ts";
import { type EventId, newId, type UserId } from "../ids.ts";
import type { Card } from "../messages.ts";
import { seeCard } from "./cards.ts";
import { type Comer, showEvent, showPlace, type Wish } from "./comers.ts";
import { isProvedByAnother, provedSince } from "./email-proofs.ts";
import { isClosed, startsSoon } from "./event-moments.ts";
import { drawQueueNumber, drawSeat } from "./places.ts";
import { type Confirming, isKnown, saveKnown, saveStrangers } from "./users.ts";
import { freeSeats, serveBefore } from "./waiting-list.ts";

export type RegisterOutcome =
  | { type: "confirmed"; card: Card; ticketCode: string; startsSoon: boolean }
  | { type: "waitlisted"; card: Card; position: number }
  /** Had a place before. */
  | { type: "already"; card: Card }
  /** No seat, and the queue was not asked for. */
  | { type: "full"; card: Card }
  | { type: "closed"; card: Card }
  /** Confirmed nothing, and is not known from before. */
  | { type: "unknown-person"; card: Card }
  | { type: "event-missing" };

/** The event as it stands at somebody's turn. */
interface Turn {
  event: EventRow;
  /** Whoever waited for a free seat has it. */
  served: boolean;
  /** Somebody did, and is to be told. */
  told: boolean;
}

interface Given {
  place: NewPlace;
  /** What they confirmed for it. */
  saving: Confirming | undefined;
}

/** `next`: how things stand after it, if there is such an event. */
interface Decision {
  outcome: RegisterOutcome;
  next?: Turn;
  given?: Given;
}

const MISSING: Decision = { outcome: { type: "event-missing" } };

export interface Registered {
  /** In the order of the wishes. */
  outcomes: RegisterOutcome[];
  /** Others, who waited, are told of a seat by it. */
  told: boolean;
}

/** Registers people who come together. Throws if they come to several events and somebody holds one of these. */
export async function registerAll(
  trx: Transaction<Database>,
  { wishes, now }: { wishes: Wish[]; now: Date },
): Promise<Registered> {
  const seen = await inOneTrip(trx, (one) => lookRound(one, wishes, now));
  const { outcomes, told, keep } = await decideAll(trx, { wishes, seen, now });
  await inOneTrip(trx, (one) => [keep(one)]);
  return { outcomes, told };
}

/** The events that are wished for, held by this transaction, and those who wish, in their order. */
export type Seen = [events: EventRow[], people: NewcomerRow[]];

/** Takes the events, then looks who comes; the chats are the transaction's. Asks both before it waits for either. */
export function lookRound(
  trx: Transaction<Database>,
  wishes: Wish[],
  now: Date,
): [Promise<EventRow[]>, Promise<NewcomerRow[]>] {
  const ids = [...new Set(wishes.map(({ eventId }) => eventId))];
  const asking = wishes.map(({ eventId, actor: { chatId }, person }) => {
    return { eventId, chatId, email: person?.email === undefined ? undefined : toEmailKey(person.email) };
  });
  return [
    // Those who want one event are not to wait for whoever holds another.
    lockEvents(trx, ids, { wait: ids.length === 1 }),
    listNewcomers(trx, { asking, provedSince: provedSince(now), now }),
  ];
}

/** `keep`: writes it down, and asks for all of that before it waits for any; until then nobody has a place. */
export interface Decided extends Registered {
  keep(trx: Transaction<Database>): Promise<unknown>;
}

/**
 * Decides the wishes in their order, of people who were seen in the same, as one by one: each kind of change is one
 * statement however many they are. Nobody may be among them twice.
 *
 * They become users by it, and only by it: of someone who got no place nothing is kept.
 */
export async function decideAll(
  trx: Transaction<Database>,
  { wishes, seen: [events, people], now }: { wishes: Wish[]; seen: Seen; now: Date },
): Promise<Decided> {
  const visible = events.filter(({ status }) => status !== "draft");
  const turns = new Map<EventId, Turn>(visible.map((event) => [event.id, { event, served: false, told: false }]));
  const decisions: Decision[] = [];
  for (const [n, wish] of wishes.entries()) {
    const row = people[n];
    const turn = turns.get(wish.eventId);
    const decision = row && turn ? await decide(trx, { ...wish, row, now }, turn) : MISSING;
    if (decision.next) turns.set(wish.eventId, decision.next);
    decisions.push(decision);
  }
  const given = decisions.flatMap((decision) => decision.given ?? []);
  const told = [...turns.values()].some((turn) => turn.told);
  return { outcomes: decisions.map(({ outcome }) => outcome), told, keep: (one) => keep(one, given, now) };
}

/** What someone who wants to join can have: no free seat before those who wait. */
async function decide(trx: Transaction<Database>, comer: Comer, turn: Turn): Promise<Decision> {
  const { row, actor, now } = comer;
  const hasPlace = row.place !== null && row.place !== "cancelled";
  if (hasPlace && turn.event.status === "published") {
    return { outcome: await changeMind(trx, comer, turn.event), next: turn };
  }
  if (isClosed(turn.event, now)) {
    const seen = hasPlace ? await seeCard(trx, { actor, eventId: turn.event.id, now }) : showEvent(comer, turn.event);
    return { outcome: { type: "closed", card: seen }, next: turn };
  }
  const event = turn.served ? turn.event : await serveBefore(trx, turn.event, now);
  const next = { event, served: true, told: turn.told || event !== turn.event };
  const isFree = freeSeats(event) > 0;
  if (!isFree && !comer.queue) return { outcome: { type: "full", card: showEvent(comer, event) }, next };
  if (!comer.person && !isKnown(row))
    return { outcome: { type: "unknown-person", card: showEvent(comer, event) }, next };
  return join(comer, next, { isFree, saving: await toSaving(trx, comer) });
}

/** Of whoever waits already the queue's other button changes how a free seat comes to them. */
async function changeMind(trx: Transaction<Database>, comer: Comer, event: EventRow): Promise<RegisterOutcome> {
  const { actor, queue, askFirst = false, now } = comer;
  const registration = actor.userId && (await findRegistration(trx, { eventId: event.id, userId: actor.userId }));
  const isOther = registration && queue && registration.status === "waitlisted" && registration.autoTake === askFirst;
  if (isOther) await setAutoTake(trx, registration.id, !askFirst);
  const card = { ...(await seeCard(trx, { actor, eventId: event.id, now })), seats: toSeatCount(event) };
  const { standing } = card;
  const isTold = isOther && standing.type === "waitlisted" && !card.closed;
  return isTold ? { type: "waitlisted", card, position: standing.position } : { type: "already", card };
}

/** What is to be kept of what they confirmed, by the user they are, or become. */
async function toSaving(trx: Transaction<Database>, { actor, person, row }: Comer): Promise<Confirming | undefined> {
  if (!person) return undefined;
  const isTheirs = person.email !== undefined && row.provedAt !== null;
  const { userId } = actor;
  const isProved = isTheirs && !(await isProvedByAnother(trx, { userId, email: person.email ?? "" }));
  const provedAt = isProved ? (row.provedAt ?? undefined) : undefined;
  return { actor, userId: userId ?? newId<UserId>(), person, before: row, provedAt };
}

function join(
  comer: Comer,
  turn: Turn,
  { isFree, saving }: { isFree: boolean; saving: Confirming | undefined },
): Decision {
  const { actor, askFirst = false, now } = comer;
  const userId = saving?.userId ?? actor.userId;
  if (!userId) throw new Error("nobody can be given a place");
  const newcomer = { userId, by: `user:${userId}`, via: actor.platform };
  if (isFree) {
    const { place, event } = drawSeat(turn.event, newcomer);
    const given = { place, saving };
    const card = showPlace(comer, event, given);
    const { ticketCode } = place;
    const outcome = { type: "confirmed", card, ticketCode, startsSoon: startsSoon(event, now) } as const;
    return { outcome, next: { ...turn, event }, given };
  }
  const { place, event } = drawQueueNumber(turn.event, { ...newcomer, autoTake: !askFirst });
  const given = { place, saving };
  const outcome = { type: "waitlisted", card: showPlace(comer, event, given), position: event.waitingCount } as const;
  return { outcome, next: { ...turn, event }, given };
}

/** Strangers first, since a place belongs to a user; what was known is written after the places: such is the order of locks. */
function keep(trx: Transaction<Database>, given: Given[], now: Date): Promise<unknown> {
  const people = given.flatMap(({ saving }) => saving ?? []);
  const [strangers, known] = [people.filter(isStranger), people.filter((one) => !isStranger(one))];
  const places = given.map(({ place }) => place);
  return inTheirOrder([
    ...(strangers.length ? [saveStrangers(trx, strangers, now)] : []),
    ...(places.length ? [insertPlaces(trx, places, now)] : []),
    ...(known.length ? [saveKnown(trx, known, now)] : []),
  ]);
}

function isStranger({ actor }: Confirming): boolean {
  return actor.userId === undefined;
}
