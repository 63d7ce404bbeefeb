import type { Outcome } from "./outcome.ts";
import { emailProved, isProving, showReverseCode } from "./proving.ts";
import { leads } from "./replies/leads.ts";
import { type LinkNotice, linkCodeReply, linkedReply, linkNotice, linkQuestion } from "./replies/linking.ts";
import type { DialogueState } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, groundOf, standStill, type Turn } from "./turn.ts";

/** `/link`: both messengers of one person, on purpose. */
export function askForLink(turn: Turn): Step {
  return ask({ ...turn, from: standStill(turn) }, { type: "make-link-code" });
}

export function linkCodeMade(turn: Turn, made: Extract<Outcome, { type: "link-code-made" }>): Step {
  if (isProving(turn)) return showReverseCode(turn, made);
  return answer(turn, standStill(turn), linkCodeReply(turn.voice, made));
}

/** LINK 482915 was right: asked once whether to connect, with what may be seen of the other. */
export function linkAsked(turn: Turn, { linkCodeId, platform, name }: Extract<Outcome, { type: "link-asked" }>): Step {
  const state = { type: "CONFIRMING_LINK" as const, linkCodeId, platform, name, back: groundOf(turn.from) };
  return answer(turn, state, linkQuestion(turn.voice, state));
}

/** One person now. Whoever was proving an e-mail on the way to a seat goes on to it at once. */
export function linked(turn: Turn, { mergeId, other, card, held }: Extract<Outcome, { type: "linked" }>): Step {
  const proving = turn.from.type === "PROVING_EMAIL";
  if (proving && card && card.standing.type === "none" && !card.closed) return emailProved(turn, card, leads.linked);
  const reply = linkedReply(turn.voice, { mergeId, other, held });
  if (!proving) return answer(turn, standStill(turn), reply);
  const state: DialogueState =
    card && card.standing.type !== "none" ? { type: "REGISTERED", eventId: card.event.id } : { type: "CHOOSING_EVENT" };
  return answer(turn, state, reply);
}

export function noticed(turn: Turn, notice: LinkNotice): Step {
  return answer(turn, standStill(turn), linkNotice(turn.voice, notice));
}
