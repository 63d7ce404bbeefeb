import { label } from "../../intents.ts";
import { repeat } from "../questions.ts";
import { leads } from "../replies/leads.ts";
import type { Outcome, Request, Step } from "../state.ts";
import { answer, ask, groundOf, standStill, type Turn } from "../turn.ts";
import { roleTaken } from "./club.ts";
import { atDesk } from "./desk.ts";
import { showMenu } from "./menu.ts";
import { askIfSure, changedBefore, changeKept, eventKept, eventShown } from "./pages.ts";
import { toDesk } from "./question.ts";
import { refusedLinkReply } from "./replies/menu.ts";
import { eventsReply } from "./replies/pages.ts";
import type { DeskOutcome } from "./state.ts";
import { invited, memberRemoved, teamListed } from "./team.ts";

const TYPES: Record<DeskOutcome["type"], true> = {
  "desk-opened": true,
  "not-staff": true,
  "role-taken": true,
  "staff-link-refused": true,
  "club-named": true,
  "team-listed": true,
  invited: true,
  "member-removed": true,
  "member-kept": true,
  "desk-events-listed": true,
  "desk-event-missing": true,
  "desk-event": true,
  "event-kept": true,
  "sure-asked": true,
  "changed-meanwhile": true,
  "change-refused": true,
};

export function isOfDesk(outcome: Outcome): outcome is DeskOutcome {
  return Object.hasOwn(TYPES, outcome.type);
}

/** What the services answered to the desk. `hearOther`: words of somebody who has no business here. */
export function concludeDesk(
  turn: Turn,
  { request, outcome }: { request: Request; outcome: DeskOutcome },
  hearOther: (turn: Turn, text: string) => Step,
): Step {
  switch (outcome.type) {
    case "desk-opened":
      return atDesk(turn, outcome.desk, request.type === "open-desk" ? request.press : undefined);
    case "not-staff":
      return notStaff(turn, hearOther);
    case "role-taken":
      return roleTaken(turn, outcome);
    case "staff-link-refused":
      return answer(turn, standStill(turn), refusedLinkReply(turn.voice, outcome.why));
    case "club-named":
      return showMenu({ ...turn, lead: label("desk-lead-noted") }, outcome.desk);
    case "team-listed":
      return teamListed(turn, outcome.team, request.type === "list-team" ? request.remove : undefined);
    case "invited":
      return invited(turn, outcome);
    case "member-removed":
    case "member-kept":
      return memberRemoved(turn, outcome);
    default:
      return concludeEvent(turn, request, outcome);
  }
}

/** Whoever has no role, or none any more, hears what any unknown press or word is answered with. */
function notStaff(turn: Turn, hearOther: (turn: Turn, text: string) => Step): Step {
  const { said } = turn;
  const wasHere = groundOf(turn.from).type === "ORGANISING";
  const from = wasHere ? ({ type: "CHOOSING_EVENT" } as const) : turn.from;
  const other: Turn = { ...turn, from, aim: "answer" };
  if (said.type === "text") return hearOther(other, said.text);
  return repeat(other, from, from.type === "START" ? undefined : (turn.lead ?? leads.notUnderstood));
}

type EventOutcome = Extract<
  DeskOutcome,
  {
    type:
      | "desk-events-listed"
      | "desk-event-missing"
      | "desk-event"
      | "event-kept"
      | "sure-asked"
      | "changed-meanwhile"
      | "change-refused";
  }
>;

function concludeEvent(turn: Turn, request: Request, outcome: EventOutcome): Step {
  const change = request.type === "change-event" ? request : undefined;
  switch (outcome.type) {
    case "desk-events-listed":
      return answer(turn, toDesk({ type: "none" }), eventsReply(turn.voice, outcome, turn.lead));
    case "desk-event-missing":
      return ask({ ...turn, lead: leads.eventMissing }, { type: "list-desk-events", page: 0 });
    case "desk-event":
      return eventShown(turn, outcome.event, request.type === "show-desk-event" ? request.as : "page");
    case "event-kept":
      return eventKept(turn, outcome, change?.changes);
    case "sure-asked":
      return askIfSure(turn, outcome.event, { changes: change?.changes ?? {}, times: change?.times ?? 0 });
    case "changed-meanwhile":
      return changedBefore(turn, outcome.event, change?.changes ?? {});
    case "change-refused":
      return changeKept(turn, outcome);
  }
}
