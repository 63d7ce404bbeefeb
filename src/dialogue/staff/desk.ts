import type { DeskPress } from "../../desk-presses.ts";
import { may, type Permission } from "../../roles.ts";
import { repeat } from "../questions.ts";
import { leads } from "../replies/leads.ts";
import type { Step } from "../state.ts";
import { ask, type Turn } from "../turn.ts";
import { askField, chooseZone } from "./asking.ts";
import { askForClub, clubTold } from "./club.ts";
import { showMenu } from "./menu.ts";
import { changeEvent, keepDraft, onPage } from "./pages.ts";
import { dropPlan, goOnPlanning } from "./planning.ts";
import { isOpen, ofThat, questionOf } from "./question.ts";
import type { Desk } from "./state.ts";
import { askToRemove, removeSurely } from "./team.ts";
import { fieldTold, momentPicked, noLimit, pointTold } from "./telling.ts";

/** Nothing is done at the desk, by press or by word, before the role of whoever does it is looked up. */
export function openDesk(turn: Turn, press?: DeskPress): Step {
  return ask(turn, press ? { type: "open-desk", press } : { type: "open-desk" });
}

/** Somebody of the team, with what they pressed, or said in answer to the question that waits. */
export function atDesk(turn: Turn, desk: Desk, press: DeskPress | undefined): Step {
  if (press) return may(desk.role, NEEDED[press.act]) ? act(turn, desk, press) : refused(turn);
  const { said, aim } = turn;
  if (aim === "repeat") return askAgain(turn, desk);
  if (said.type === "text" && isOpen(questionOf(turn))) return answered(turn, desk, said.text);
  const point = said.type === "place" ? pointTold(turn, desk, said) : undefined;
  return point ?? askAgain({ ...turn, lead: leads.notUnderstood }, desk);
}

/** Of the team, but not for this: as any press that we never wrote. */
function refused(turn: Turn): Step {
  return repeat(turn, turn.from, leads.notUnderstood);
}

/** What each press needs. The services ask again for what they do. */
const NEEDED: Record<DeskPress["act"], Permission> = {
  menu: "door",
  club: "club",
  "new-event": "events",
  "go-on": "events",
  "drop-plan": "events",
  "other-zone": "events",
  "no-limit": "events",
  kept: "events",
  sure: "events",
  team: "team",
  "invite-owner": "team",
  "invite-organiser": "team",
  "invite-door": "team",
  remove: "team",
  events: "events",
  pick: "events",
  page: "events",
  publish: "events",
  correct: "events",
  "edit-title": "events",
  "edit-when": "events",
  "edit-where": "events",
  "edit-seats": "events",
  links: "events",
  copy: "events",
  "call-off": "events",
};

function act(turn: Turn, desk: Desk, press: DeskPress): Step {
  if ("event" in press) return onPage(turn, desk, press);
  if ("member" in press) return ask(turn, { type: "list-team", remove: press.member });
  switch (press.act) {
    case "menu":
      return showMenu(turn, desk);
    case "club":
      return desk.clubFixed ? showMenu(turn, desk) : askForClub(turn);
    case "new-event":
    case "go-on":
      return goOnPlanning(turn, desk);
    case "drop-plan":
      return dropPlan(turn, desk);
    case "other-zone":
      return chooseZone(turn, desk) ?? askAgain(turn, desk);
    case "no-limit":
      return noLimit(turn, desk) ?? askAgain(turn, desk);
    case "kept":
      return keepDraft(turn);
    case "sure":
      return sure(turn, desk);
    case "team":
      return ask(turn, { type: "list-team" });
    case "invite-owner":
      return ask(turn, { type: "invite", role: "owner" });
    case "invite-organiser":
      return ask(turn, { type: "invite", role: "organiser" });
    case "invite-door":
      return ask(turn, { type: "invite", role: "door" });
    case "events":
      return ask(turn, { type: "list-desk-events", page: press.number });
    case "pick":
      return momentPicked(turn, desk, press.number) ?? askAgain(turn, desk);
  }
}

function answered(turn: Turn, desk: Desk, text: string): Step {
  return questionOf(turn).type === "club" ? clubTold(turn, text) : fieldTold(turn, desk, text);
}

/** Only whoever was just asked is sure. */
function sure(turn: Turn, desk: Desk): Step {
  const question = questionOf(turn);
  if (question.type === "sure") return changeEvent(turn, { ...question, times: question.times + 1 });
  return question.type === "removing" ? removeSurely(turn, question.member) : askAgain(turn, desk);
}

/** The question that waits, once more; the menu where none does. */
function askAgain(turn: Turn, desk: Desk): Step {
  const question = questionOf(turn);
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
      return ask(turn, { type: "show-desk-event", event: question.of.id, as: "question" });
    case "removing":
      return askToRemove(turn, question);
    case "none":
      return showMenu(turn, desk);
  }
}

/** "cancel" and "back" lead from a question of the desk to its menu; what was told of a new event stays. */
export function leaveQuestion(turn: Turn): Step {
  return openDesk({ ...turn, from: { type: "ORGANISING", question: { type: "none" } } }, { act: "menu" });
}
