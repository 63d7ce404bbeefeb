import { isNumber } from "../press-words.ts";
import { type Press, parsePress } from "../presses.ts";
import { fulfil } from "./fulfilling.ts";
import { answerReminder } from "./giving-up.ts";
import { findOffered, yesOrNo } from "./offered.ts";
import { codeTold } from "./proving.ts";
import { repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import { zoneTold } from "./settings.ts";
import { openDesk } from "./staff/desk.ts";
import { isOpen, questionOf } from "./staff/question.ts";
import type { Step } from "./step.ts";
import { emailTold, nameTold } from "./telling.ts";
import { ask, isSigningUp, type Turn } from "./turn.ts";
import { guessSlug, isCommand, type Wish, wishOf } from "./wishes.ts";
import { toWords } from "./words.ts";

/** Typed words: a command, else a button under our last message, else a word or a link we know, else perhaps an event, else an answer. */
export function hear(turn: Turn, text: string): Step {
  const wish = wishOf(text);
  if (wish && isCommand(text)) return fulfil(turn, wish);
  if (isAskedAtDesk(turn) && !(wish && LEADS_AWAY.has(wish.verb))) return answerAtDesk(turn, text);

  const press = offeredBy(turn, text);
  if (press) return fulfil(turn, press);
  if (wish && !(wish.verb === "answer-reminder" && isQuestion(turn))) return fulfil(turn, wish);

  const slug = text.includes("@") ? undefined : guessSlug(text, { alone: !isQuestion(turn) });
  if (slug) return ask({ ...turn, aim: "guess" }, { type: "show-event", event: { slug } });
  return take(turn, text);
}

/** Whatever else is written at the desk may be a title, or a number of seats. */
const LEADS_AWAY: ReadonlySet<Wish["verb"]> = new Set<Wish["verb"]>(["stop", "cancel", "help", "desk", "check-in"]);

function isAskedAtDesk({ from }: Turn): boolean {
  return from.type === "ORGANISING" && isOpen(from.question);
}

function answerAtDesk(turn: Turn, text: string): Step {
  // Elsewhere a dash is a no; here it says that there is nothing to tell.
  const press = text.trim() === "-" ? undefined : offeredBy(turn, text);
  return press?.verb === "desk" ? openDesk(turn, press.desk) : openDesk(turn);
}

/** The button under our last message that these words name. */
function offeredBy(turn: Turn, text: string): Press | undefined {
  const { from, snapshot, speaker } = turn;
  if (from.type === "ORGANISING" && isNumber(toWords(text)) && !isNumbered(turn)) return undefined;
  const data = findOffered(text, snapshot.offered, speaker.platform);
  return data === undefined ? undefined : parsePress(data);
}

/** At the desk a number means a button only where numbers are shown: else it is one of seats, or a slip. */
function isNumbered(turn: Turn): boolean {
  return questionOf(turn).type === "which" || turn.snapshot.offered.some(({ number }) => number !== undefined);
}

/** Words that are neither a wish nor a link answer the question that waits, or nothing. */
export function take(turn: Turn, text: string): Step {
  const { from } = turn;
  switch (from.type) {
    case "ENTERING_NAME":
      return isCommand(text) || yesOrNo(text)
        ? repeat(turn, from, leads.notUnderstood)
        : nameTold(turn, from.draft, text);
    case "ENTERING_EMAIL":
    case "CONFIRMING":
      return emailTold(turn, from, text);
    case "PROVING_EMAIL":
      return codeTold(turn, from, text);
    case "ENTERING_TIME_ZONE":
      return zoneTold(turn, text);
    case "ORGANISING":
      return openDesk(turn);
    case "START":
      return repeat(turn, from);
    case "REGISTERED":
    case "CHOOSING_EVENT":
      return perhapsToReminder(turn, text);
    default:
      return repeat(turn, from, leads.notUnderstood);
  }
}

/** Under no question of a reply, a yes or a no may be to the "Are you coming?" of a reminder. */
function perhapsToReminder(turn: Turn, text: string): Step {
  const says = yesOrNo(text);
  if (!says) return repeat(turn, turn.from, leads.notUnderstood);
  return answerReminder(turn, { comes: says === "yes", offhand: true });
}

function isQuestion({ from }: Turn): boolean {
  return isSigningUp(from) || "back" in from;
}
