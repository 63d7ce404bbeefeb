import { findEmail, MAX_NAME_LENGTH, parseName, suggestEmail, toLine } from "../fields.ts";
import type { Label } from "../intents.ts";
import type { Draft } from "./draft.ts";
import { askEmail, askName, repeat } from "./questions.ts";
import { emailWrong, leads } from "./replies/leads.ts";
import { slipQuestion } from "./replies/signing-up.ts";
import { sayingOf, withoutIntroduction } from "./sayings.ts";
import { goOn } from "./signing-up.ts";
import type { SigningUp } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, groundOf, signUpOf, type Turn } from "./turn.ts";

/** The name was asked for; the e-mail may come along with it. */
export function nameTold(turn: Turn, draft: Draft, text: string): Step {
  const found = findEmail(text);
  if (!found) return takeName(turn, draft, withoutIntroduction(text));
  if (found.rest !== "") return takeName(turn, draft, withoutIntroduction(found.rest), found.email);
  const { proved: _, ...rest } = draft;
  return askName({ ...turn, lead: leads.emailNoted }, { ...rest, email: found.email });
}

function takeName(turn: Turn, draft: Draft, text: string, email?: string): Step {
  const name = parseName(text);
  if (name === undefined || !/\p{L}/u.test(name)) return askName({ ...turn, lead: whatIsWrong(text) }, draft);
  const named = { ...draft, name };
  return email === undefined ? goOn(turn, named) : takeEmail(turn, named, email);
}

function whatIsWrong(text: string): Label {
  return [...toLine(text)].length > MAX_NAME_LENGTH ? leads.nameTooLong : leads.nameWithoutLetters;
}

/** The e-mail was asked for; it is found inside a sentence. */
export function emailTold(turn: Turn, state: Exclude<SigningUp, { type: "ENTERING_NAME" }>, text: string): Step {
  const found = findEmail(text);
  if (!found && state.type === "ENTERING_EMAIL" && sayingOf(text, "no-email")) return goOnWithoutEmail(turn);
  if (!found) return repeat(turn, state, state.type === "CONFIRMING" ? leads.notUnderstood : emailWrong(toLine(text)));
  const asked = state.type === "ENTERING_EMAIL" ? state.slip?.typed : undefined;
  return found.email === asked
    ? goOn(turn, withEmail(state.draft, found.email))
    : takeEmail(turn, state.draft, found.email);
}

/** A typing slip is asked about once. */
function takeEmail(turn: Turn, draft: Draft, email: string): Step {
  const suggestion = suggestEmail(email);
  if (suggestion === undefined) return goOn(turn, withEmail(draft, email));
  const state = { type: "ENTERING_EMAIL" as const, draft: withoutEmail(draft), slip: { typed: email, suggestion } };
  return answer(turn, state, slipQuestion(turn.voice, suggestion));
}

/** The answer to "did you mean ...?". */
export function slipAnswered(turn: Turn, take: "typed" | "suggestion"): Step {
  const ground = groundOf(turn.from);
  if (ground.type !== "ENTERING_EMAIL" || !ground.slip) return repeat(turn, ground);
  return goOn(turn, withEmail(ground.draft, ground.slip[take]));
}

/** [Use this name]. */
export function useName(turn: Turn): Step {
  const ground = groundOf(turn.from);
  if (ground.type !== "ENTERING_NAME") return repeat(turn, ground);
  const name = ground.draft.name ?? parseName(turn.speaker.profileName ?? "");
  return name === undefined ? askName(turn, ground.draft) : goOn(turn, { ...ground.draft, name });
}

/** [I have no e-mail], [Go on without it]: a sign-up is never blocked for want of one. */
export function goOnWithoutEmail(turn: Turn): Step {
  const ground = groundOf(turn.from);
  const asked = ground.type === "ENTERING_EMAIL" || ground.type === "PROVING_EMAIL";
  return asked ? goOn(turn, withEmail(ground.draft, null)) : repeat(turn, ground);
}

export function correctName(turn: Turn): Step {
  const signUp = signUpOf(turn);
  return signUp ? askName(turn, signUp.draft) : repeat(turn, groundOf(turn.from));
}

export function correctEmail(turn: Turn): Step {
  const signUp = signUpOf(turn);
  if (!signUp) return repeat(turn, groundOf(turn.from));
  if (signUp.draft.name === undefined) return askName(turn, signUp.draft);
  return askEmail(turn, withoutEmail(signUp.draft), true);
}

function withEmail(draft: Draft, email: string | null): Draft {
  return { ...withoutEmail(draft), email };
}

export function withoutEmail(draft: Draft): Draft {
  const { email: _email, proved: _proved, ...rest } = draft;
  return rest;
}
