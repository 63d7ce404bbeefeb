import { findEmail } from "../fields.ts";
import type { Card } from "../messages.ts";
import type { Outcome } from "./outcome.ts";
import { askEmail, repeat } from "./questions.ts";
import { leads, wrongCode } from "./replies/leads.ts";
import { codeQuestion, codeSentReply, type Place, reverseCodeReply } from "./replies/linking.ts";
import { draftChecked } from "./signing-up.ts";
import type { SigningUp } from "./state.ts";
import type { Step } from "./step.ts";
import { emailTold, withoutEmail } from "./telling.ts";
import { answer, ask, groundOf, type Turn } from "./turn.ts";
import { findCode } from "./wishes.ts";

type Proving = Extract<SigningUp, { type: "PROVING_EMAIL" }>;

export function isProving(turn: Turn): boolean {
  return groundOf(turn.from).type === "PROVING_EMAIL";
}

/** A code, or another address. */
export function codeTold(turn: Turn, state: Proving, text: string): Step {
  if (findEmail(text)) return emailTold(turn, state, text);
  const code = findCode(text);
  return code === undefined ? repeat(turn, state, leads.notUnderstood) : enterCode(turn, state, code);
}

/** A code's own link was opened. It is worth something only where that code is awaited. */
export function codeBrought(turn: Turn, code: string): Step {
  const ground = groundOf(turn.from);
  if (ground.type === "PROVING_EMAIL") return enterCode({ ...turn, from: ground }, ground, code);
  return repeat(turn, ground, leads.codeExpired);
}

function enterCode(turn: Turn, { email, draft }: Proving, code: string): Step {
  return ask(turn, { type: "enter-code", email, code, eventId: draft.eventId });
}

/** Where no code could be delivered, the proof runs the other way round. */
export function codeSent(turn: Turn, to: Place[]): Step {
  const { from } = turn;
  if (from.type !== "PROVING_EMAIL") return repeat(turn, from);
  if (to.length === 0) return ask(turn, { type: "make-link-code" });
  return answer(turn, from, codeSentReply(turn.voice, to));
}

/** The address is still unproved, though asked about before: the code is awaited. */
export function stillUnproved(turn: Turn, state: Proving): Step {
  return answer(turn, state, codeQuestion(turn.voice, turn.lead));
}

export function noCode(turn: Turn): Step {
  const ground = groundOf(turn.from);
  return ground.type === "PROVING_EMAIL"
    ? ask({ ...turn, from: ground }, { type: "make-link-code" })
    : repeat(turn, ground);
}

export function showReverseCode(turn: Turn, made: Extract<Outcome, { type: "link-code-made" }>): Step {
  return answer(turn, turn.from, reverseCodeReply(turn.voice, made));
}

export function tooManyAddresses(turn: Turn): Step {
  return backToEmail(turn, leads.tooManyAddresses);
}

export function codeWrong(turn: Turn, triesLeft: number): Step {
  const { from } = turn;
  if (from.type !== "PROVING_EMAIL" || triesLeft <= 0) return backToEmail(turn, leads.codeExpired);
  return answer(turn, from, codeQuestion(turn.voice, wrongCode(triesLeft)));
}

export function codeExpired(turn: Turn): Step {
  return backToEmail(turn, leads.codeExpired);
}

function backToEmail(turn: Turn, lead: Turn["lead"]): Step {
  const ground = groundOf(turn.from);
  if (!("draft" in ground)) return repeat(turn, ground, lead);
  return askEmail({ ...turn, lead }, withoutEmail(ground.draft), true);
}

/** Theirs beyond doubt: the sign-up goes on with it. */
export function emailProved(turn: Turn, card: Card | undefined, lead: Turn["lead"] = leads.emailProved): Step {
  const { from } = turn;
  if (from.type !== "PROVING_EMAIL") return repeat(turn, groundOf(from), lead);
  const draft = { ...from.draft, email: from.email, proved: true as const };
  const proved: Turn = { ...turn, from: { type: "CONFIRMING", draft }, lead };
  return card ? draftChecked(proved, { draft, card, email: "fine" }) : ask(proved, { type: "check-draft", draft });
}
