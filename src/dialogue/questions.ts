import { parseName } from "../fields.ts";
import type { Label } from "../intents.ts";
import type { Draft } from "./draft.ts";
import { notUnderstoodReply } from "./replies/general.ts";
import { giveUpQuestion } from "./replies/giving-up.ts";
import { leads } from "./replies/leads.ts";
import { linkQuestion } from "./replies/linking.ts";
import { zoneQuestion } from "./replies/settings.ts";
import {
  emailQuestion,
  leavingQuestion,
  type Missing,
  nameCorrection,
  nameQuestion,
  slipQuestion,
} from "./replies/signing-up.ts";
import type { DialogueState, Ground, SideQuestion, SigningUp } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, groundOf, isSigningUp, type Turn } from "./turn.ts";

/** The question of this very state once more, with its buttons, after something that did not answer it. */
export function repeat(turn: Turn, state: Ground | SideQuestion, lead?: Label): Step {
  const again: Turn = { ...turn, from: state, aim: "repeat", lead };
  if (isSigningUp(state)) return repeatSigningUp(again, state);
  switch (state.type) {
    case "START":
      return ask(again, { type: "list-events", page: 0 });
    case "CHOOSING_EVENT":
      if (!state.eventId) return ask(again, { type: "list-events", page: 0 });
      return ask(again, { type: "show-event", event: { id: state.eventId } });
    case "ORGANISING":
      return ask(again, { type: "open-desk" });
    case "REGISTERED":
      return answer(turn, state, notUnderstoodReply(turn.voice, lead === leads.notUnderstood ? undefined : lead));
    default:
      return repeatSideQuestion(again, state);
  }
}

function repeatSigningUp(turn: Turn, state: SigningUp): Step {
  const { voice, lead } = turn;
  switch (state.type) {
    case "ENTERING_NAME":
      return askName(turn, state.draft);
    case "ENTERING_EMAIL":
      if (state.slip) return answer(turn, state, slipQuestion(voice, state.slip.suggestion, lead));
      return askEmail(turn, state.draft, true);
    case "CONFIRMING":
      return ask(turn, { type: "check-draft", draft: state.draft });
    case "PROVING_EMAIL":
      // By now it may have been proved the other way round, from the chat that is known.
      return ask(turn, { type: "check-draft", draft: { ...state.draft, email: state.email } });
  }
}

function repeatSideQuestion(turn: Turn, state: SideQuestion): Step {
  const { voice, lead } = turn;
  switch (state.type) {
    case "GIVING_UP":
      return answer(turn, state, giveUpQuestion(voice, state, lead));
    case "LEAVING":
      return askToLeave(turn, state.back, state.other);
    case "CONFIRMING_LINK":
      return answer(turn, state, linkQuestion(voice, state, lead));
    case "ENTERING_TIME_ZONE":
      return answer(turn, state, zoneQuestion(voice, lead));
    case "CONFIRMING_FORGET":
      return ask(turn, { type: "ask-to-forget" });
  }
}

/** Back from a side question or a setting to what was under it. */
export function goBack(turn: Turn, lead?: Label): Step {
  const ground = groundOf(turn.from);
  if (ground.type !== "REGISTERED") return repeat(turn, ground, lead);
  return ask({ ...turn, from: ground, lead }, { type: "show-event", event: { id: ground.eventId } });
}

export function askName(turn: Turn, draft: Draft): Step {
  const { voice, lead, speaker } = turn;
  const question =
    draft.name === undefined
      ? nameQuestion(voice, parseName(speaker.profileName ?? ""), lead)
      : nameCorrection(voice, draft.name, lead);
  return answer(turn, { type: "ENTERING_NAME", draft }, question);
}

export function askEmail(turn: Turn, draft: Draft, again: boolean): Step {
  const question = emailQuestion(turn.voice, { name: draft.name ?? "", again }, turn.lead);
  return answer(turn, { type: "ENTERING_EMAIL", draft }, question);
}

const MISSING: Record<SigningUp["type"], Missing> = {
  ENTERING_NAME: "name",
  ENTERING_EMAIL: "email",
  CONFIRMING: "confirmation",
  PROVING_EMAIL: "code",
};

/** Asked once in mid-dialogue, before a sign-up is left for another event, or for the list. */
export function askToLeave(
  turn: Turn,
  back: SigningUp,
  other: Extract<DialogueState, { type: "LEAVING" }>["other"],
): Step {
  const { title } = back.draft;
  const question = leavingQuestion(turn.voice, { title, missing: MISSING[back.type], other: other?.title }, turn.lead);
  return answer(turn, other ? { type: "LEAVING", back, other } : { type: "LEAVING", back }, question);
}
