import { parseWords, roomForWords } from "../../event-fields.ts";
import type { Step } from "../step.ts";
import { answer, ask, type Turn } from "../turn.ts";
import type { DeskEvent } from "./desk-event.ts";
import { questionOf, toDesk, versionOf } from "./question.ts";
import { partingQuestion, peopleOf } from "./replies/calling-off.ts";
import { wordsUnclear } from "./replies/leads.ts";
import type { Changes, DeskQuestion } from "./state.ts";

type Parting = Extract<DeskQuestion, { type: "parting" }>;

/** Between the two questions whether an event is really to be called off: whoever has a place in it may be told more. */
export function wantsParting(event: DeskEvent, { changes, times }: { changes: Changes; times: number }): boolean {
  const isAsked = changes.status === "cancelled" && times === 1 && changes.parting === undefined;
  return isAsked && event.status === "published" && peopleOf(event) > 0;
}

export function askForParting(turn: Turn, event: DeskEvent): Step {
  const longest = roomForWords(event.facts.title);
  const question = partingQuestion(turn.voice, event, { longest, lead: turn.lead });
  return answer(turn, toDesk({ type: "parting", of: versionOf(event), longest }), question);
}

export function partingTold(turn: Turn, question: Parting, text: string): Step {
  const reading = parseWords(text, question.longest);
  if (reading.type === "words") return callOff(turn, question, reading.words);
  const asked = { type: "show-desk-event" as const, event: question.of.id, as: "question" as const };
  return ask({ ...turn, lead: wordsUnclear(reading, question.longest) }, asked);
}

/** [Without a word], where one is asked for; undefined elsewhere. */
export function withoutParting(turn: Turn): Step | undefined {
  const question = questionOf(turn);
  return question.type === "parting" ? callOff(turn, question, null) : undefined;
}

/** To be asked about for the second time. */
function callOff(turn: Turn, { of }: Parting, parting: string | null): Step {
  return ask(turn, { type: "change-event", of, changes: { status: "cancelled", parting }, times: 1 });
}
