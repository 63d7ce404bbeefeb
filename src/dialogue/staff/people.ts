import { parseName } from "../../fields.ts";
import { label } from "../../intents.ts";
import type { PeoplePress } from "../../people-presses.ts";
import type { Step } from "../step.ts";
import { answer, ask, type Turn } from "../turn.ts";
import type { PeopleQuestion, Shown } from "./people-state.ts";
import { questionOf, toDesk } from "./question.ts";
import { searchQuestion } from "./replies/people.ts";
import { nameQuestion } from "./replies/person.ts";

const TYPES: Record<PeopleQuestion["type"], true> = { people: true, adding: true, cancelling: true };

export function isOfPeople(question: { type: string }): question is PeopleQuestion {
  return Object.hasOwn(TYPES, question.type);
}

/** A press about the people of an event, or about one of them. Who they are now is looked up at each. */
export function onPeople(turn: Turn, press: PeoplePress): Step {
  switch (press.act) {
    case "people":
      return ask(turn, { type: "count-people" });
    case "people-which":
      return ask(turn, { type: "list-people-events", page: press.page });
    case "people-of":
      return ask(turn, { type: "count-people", event: press.of });
    case "comers":
    case "waiters":
    case "unreached":
      return ask(turn, { type: "list-people", event: press.of, list: press.act, page: press.page });
    case "find-person":
      return askForWords(turn, { type: "people", of: press.of, shown: { type: "search" } });
    case "add-person":
      return askForName(turn, { type: "adding", of: press.of });
    case "people-file":
      return ask(turn, { type: "export-people", event: press.of });
    case "person":
      return ask(turn, { type: "show-person", registration: press.registration, as: "page" });
    case "cancel-place":
      return ask(turn, { type: "show-person", registration: press.registration, as: "question" });
    case "move-up":
      return ask(turn, { type: "move-up", registration: press.registration });
  }
}

/** Words in answer: whom to look for, or whom to write down. */
export function toldOfPeople(turn: Turn, question: PeopleQuestion, text: string): Step {
  if (question.type === "people") return ask(turn, { type: "find-people", event: question.of, words: text });
  if (question.type === "cancelling") return askOfPeople(turn, question);
  const name = parseName(text);
  const { of } = question;
  if (name) return ask(turn, { type: "add-person", event: of, name, queue: false });
  return askForName({ ...turn, lead: label("people-lead-name-unclear") }, { type: "adding", of });
}

/** Only whoever was just asked is sure; undefined if nothing was. */
export function sureOfPeople(turn: Turn): Step | undefined {
  const question = questionOf(turn);
  if (question.type === "cancelling") return ask(turn, { type: "cancel-place", registration: question.registration });
  if (question.type !== "adding" || question.name === undefined) return undefined;
  return ask(turn, { type: "add-person", event: question.of, name: question.name, queue: true });
}

/** The same once more, as things are now. */
export function askOfPeople(turn: Turn, question: PeopleQuestion): Step {
  switch (question.type) {
    case "people":
      return showAgain(turn, question, question.shown);
    case "adding":
      if (question.name === undefined) return askForName(turn, question);
      return ask(turn, { type: "add-person", event: question.of, name: question.name, queue: false });
    case "cancelling":
      return ask(turn, { type: "show-person", registration: question.registration, as: "question" });
  }
}

function showAgain(turn: Turn, question: Extract<PeopleQuestion, { type: "people" }>, shown: Shown): Step {
  const { of: event } = question;
  switch (shown.type) {
    case "count":
      return ask(turn, { type: "count-people", event });
    case "search":
      if (shown.words === undefined) return askForWords(turn, question);
      return ask(turn, { type: "find-people", event, words: shown.words });
    case "list":
      return ask(turn, { type: "list-people", event, list: shown.list, page: shown.page });
    case "person":
      return ask(turn, { type: "show-person", registration: shown.registration, as: "page" });
  }
}

function askForWords(turn: Turn, question: Extract<PeopleQuestion, { type: "people" }>): Step {
  return answer(turn, toDesk(question), searchQuestion(turn.voice, question.of, turn.lead));
}

function askForName(turn: Turn, question: Extract<PeopleQuestion, { type: "adding" }>): Step {
  return answer(turn, toDesk(question), nameQuestion(turn.voice, question.of, turn.lead));
}
