import { parseName } from "../fields.ts";
import type { Card } from "../messages.ts";
import type { Kept } from "./draft.ts";
import { aboutReply } from "./replies/about.ts";
import { cardReply, joinChoices } from "./replies/cards.ts";
import { offeredReply } from "./replies/offers.ts";
import { ticketReply, waitingReply } from "./replies/tickets.ts";
import type { DialogueState, Ground } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, groundOf, isAtDesk, isSigningUp, signUpOf, standStill, type Turn } from "./turn.ts";

/** The present facts of an event for this person: their ticket, the seat held for them, their place in the queue, or its card. */
export function showEvent(turn: Turn, card: Card): Step {
  const { voice, lead } = turn;
  const { event, standing, closed } = card;
  const held: DialogueState = isElsewhere(turn, card) ? standStill(turn) : { type: "REGISTERED", eventId: event.id };
  if (standing.type === "confirmed" && closed !== "cancelled") {
    const begun = closed === "started";
    return answer(turn, held, ticketReply(voice, { event, code: standing.ticketCode, begun, lead }));
  }
  if (standing.type === "offered" && !closed) {
    return answer(turn, held, offeredReply(voice, { event, until: standing.until, lead }));
  }
  if (standing.type === "waitlisted" && !closed) {
    return answer(turn, held, waitingReply(voice, { event, position: standing.position, lead }));
  }
  return showCard(turn, card);
}

/** An event to join, to queue for, or closed. */
export function showCard(turn: Turn, card: Card): Step {
  const { voice, lead, speaker } = turn;
  const first = isFirst(turn);
  const profileName = parseName(speaker.profileName ?? "");
  const reply = cardReply(voice, card, { first, profileName, lead });
  if (isElsewhere(turn, card)) return answer(turn, standStill(turn), reply);
  const state = choosing(turn, card);
  return answer(turn, first ? { ...state, first } : state, reply);
}

/** All that its organisers wrote about an event. A question that waits goes on waiting. */
export function showAbout(turn: Turn, card: Card, page: number): Step {
  if (!card.description) return showEvent(turn, card);
  const { voice, speaker } = turn;
  const waits = isElsewhere(turn, card) || signUpOf(turn) !== undefined || card.standing.type !== "none";
  const profileName = parseName(speaker.profileName ?? "");
  const join = waits ? [] : joinChoices(voice, card, { profileName });
  return answer(turn, waits ? standStill(turn) : choosing(turn, card), aboutReply(voice, { card, page, join }));
}

/** Under the card of an event. */
function choosing(turn: Turn, { event, person }: Card): Extract<Ground, { type: "CHOOSING_EVENT" }> {
  return { type: "CHOOSING_EVENT", eventId: event.id, ...kept(turn), ...(person ? {} : { stranger: true }) };
}

/** Nobody has been greeted yet, or the greeting is shown again in the other language. */
export function isFirst({ from, aim, lead }: Turn): boolean {
  if (from.type === "START") return true;
  return from.type === "CHOOSING_EVENT" && from.first === true && aim === "repeat" && !lead;
}

/** What was told for another event, to be used for the next. */
export function kept(turn: Turn): { kept?: Kept } {
  const ground = groundOf(turn.from);
  if (ground.type === "CHOOSING_EVENT") return ground.kept ? { kept: ground.kept } : {};
  if (!isSigningUp(ground)) return {};
  const { name, email, proved } = ground.draft;
  if (name === undefined) return {};
  return { kept: { name, ...(email === undefined ? {} : { email }), ...(proved ? { proved } : {}) } };
}

/** Looked at from within the sign-up for another event, or from the desk: that goes on. */
function isElsewhere(turn: Turn, card: Card): boolean {
  if (isAtDesk(turn)) return true;
  const signUp = signUpOf(turn);
  return signUp !== undefined && signUp.draft.eventId !== card.event.id;
}
