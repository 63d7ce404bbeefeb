import type { EventId } from "../ids.ts";
import type { Outcome } from "./outcome.ts";
import { offerOverReply } from "./replies/offers.ts";
import { ticketReply } from "./replies/tickets.ts";
import type { DialogueState } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, rewrite, signUpOf, standStill, type Turn } from "./turn.ts";

/** [Take the seat]. Typed, it does not say at which event. */
export function takeSeat(turn: Turn, eventId?: EventId): Step {
  return ask(turn, { type: "take-seat", eventId });
}

/** "I'll leave", typed: the button gives up like every place. */
export function declineSeat(turn: Turn): Step {
  return ask(turn, { type: "decline-seat" });
}

/** [Stay]. */
export function stay(turn: Turn, eventId: EventId): Step {
  return ask(turn, { type: "stay", eventId });
}

/** The ticket; a sign-up for another event goes on underneath. */
export function seatTaken(turn: Turn, { card, ticketCode, startsSoon }: Extract<Outcome, { type: "confirmed" }>): Step {
  const { event } = card;
  const unreminded = startsSoon && card.person?.reminders === true;
  const ticket = ticketReply(turn.voice, { event, code: ticketCode, fresh: true, unreminded, lead: turn.lead });
  return answer(turn, underneath(turn, event.id), ticket);
}

/** Too late; on Telegram that is written over the offer. */
export function offerOver(turn: Turn, over: Extract<Outcome, { type: "offer-over" }>): Step {
  return rewrite(turn, underneath(turn, over.event.id), offerOverReply(turn.voice, over));
}

/** Nobody asks them anything: what they have. */
export function offerMissing(turn: Turn): Step {
  return ask(turn, { type: "list-registrations", past: false, page: 0 });
}

function underneath(turn: Turn, eventId: EventId): DialogueState {
  return signUpOf(turn) ? standStill(turn) : { type: "REGISTERED", eventId };
}
