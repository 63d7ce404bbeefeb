import type { Transaction } from "kysely";
import { lockEvent, toEventFacts } from "../database/events.ts";
import { findRegistration } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import type { EventId } from "../ids.ts";
import type { Actor, Card, EventFacts } from "../messages.ts";
import { seeCard } from "./cards.ts";
import type { Wish } from "./comers.ts";
import { isClosed } from "./event-moments.ts";
import { type RegisterOutcome, registerAll } from "./joining.ts";
import { leave } from "./places.ts";

export type GiveUpOutcome =
  | { type: "given-up"; event: EventFacts; ticketCode: string | undefined; wasWaiting: boolean; servedNext: boolean }
  | { type: "giving-up-asked"; event: EventFacts; waiting: number }
  | { type: "nothing-to-give-up"; card: Card }
  /** They were let in at the door: whoever is in has come. */
  | { type: "seat-in-use"; card: Card }
  | { type: "event-missing" };

interface Leaving {
  actor: Actor;
  eventId: EventId;
  sure: boolean;
  typed?: boolean;
  now: Date;
}

/** Registers one person, the group of one: with what they told and agreed to, or, without that, as we know them. */
export async function register(
  trx: Transaction<Database>,
  { now, ...wish }: Wish & { now: Date },
): Promise<RegisterOutcome> {
  const {
    outcomes: [outcome],
  } = await registerAll(trx, { wishes: [wish], now });
  if (!outcome) throw new Error("a wish was not answered");
  return outcome;
}

/**
 * Gives up a seat, an offer or a place in the queue at an event that has not started.
 *
 * With nobody waiting a seat is free at once, since it can be taken back. Otherwise it goes to the next in the same
 * commit, so that is asked about first, unless `sure`; and so is what was `typed`, since words may have meant another seat.
 */
export async function giveUp(
  trx: Transaction<Database>,
  { actor, eventId, sure, typed = false, now }: Leaving,
): Promise<GiveUpOutcome> {
  const event = await lockEvent(trx, eventId);
  if (!event || event.status === "draft") return { type: "event-missing" };
  const { userId } = actor;
  const registration = userId && (await findRegistration(trx, { eventId, userId }));
  if (!registration || registration.status === "cancelled" || isClosed(event, now))
    return { type: "nothing-to-give-up", card: await seeCard(trx, { actor, eventId, now }) };

  if (registration.checkedInAt) return { type: "seat-in-use", card: await seeCard(trx, { actor, eventId, now }) };

  const facts = toEventFacts(event);
  const wasWaiting = registration.status !== "confirmed";
  if (!wasWaiting && !sure && (typed || event.waitingCount > 0))
    return { type: "giving-up-asked", event: facts, waiting: event.waitingCount };
  const served = await leave(trx, registration, { by: `user:${userId}`, via: actor.platform, now });
  const ticketCode = registration.ticketCode ?? undefined;
  return { type: "given-up", event: facts, ticketCode, wasWaiting, servedNext: served > 0 };
}
