import type { LinkCodeId } from "../ids.ts";
import { keepSeat } from "./giving-up.ts";
import { keepData } from "./privacy.ts";
import { goBack } from "./questions.ts";
import { cancelledReply, nothingToCancelReply } from "./replies/general.ts";
import { leaveQuestion } from "./staff/desk.ts";
import type { Step } from "./step.ts";
import { answer, ask, isSigningUp, type Turn } from "./turn.ts";

/** "cancel" leaves the present question and never touches a seat. */
export function cancel(turn: Turn): Step {
  const { from, voice } = turn;
  if ("back" in from) return back(turn);
  if (from.type === "ORGANISING") return leaveQuestion(turn);
  if (!isSigningUp(from)) return answer(turn, from, nothingToCancelReply(voice));
  const { eventId, title } = from.draft;
  return answer(turn, { type: "CHOOSING_EVENT", eventId }, cancelledReply(voice, { title }));
}

/** From a side question to what was under it. */
export function back(turn: Turn): Step {
  const { from } = turn;
  switch (from.type) {
    case "GIVING_UP":
      return keepSeat(turn, from.event.id);
    case "CONFIRMING_LINK":
      return refuseLink(turn, from.linkCodeId);
    case "CONFIRMING_FORGET":
      return keepData(turn);
    default:
      return goBack(turn);
  }
}

function refuseLink(turn: Turn, linkCodeId: LinkCodeId): Step {
  return ask(turn, { type: "refuse-link", linkCodeId });
}
