import { askToLeave, repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import { stoppedReply } from "./replies/privacy.ts";
import type { DialogueState, Outcome, Step } from "./state.ts";
import { answer, ask, signUpOf, standStill, type Turn } from "./turn.ts";

/** STOP: in every state, for every channel of the person, and never about a seat. */
export function stop(turn: Turn): Step {
  return ask(turn, { type: "silence" });
}

/** A sign-up ends here: whatever is written next must not be taken for a name. */
export function silenced(turn: Turn, { held }: Extract<Outcome, { type: "silenced" }>): Step {
  const state: DialogueState = signUpOf(turn) ? { type: "CHOOSING_EVENT" } : standStill(turn);
  return answer(turn, state, stoppedReply(turn.voice, held));
}

export function writeAgain(turn: Turn): Step {
  return ask(turn, { type: "unsilence" });
}

/** "start" is also how people begin anew: nothing is said of a silence that never was. */
export function unsilenced(turn: Turn, { wasSilenced }: Extract<Outcome, { type: "unsilenced" }>): Step {
  const pressed = turn.said.type === "press";
  const lead = wasSilenced === true || pressed ? leads.writingAgain : undefined;
  const signUp = signUpOf(turn);
  if (signUp) return pressed ? repeat(turn, signUp, lead) : askToLeave({ ...turn, lead }, signUp, undefined);
  return ask({ ...turn, from: standStill(turn), lead }, { type: "list-events", page: 0 });
}
