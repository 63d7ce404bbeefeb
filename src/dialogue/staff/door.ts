import type { DoorAnswer } from "../../door.ts";
import type { DoorPress } from "../../door-presses.ts";
import type { EventId } from "../../ids.ts";
import type { Request } from "../request.ts";
import type { Step } from "../step.ts";
import { answer, ask, pressOf, rewrite, type Turn } from "../turn.ts";
import type { AtDoor, DoorOutcome, DoorRequest } from "./door-state.ts";
import { questionOf, toDesk } from "./question.ts";
import { doorReply } from "./replies/door.ts";

/** At the door each press and each word is a request of its own, which looks the role up: no more for one answer. */
export function pressedAtDoor(turn: Turn, press: DoorPress): Step {
  switch (press.act) {
    case "door":
    case "refresh":
      return lookAtDoor(turn);
    case "doors":
      return ask(turn, { type: "look-at-door", how: "another" });
    case "door-at":
      return chooseDoor(turn, press.door);
    case "let-in":
      return ask(turn, { type: "let-in", registration: press.registration, ...chosen(turn) });
    case "undo-in":
      return ask(turn, {
        type: "undo-check-in",
        registration: press.registration,
        moment: new Date(press.at).toISOString(),
      });
  }
}

/** How many are in, and what to do next. */
export function lookAtDoor(turn: Turn): Step {
  return ask(turn, { type: "look-at-door", how: "again", ...chosen(turn) });
}

/** The link on a ticket's page. */
export function scanned(turn: Turn, code: string): Step {
  return ask(turn, { type: "check-in", code, ...chosen(turn) });
}

export function toldAtDoor(turn: Turn, words: string): Step {
  return ask(turn, { type: "search-at-door", words, ...chosen(turn) });
}

/** What waited for the choice is done with it. */
function chooseDoor(turn: Turn, at: EventId): Step {
  const { words } = standing(turn);
  return ask(
    turn,
    words === undefined ? { type: "look-at-door", at, how: "this" } : { type: "search-at-door", words, at },
  );
}

export function doorAnswered(
  turn: Turn,
  request: Request,
  { answer: told, organises }: Extract<DoorOutcome, { type: "door-answered" }>,
): Step {
  const reply = doorReply(turn.voice, told, { organises, lead: turn.lead });
  const press = pressOf(turn);
  const act = press?.verb === "desk" ? press.desk.act : undefined;
  const end = act === "refresh" || told.type === "check-in-undone" ? rewrite : answer;
  return end(turn, toDesk(standNow(turn, request, told)), reply);
}

/** Where one stands after the answer; what it is that waits, if a door is to be chosen first. */
function standNow(turn: Turn, request: Request, told: DoorAnswer): AtDoor {
  const waits = wordsOf(request);
  switch (told.type) {
    case "at-door":
    case "let-in":
    case "in-already":
    case "people-found":
    case "nobody-found":
      return { type: "door", at: told.event.id };
    case "door-asked":
      return { type: "door", ...(waits === undefined ? {} : { words: waits }) };
    case "other-event":
      return {
        type: "door",
        ...(told.here && { at: told.here.id }),
        ...(told.isOn && waits !== undefined && { words: waits }),
      };
    case "no-door":
      return { type: "door" };
    case "door-closed":
    case "unknown-code":
    case "no-entry":
    case "check-in-undone":
    case "undo-missed":
      return { type: "door", ...chosen(turn) };
  }
}

function wordsOf(request: Request): string | undefined {
  if (request.type === "check-in") return request.code;
  return request.type === "search-at-door" ? request.words : undefined;
}

function standing(turn: Turn): AtDoor {
  const question = questionOf(turn);
  return question.type === "door" ? question : { type: "door" };
}

function chosen(turn: Turn): Pick<Extract<DoorRequest, { type: "check-in" }>, "at"> {
  const { at } = standing(turn);
  return at ? { at } : {};
}
