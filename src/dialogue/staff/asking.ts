import type { Step } from "../step.ts";
import { answer, type Turn } from "../turn.ts";
import type { EventVersion } from "./desk-event.ts";
import type { Desk } from "./outcome.ts";
import { ofThat, questionOf, toDesk } from "./question.ts";
import { fieldQuestion } from "./replies/fields.ts";
import type { Field, HalfMoment } from "./state.ts";

export interface Asked {
  field: Field;
  /** The event it is asked of; none for the plan of a new one. */
  of?: EventVersion;
  /** Was told of it before. */
  half?: HalfMoment;
}

/** Asks for one field, of the plan or of an event that is kept. */
export function askField(turn: Turn, desk: Desk, { field, of, half }: Asked): Step {
  const zone = zoneOf(turn, desk, of);
  const reply = fieldQuestion(turn.voice, { field, zone, now: desk.now, isNew: of === undefined, lead: turn.lead });
  return answer(turn, toDesk({ type: "field", field, ...ofThat(of ? { of } : {}), ...(half && { half }) }), reply);
}

/** In which the moment is typed that is asked for. */
export function zoneOf(turn: Turn, desk: Desk, of: EventVersion | undefined): string {
  return of?.zone ?? turn.snapshot.plan?.zone ?? desk.zone;
}

/** [Other time zone], where a moment is asked for; undefined elsewhere. */
export function chooseZone(turn: Turn, desk: Desk): Step | undefined {
  const question = questionOf(turn);
  if (question.type !== "which" && !(question.type === "field" && question.field === "when")) return undefined;
  return askField(turn, desk, { field: "zone", ...ofThat(question) });
}
