import { parseName } from "../fields.ts";
import type { EventId } from "../ids.ts";
import type { Card } from "../messages.ts";
import type { Draft } from "./draft.ts";
import type { Outcome } from "./outcome.ts";
import { kept, showCard, showEvent } from "./places.ts";
import { askEmail, askName, repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import { isFull } from "./replies/reply.ts";
import { confirmQuestion, correctQuestion } from "./replies/signing-up.ts";
import { ticketReply, waitingReply } from "./replies/tickets.ts";
import type { Queueing } from "./request.ts";
import type { Step } from "./step.ts";
import { answer, ask, groundOf, isSigningUp, pressOf, signUpOf, type Turn } from "./turn.ts";

/** [Sign me up], [Take it for me], [Ask me first], [Take it back]: at once for a person we know. */
export function join(turn: Turn, eventId: EventId, { queue, askFirst = false }: Queueing): Step {
  const signUp = signUpOf(turn);
  if (!signUp && isStrangerAt(turn, eventId)) {
    return ask(turn, { type: "show-event", event: { id: eventId }, joining: { queue, askFirst } });
  }
  if (!signUp) return ask(turn, { type: "register-known", eventId, queue, askFirst });
  if (signUp.draft.eventId !== eventId) return ask(turn, { type: "show-event", event: { id: eventId } });
  return repeat(turn, queue ? { ...signUp, draft: toQueue(signUp.draft, { queue, askFirst }) } : signUp);
}

function toQueue({ askFirst: _, ...draft }: Draft, { queue, askFirst }: Queueing): Draft {
  return { ...draft, queue, ...(askFirst && { askFirst }) };
}

/** The card of this event was shown to somebody we did not know. */
function isStrangerAt({ from }: Turn, eventId: EventId): boolean {
  const ground = groundOf(from);
  return ground.type === "CHOOSING_EVENT" && ground.stranger === true && ground.eventId === eventId;
}

/** A stranger is only asked for what we do not know, which changes nothing; unless another chat told it meanwhile. */
export function joinAsStranger(turn: Turn, card: Card, joining: Queueing): Step {
  if (!card.person && card.standing.type === "none") return startSignUp(turn, card, joining);
  return ask(turn, { type: "register-known", eventId: card.event.id, ...joining });
}

/** The first sign-up of a person we do not know. On Telegram their profile's name will do. */
export function startSignUp(turn: Turn, card: Card, { queue, askFirst = false }: Queueing): Step {
  if (card.standing.type !== "none" || card.closed) return showEvent(turn, card);
  if (isFull(card.seats) && !queue) return full(turn, card);
  const profileName = turn.speaker.platform === "telegram" ? parseName(turn.speaker.profileName ?? "") : undefined;
  const name = profileName === undefined ? {} : { name: profileName };
  const draft = { eventId: card.event.id, title: card.event.title, queue, ...name, ...kept(turn).kept };
  return goOn(turn, toQueue(draft, { queue, askFirst }));
}

/** [Other name]: a sign-up that begins with the name, whatever we know. */
export function startNaming(turn: Turn, card: Card): Step {
  const signUp = signUpOf(turn);
  if (signUp) return askName(turn, signUp.draft);
  if (card.standing.type !== "none" || card.closed) return showEvent(turn, card);
  if (isFull(card.seats)) return showCard(turn, card);
  const { email, proved } = kept(turn).kept ?? {};
  const draft: Draft = { eventId: card.event.id, title: card.event.title, queue: false };
  return askName(turn, { ...draft, ...(email === undefined ? {} : { email }), ...(proved ? { proved } : {}) });
}

/** Asks for what is still missing. */
export function goOn(turn: Turn, draft: Draft): Step {
  if (draft.name === undefined) return askName(turn, draft);
  if (draft.email === undefined) return askEmail(turn, draft, false);
  return ask({ ...turn, from: { type: "CONFIRMING", draft }, aim: "answer" }, { type: "check-draft", draft });
}

type CheckedDraft = Omit<Extract<Outcome, { type: "draft-checked" }>, "type">;

/** The event as it is now, and whether the address is known: the last look before CONFIRMING. */
export function draftChecked(turn: Turn, { draft, card, email }: CheckedDraft): Step {
  if (card.standing.type !== "none") return showEvent({ ...turn, lead: leads.already }, card);
  if (card.closed) return showCard(turn, card);
  if (isFull(card.seats) && !draft.queue) return filledMeanwhile(turn, draft, card);
  if (email === "known" && draft.email && !draft.proved) {
    const { email: address, ...rest } = draft;
    return ask(
      { ...turn, from: { type: "PROVING_EMAIL", draft: rest, email: address } },
      { type: "prove-email", email: address },
    );
  }
  return askToConfirm(turn, draft, card);
}

function askToConfirm(turn: Turn, draft: Draft, card: Card): Step {
  const { name = "", email = null, queue, askFirst } = draft;
  const question = confirmQuestion(turn.voice, { card, name, email, queue, askFirst }, turn.lead);
  return answer(turn, { type: "CONFIRMING", draft }, question);
}

/** What was told is kept, so that the queue can be joined at one press. */
function filledMeanwhile(turn: Turn, draft: Draft, card: Card): Step {
  const step = showCard({ ...turn, lead: turn.lead ?? leads.justFilled }, card);
  return { ...step, snapshot: { ...step.snapshot, state: { type: "CONFIRMING", draft } } };
}

/** [Confirm]. Anywhere but at its own question it answers with the event's present facts. */
export function confirm(turn: Turn, eventId: EventId, { reminders }: { reminders: boolean }): Step {
  const ground = groundOf(turn.from);
  if (!isSigningUp(ground) || ground.draft.eventId !== eventId) {
    return ask(turn, { type: "show-event", event: { id: eventId } });
  }
  const { draft } = ground;
  const complete = draft.name !== undefined && draft.email !== undefined;
  if (ground.type !== "CONFIRMING" || !complete) return repeat(turn, ground);
  return ask({ ...turn, from: ground }, { type: "register", draft, reminders });
}

export function chooseCorrection(turn: Turn): Step {
  const ground = groundOf(turn.from);
  return ground.type === "CONFIRMING" ? answer(turn, ground, correctQuestion(turn.voice)) : repeat(turn, ground);
}

export function confirmed(turn: Turn, { card, ticketCode, startsSoon }: Extract<Outcome, { type: "confirmed" }>): Step {
  const { event } = card;
  const unreminded = startsSoon && card.person?.reminders === true;
  const ticket = ticketReply(turn.voice, { event, code: ticketCode, fresh: true, unreminded, lead: turn.lead });
  return answer(turn, { type: "REGISTERED", eventId: event.id }, ticket);
}

export function waitlisted(
  turn: Turn,
  { card, position }: Extract<Outcome, { type: "waitlisted" }>,
  fresh: { askFirst: boolean },
): Step {
  const { event } = card;
  const reply = waitingReply(turn.voice, { event, position, fresh, lead: turn.lead });
  return answer(turn, { type: "REGISTERED", eventId: event.id }, reply);
}

export function full(turn: Turn, card: Card): Step {
  const { from } = turn;
  const takingBack = pressOf(turn)?.verb === "take-back";
  if (from.type === "CONFIRMING") return filledMeanwhile(turn, toQueue(from.draft, { queue: false }), card);
  return showCard(takingBack ? { ...turn, lead: leads.seatGone } : turn, card);
}
