import type { Step } from "../state.ts";
import { answer, type Turn } from "../turn.ts";
import { toDesk } from "./question.ts";
import { menuReply } from "./replies/menu.ts";
import type { Desk } from "./state.ts";

/** What somebody of the team may do from here. */
export function showMenu(turn: Turn, desk: Desk): Step {
  const { snapshot, voice, lead } = turn;
  const planned = snapshot.plan !== undefined;
  return answer(turn, toDesk({ type: "none" }), menuReply(voice, desk, { planned, lead }));
}
