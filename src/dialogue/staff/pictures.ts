import { label } from "../../intents.ts";
import type { Step } from "../step.ts";
import type { Turn } from "../turn.ts";
import { askField } from "./asking.ts";
import type { EventVersion } from "./desk-event.ts";
import type { Desk } from "./outcome.ts";
import { changeEvent } from "./pages.ts";
import { questionOf } from "./question.ts";

export function isPictureAsked(turn: Turn): boolean {
  return findAsked(turn) !== undefined;
}

/** What is sent or written where a picture is asked for; anything else leaves the question. undefined elsewhere. */
export function pictureTold(turn: Turn, desk: Desk): Step | undefined {
  const of = findAsked(turn);
  if (!of) return undefined;
  const { said } = turn;
  const picture = said.type === "picture" ? said.fileId : undefined;
  if (picture !== undefined) return changeEvent(turn, { of, changes: { picture }, times: 0 });
  return askField({ ...turn, lead: label("desk-lead-no-picture") }, desk, { field: "picture", of });
}

/** [No picture], where one is asked for; undefined elsewhere. */
export function withoutPicture(turn: Turn): Step | undefined {
  const of = findAsked(turn);
  return of && changeEvent(turn, { of, changes: { picture: null }, times: 0 });
}

function findAsked(turn: Turn): EventVersion | undefined {
  const question = questionOf(turn);
  return question.type === "field" && question.field === "picture" ? question.of : undefined;
}
