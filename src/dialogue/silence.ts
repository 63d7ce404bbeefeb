import type { Outcome } from "./outcome.ts";
import { askToLeave, repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import { stoppedReply, writingAgainReply } from "./replies/privacy.ts";
import type { DialogueState } from "./state.ts";
import type { Step } from "./step.ts";
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
  const again = wasSilenced === true || pressed;
  const signUp = signUpOf(turn);
  if (signUp && pressed) return repeat(turn, signUp, leads.writingAgain);
  if (signUp) return askToLeave(again ? { ...turn, lead: leads.writingAgain } : turn, signUp, undefined);
  if (again) return answer(turn, standStill(turn), writingAgainReply(turn.voice));
  const isLost = turn.from.type === "START" && turn.speaker.platform === "telegram"; // no link told them where they are
  return ask(
    { ...turn, from: standStill(turn), lead: isLost ? leads.hello : turn.lead },
    { type: "list-events", page: 0 },
  );
}
