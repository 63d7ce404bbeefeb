import { groundOf, type Turn } from "../turn.ts";
import type { DeskEvent, EventVersion } from "./desk-event.ts";
import type { DeskQuestion, Organising } from "./state.ts";

/** The question of the desk that waits in this talk, be it under another. */
export function questionOf(turn: Turn): DeskQuestion {
  const ground = groundOf(turn.from);
  return ground.type === "ORGANISING" ? ground.question : { type: "none" };
}

export function toDesk(question: DeskQuestion): Organising {
  return { type: "ORGANISING", question };
}

const OPEN: ReadonlySet<DeskQuestion["type"]> = new Set<DeskQuestion["type"]>([
  "club",
  "field",
  "point",
  "which",
  "door",
  "parting",
  "people",
  "adding",
  "wording",
]);

/** Words answer it: they are neither a wish nor a number of a button. */
export function isOpen(question: DeskQuestion): boolean {
  return OPEN.has(question.type);
}

/** The event it is about; none for the plan of a new one. */
export function ofThat(question: { of?: EventVersion }): { of?: EventVersion } {
  return question.of ? { of: question.of } : {};
}

/** As it is shown now. */
export function versionOf({ facts, revision }: DeskEvent): EventVersion {
  return { id: facts.id, revision, zone: facts.timeZone };
}
