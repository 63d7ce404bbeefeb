import { label } from "../../intents.ts";
import { may } from "../../roles.ts";
import { helpReply } from "../replies/general.ts";
import type { Step } from "../step.ts";
import { answer, standStill, type Turn } from "../turn.ts";
import { lookAtDoor } from "./door.ts";
import type { Desk } from "./outcome.ts";
import { toDesk } from "./question.ts";
import { menuReply } from "./replies/menu.ts";

/** What somebody of the team may do from here; whoever helps at the door is there at once. */
export function showMenu(turn: Turn, desk: Desk): Step {
  if (!may(desk.role, "events")) return lookAtDoor(turn);
  const { snapshot, voice, lead } = turn;
  const planned = snapshot.plan !== undefined;
  return answer(turn, toDesk({ type: "none" }), menuReply(voice, desk, { planned, lead }));
}

/** The team's part of the help, and then what everybody is told. */
export function showHelp(turn: Turn, { role }: Desk): Step {
  return answer(turn, standStill(turn), helpReply(turn.voice, label(`desk-help-${role}`)));
}
