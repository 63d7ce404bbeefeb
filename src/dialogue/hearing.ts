import { parsePress } from "../presses.ts";
import { fulfil } from "./fulfilling.ts";
import { findOffered, isYesOrNo } from "./offered.ts";
import { codeTold } from "./proving.ts";
import { repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import { zoneTold } from "./settings.ts";
import type { Step } from "./state.ts";
import { emailTold, nameTold } from "./telling.ts";
import { ask, isSigningUp, type Turn } from "./turn.ts";
import { guessSlug, isCommand, wishOf } from "./wishes.ts";

/** Typed words: a command, else a button under our last message, else a word or a link we know, else perhaps an event, else an answer. */
export function hear(turn: Turn, text: string): Step {
  const { snapshot, speaker } = turn;
  const wish = wishOf(text);
  if (wish && isCommand(text)) return fulfil(turn, wish);

  const offered = findOffered(text, snapshot.offered, speaker.platform);
  const press = offered === undefined ? undefined : parsePress(offered);
  if (press) return fulfil(turn, press);
  if (wish) return fulfil(turn, wish);

  const slug = text.includes("@") ? undefined : guessSlug(text, { alone: !isQuestion(turn) });
  if (slug) return ask({ ...turn, aim: "guess" }, { type: "show-event", event: { slug } });
  return take(turn, text);
}

/** Words that are neither a wish nor a link answer the question that waits, or nothing. */
export function take(turn: Turn, text: string): Step {
  const { from } = turn;
  switch (from.type) {
    case "ENTERING_NAME":
      return isCommand(text) || isYesOrNo(text)
        ? repeat(turn, from, leads.notUnderstood)
        : nameTold(turn, from.draft, text);
    case "ENTERING_EMAIL":
    case "CONFIRMING":
      return emailTold(turn, from, text);
    case "PROVING_EMAIL":
      return codeTold(turn, from, text);
    case "ENTERING_TIME_ZONE":
      return zoneTold(turn, text);
    case "START":
      return repeat(turn, from);
    default:
      return repeat(turn, from, leads.notUnderstood);
  }
}

function isQuestion({ from }: Turn): boolean {
  return isSigningUp(from) || "back" in from;
}
