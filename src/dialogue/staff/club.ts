import { findEmail, toLine } from "../../fields.ts";
import { label } from "../../intents.ts";
import { may } from "../../roles.ts";
import type { Step } from "../step.ts";
import { answer, ask, type Turn } from "../turn.ts";
import { showMenu } from "./menu.ts";
import type { DeskOutcome } from "./outcome.ts";
import { toDesk } from "./question.ts";
import { clubQuestion } from "./replies/menu.ts";

const LONGEST_NAME = 100;
const LONGEST_CONTACT = 200;

/** A role was taken: the owner of a club without a name is asked for that first. */
export function roleTaken(turn: Turn, { desk, kept }: Extract<DeskOutcome, { type: "role-taken" }>): Step {
  const { role } = desk;
  const lead = label(kept ? `desk-lead-kept-${role}` : `desk-lead-taken-${role}`);
  const told = { ...turn, lead };
  return !desk.clubNamed && may(role, "club") ? askForClub(told) : showMenu(told, desk);
}

export function askForClub(turn: Turn): Step {
  return answer(turn, toDesk({ type: "club" }), clubQuestion(turn.voice, turn.lead));
}

/** "Green Club, info@club.example": what stands before the address, or before the last comma, is the name. */
export function clubTold(turn: Turn, text: string): Step {
  const { name, contact } = readClub(text);
  const isNamed = /[\p{L}\p{N}]/u.test(name) && [...name].length <= LONGEST_NAME;
  if (!isNamed || [...contact].length > LONGEST_CONTACT) {
    return askForClub({ ...turn, lead: label("desk-lead-club-unclear", { longest: LONGEST_NAME }) });
  }
  return ask(turn, { type: "name-club", name, contact });
}

function readClub(text: string): { name: string; contact: string } {
  const found = findEmail(text);
  if (found) return { name: withoutEdges(found.rest), contact: found.email };
  const [, name, contact] = /^(.*?)(?:[,;]|\n)([^,;\n]*)$/su.exec(text.trim()) ?? [];
  return { name: withoutEdges(name ?? text), contact: withoutEdges(contact ?? "") };
}

function withoutEdges(text: string): string {
  return toLine(text).replace(/^[\s,;:-]+|[\s,;:-]+$/gu, "");
}
