import type { Outcome } from "./outcome.ts";
import { goBack, repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import { forgetQuestion, forgottenReply, myDataReply, privacyReply } from "./replies/privacy.ts";
import type { Step } from "./step.ts";
import { answer, ask, groundOf, standStill, type Turn } from "./turn.ts";

export function showPrivacy(turn: Turn): Step {
  return answer(turn, standStill(turn), privacyReply(turn.voice));
}

export function exportMyData(turn: Turn): Step {
  return ask({ ...turn, from: standStill(turn) }, { type: "export-my-data" });
}

export function showMyData(turn: Turn, data: Extract<Outcome, { type: "my-data" }>): Step {
  return answer(turn, standStill(turn), myDataReply(turn.voice, data));
}

/** [Delete everything]: only whoever was just asked is sure. */
export function forget(turn: Turn, { sure }: { sure: boolean }): Step {
  return ask(turn, sure && turn.from.type === "CONFIRMING_FORGET" ? { type: "forget" } : { type: "ask-to-forget" });
}

export function forgetAsked(turn: Turn, { held, lastOwner }: Extract<Outcome, { type: "forget-asked" }>): Step {
  const question = forgetQuestion(turn.voice, held, turn.lead ?? (lastOwner && leads.lastOwner));
  return answer(turn, { type: "CONFIRMING_FORGET", back: groundOf(turn.from) }, question);
}

/** The farewell; the next words are a stranger's. */
export function forgotten(turn: Turn): Step {
  const step = answer(turn, { type: "START" }, forgottenReply(turn.voice));
  return { ...step, snapshot: { state: { type: "START" }, locale: undefined, zone: undefined, offered: [] } };
}

export function keepData(turn: Turn): Step {
  if (turn.from.type !== "CONFIRMING_FORGET") return repeat(turn, turn.from);
  return goBack(turn, leads.nothingDeleted);
}
