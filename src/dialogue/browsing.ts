import type { EventId } from "../ids.ts";
import type { Card, EventRef, Held } from "../messages.ts";
import type { Outcome } from "./outcome.ts";
import { isFirst, kept, showEvent } from "./places.ts";
import { askToLeave, repeat } from "./questions.ts";
import { eventListReply } from "./replies/cards.ts";
import { pastReply, registrationsReply } from "./replies/held.ts";
import { leads } from "./replies/leads.ts";
import { offeredReply } from "./replies/offers.ts";
import { ticketReply, waitingReply } from "./replies/tickets.ts";
import { startNaming } from "./signing-up.ts";
import type { DialogueState } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, isAtDesk, signUpOf, standStill, type Turn } from "./turn.ts";

/** The list of events. A sign-up under way is left at once only by the button of its own question. */
export function browse(turn: Turn, page: number): Step {
  const signUp = signUpOf(turn);
  if (signUp && !isOfferedNow(turn)) return askToLeave(turn, signUp, undefined);
  return ask(leave(turn), { type: "list-events", page });
}

function isOfferedNow({ said, snapshot }: Turn): boolean {
  return said.type === "press" && snapshot.offered.some(({ data }) => data === said.data);
}

/** Out of a sign-up, with what was told in it kept for the next. */
function leave(turn: Turn): Turn {
  if (!signUpOf(turn)) return turn;
  return { ...turn, from: { type: "CHOOSING_EVENT", ...kept(turn) } };
}

export function lookAt(turn: Turn, event: EventRef): Step {
  return ask(turn, { type: "show-event", event });
}

/** An event was found: shown, or, in the middle of another sign-up, asked about once. */
export function eventFound(turn: Turn, card: Card): Step {
  if (turn.aim === "other-name") return startNaming(turn, card);
  const signUp = signUpOf(turn);
  const open = card.standing.type === "none" && !card.closed;
  if (!signUp || !open) return showEvent(turn, card);
  if (signUp.draft.eventId === card.event.id) return repeat(turn, signUp, turn.lead);
  return askToLeave(turn, signUp, { eventId: card.event.id, title: card.event.title });
}

/** No such event. Whoever was signing up for another goes on with that. */
export function eventMissing(turn: Turn, asked: { ownEvent: boolean }): Step {
  const signUp = signUpOf(turn);
  if (signUp && !asked.ownEvent) return repeat(turn, signUp, leads.eventMissing);
  const from = turn.from.type === "START" ? turn.from : ({ type: "CHOOSING_EVENT", ...kept(turn) } as const);
  return ask({ ...turn, from, aim: "answer", lead: leads.eventMissing }, { type: "list-events", page: 0 });
}

export function eventsListed(turn: Turn, listed: Extract<Outcome, { type: "events-listed" }>): Step {
  const [only] = listed.events;
  if (listed.total === 1 && only) return lookAt(turn, { id: only.event.id });
  if (!only && listed.page > 0) return ask(turn, { type: "list-events", page: 0 });
  const first = isFirst(turn);
  const reply = eventListReply(turn.voice, listed, { lead: turn.lead, first });
  if (isAtDesk(turn)) return answer(turn, standStill(turn), reply);
  const state: DialogueState = { type: "CHOOSING_EVENT", ...kept(turn) };
  return answer(turn, first ? { ...state, first } : state, reply);
}

export function askForRegistrations(turn: Turn, { past, page }: { past: boolean; page: number }): Step {
  return ask(turn, { type: "list-registrations", past, page });
}

/** "My": a single ticket is shown itself. A sign-up under way goes on underneath. */
export function registrationsListed(
  turn: Turn,
  { held, past, page, pastCount }: { held: Held[]; past: boolean; page: number; pastCount: number },
): Step {
  const { voice } = turn;
  if (past) return answer(turn, standStill(turn), pastReply(voice, { held, page }));
  const [only] = held;
  if (only && held.length === 1) return showHeld(turn, only, pastCount > 0);
  return answer(turn, standStill(turn), registrationsReply(voice, { held, page, pastCount }));
}

function showHeld(turn: Turn, { event, standing }: Held, hasPast: boolean): Step {
  const state: DialogueState = signUpOf(turn) ? standStill(turn) : { type: "REGISTERED", eventId: event.id };
  if (standing.type === "confirmed") {
    return answer(turn, state, ticketReply(turn.voice, { event, code: standing.ticketCode, hasPast }));
  }
  if (standing.type === "offered") {
    return answer(turn, state, offeredReply(turn.voice, { event, until: standing.until }));
  }
  if (standing.type === "waitlisted") {
    return answer(turn, state, waitingReply(turn.voice, { event, position: standing.position }));
  }
  return lookAt(turn, { id: event.id });
}

/** "Open the other": the sign-up is left for it. */
export function openOther(turn: Turn): Step {
  if (turn.from.type !== "LEAVING") return repeat(turn, standStill(turn));
  const { other } = turn.from;
  const gone: Turn = { ...turn, from: { type: "CHOOSING_EVENT" } };
  return other ? lookAt(gone, { id: other.eventId }) : ask(gone, { type: "list-events", page: 0 });
}

export function otherName(turn: Turn, eventId: EventId): Step {
  const signUp = signUpOf(turn);
  if (signUp && signUp.draft.eventId !== eventId) return lookAt(turn, { id: eventId });
  return ask({ ...turn, aim: "other-name" }, { type: "show-event", event: { id: eventId } });
}
