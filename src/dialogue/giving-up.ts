import type { EventId } from "../ids.ts";
import type { Card, EventFacts } from "../messages.ts";
import type { Outcome } from "./outcome.ts";
import { showEvent } from "./places.ts";
import { repeat } from "./questions.ts";
import { givenUpReply, giveUpQuestion } from "./replies/giving-up.ts";
import { leads } from "./replies/leads.ts";
import { comingReply } from "./replies/reminders.ts";
import type { Request } from "./request.ts";
import type { DialogueState } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, groundOf, rewrite, signUpOf, standStill, type Turn } from "./turn.ts";

/** [I can't come]. Sure only for whoever was just asked about this very seat. */
export function giveUp(turn: Turn, eventId: EventId, { sure }: { sure: boolean }): Step {
  const { from } = turn;
  const wasAsked = from.type === "GIVING_UP" && from.event.id === eventId;
  return ask(turn, { type: "give-up", eventId, sure: sure && wasAsked });
}

export function giveUpAsked(turn: Turn, { event, waiting }: Extract<Outcome, { type: "giving-up-asked" }>): Step {
  const state = { type: "GIVING_UP" as const, event, waiting, back: groundOf(turn.from) };
  return answer(turn, state, giveUpQuestion(turn.voice, state));
}

/** The seat went; on Telegram that is written over the message that was pressed. */
export function givenUp(turn: Turn, given: Extract<Outcome, { type: "given-up" }>): Step {
  const state: DialogueState = signUpOf(turn) ? standStill(turn) : { type: "CHOOSING_EVENT", eventId: given.event.id };
  return rewrite(turn, state, givenUpReply(turn.voice, given));
}

/** [No, I'm coming]: the ticket, to be seen that it holds. */
export function keepSeat(turn: Turn, eventId: EventId): Step {
  const lead = turn.from.type === "GIVING_UP" ? leads.kept : undefined;
  return ask({ ...turn, from: standStill(turn), lead }, { type: "show-event", event: { id: eventId } });
}

/** [I'm coming], under a reminder; on Telegram that is written over it. */
export function comingNoted(turn: Turn, event: EventFacts): Step {
  const state: DialogueState = signUpOf(turn) ? standStill(turn) : { type: "REGISTERED", eventId: event.id };
  return rewrite(turn, state, comingReply(turn.voice, event));
}

/** "I'm coming" and "I can't come", typed after a reminder. */
export function answerReminder(turn: Turn, answered: { comes: boolean; offhand: boolean }): Step {
  return ask(turn, { type: "answer-reminder", ...answered });
}

/** No reminder asks, or none that can be told: whoever says that they cannot come sees what they have. */
export function reminderMissing(turn: Turn, request: Request): Step {
  const leaves = request.type === "answer-reminder" && !request.comes && !request.offhand;
  if (!leaves) return repeat(turn, turn.from, leads.notUnderstood);
  return ask(turn, { type: "list-registrations", past: false, page: 0 });
}

export function nothingToGiveUp(turn: Turn, card: Card): Step {
  return showEvent({ ...turn, from: standStill(turn), lead: leads.nothingToGiveUp }, card);
}

/** Whoever was let in has come. */
export function seatInUse(turn: Turn, card: Card): Step {
  return showEvent({ ...turn, from: standStill(turn), lead: leads.seatInUse }, card);
}
