import { type DeskAct, type DeskPress, isWritingPress } from "../../desk-presses.ts";
import { isDoorPress } from "../../door-presses.ts";
import { isPeoplePress } from "../../people-presses.ts";
import { may } from "../../roles.ts";
import { repeat } from "../questions.ts";
import { leads } from "../replies/leads.ts";
import type { Step } from "../step.ts";
import { ask, type Turn } from "../turn.ts";
import { askField, chooseZone } from "./asking.ts";
import { partingTold, withoutParting } from "./calling-off.ts";
import { askForClub, clubTold } from "./club.ts";
import { lookAtDoor, pressedAtDoor, toldAtDoor } from "./door.ts";
import { showHelp, showMenu } from "./menu.ts";
import type { Desk } from "./outcome.ts";
import { changeEvent, copySurely, keepDraft, onPage } from "./pages.ts";
import { askOfPeople, isOfPeople, onPeople, sureOfPeople, toldOfPeople } from "./people.ts";
import { NEEDED, type OfDesk } from "./permissions.ts";
import { pictureTold, withoutPicture } from "./pictures.ts";
import { dropPlan, goOnPlanning } from "./planning.ts";
import { isOpen, ofThat, questionOf } from "./question.ts";
import { askToRemove, removeSurely } from "./team.ts";
import { fieldTold, momentPicked, noDescription, noLimit, pointTold } from "./telling.ts";
import { askWritingAgain, pressedToWrite, wordsTold } from "./writing.ts";

/** Nothing is done at the desk, by press or by word, before the role of whoever does it is looked up. */
export function openDesk(turn: Turn, press?: DeskPress): Step {
  if (press && isDoorPress(press)) return pressedAtDoor(turn, press);
  if (!press && turn.said.type === "text" && questionOf(turn).type === "door") return toldAtDoor(turn, turn.said.text);
  return ask(turn, press ? { type: "open-desk", press } : { type: "open-desk" });
}

/** Somebody of the team, with what they pressed, or said in answer to the question that waits. */
export function atDesk(turn: Turn, desk: Desk, press: OfDesk | undefined): Step {
  if (press) return may(desk.role, NEEDED[press.act]) ? act(turn, desk, press) : refused(turn);
  const { said, aim } = turn;
  if (aim === "repeat") return askAgain(turn, desk);
  if (said.type === "text" && isOpen(questionOf(turn))) return answered(turn, desk, said.text);
  const told = said.type === "place" ? pointTold(turn, desk, said) : pictureTold(turn, desk);
  return told ?? askAgain({ ...turn, lead: leads.notUnderstood }, desk);
}

/** Of the team, but not for this: as any press that we never wrote. */
function refused(turn: Turn): Step {
  return repeat(turn, turn.from, leads.notUnderstood);
}

function act(turn: Turn, desk: Desk, press: OfDesk): Step {
  if (isPeoplePress(press)) return onPeople(turn, press);
  if (isWritingPress(press)) return pressedToWrite(turn, press);
  if ("event" in press) return onPage(turn, desk, press);
  if ("member" in press) return ask(turn, { type: "list-team", remove: press.member });
  switch (press.act) {
    case "events":
      return ask(turn, { type: "list-desk-events", page: press.number });
    case "mend":
      return ask(turn, { type: "read-examination", page: press.number });
    case "pick":
      return momentPicked(turn, desk, press.number) ?? askAgain(turn, desk);
    default:
      return PLAIN[press.act](turn, desk);
  }
}

const PLAIN: Record<DeskAct, (turn: Turn, desk: Desk) => Step> = {
  menu: showMenu,
  help: showHelp,
  club: (turn, desk) => (desk.clubFixed ? showMenu(turn, desk) : askForClub(turn)),
  "new-event": goOnPlanning,
  "go-on": goOnPlanning,
  "drop-plan": dropPlan,
  "other-zone": (turn, desk) => chooseZone(turn, desk) ?? askAgain(turn, desk),
  "no-limit": (turn, desk) => noLimit(turn, desk) ?? askAgain(turn, desk),
  "no-description": (turn, desk) => noDescription(turn, desk) ?? askAgain(turn, desk),
  "no-picture": (turn, desk) => withoutPicture(turn) ?? askAgain(turn, desk),
  "without-word": (turn, desk) => withoutParting(turn) ?? askAgain(turn, desk),
  kept: keepDraft,
  sure,
  team: (turn) => ask(turn, { type: "list-team" }),
  "invite-owner": (turn) => ask(turn, { type: "invite", role: "owner" }),
  "invite-organiser": (turn) => ask(turn, { type: "invite", role: "organiser" }),
  "invite-door": (turn) => ask(turn, { type: "invite", role: "door" }),
  health: (turn) => ask(turn, { type: "examine" }),
};

function answered(turn: Turn, desk: Desk, text: string): Step {
  const question = questionOf(turn);
  if (isOfPeople(question)) return toldOfPeople(turn, question, text);
  if (question.type === "club") return clubTold(turn, text);
  if (question.type === "wording") return wordsTold(turn, question, text);
  return question.type === "parting" ? partingTold(turn, question, text) : fieldTold(turn, desk, text);
}

/** Only whoever was just asked is sure. */
function sure(turn: Turn, desk: Desk): Step {
  const question = questionOf(turn);
  if (question.type === "sure") return changeEvent(turn, { ...question, times: question.times + 1 });
  if (question.type === "copying") return copySurely(turn, question.of);
  if (question.type === "removing") return removeSurely(turn, question.member);
  return sureOfPeople(turn) ?? askAgain(turn, desk);
}

/** The question that waits, once more; the menu where none does. */
function askAgain(turn: Turn, desk: Desk): Step {
  const question = questionOf(turn);
  if (isOfPeople(question)) return askOfPeople(turn, question);
  switch (question.type) {
    case "club":
      return askForClub(turn);
    case "field":
      return askField(turn, desk, question);
    case "which":
      return askField(turn, desk, { field: "when", ...ofThat(question) });
    case "point":
      return askField(turn, desk, { field: "where", ...ofThat(question) });
    case "page":
      return ask(turn, { type: "show-desk-event", event: question.of.id, as: "page" });
    case "sure":
    case "parting":
      return ask(turn, { type: "show-desk-event", event: question.of.id, as: "question" });
    case "copying":
      return ask(turn, { type: "show-desk-event", event: question.of.id, as: "copy" });
    case "wording":
    case "words":
      return askWritingAgain(turn, question);
    case "removing":
      return askToRemove(turn, question);
    case "door":
      return lookAtDoor(turn);
    case "none":
      return showMenu(turn, desk);
  }
}

/** "cancel" and "back" lead from a question of the desk to its menu; what was told of a new event stays. */
export function leaveQuestion(turn: Turn): Step {
  return openDesk({ ...turn, from: { type: "ORGANISING", question: { type: "none" } } }, { act: "menu" });
}
