import { label } from "../../intents.ts";
import type { Outcome } from "../outcome.ts";
import { repeat } from "../questions.ts";
import { helpReply } from "../replies/general.ts";
import { leads } from "../replies/leads.ts";
import type { Request } from "../request.ts";
import { writeAgain } from "../silence.ts";
import type { Step } from "../step.ts";
import { answer, ask, isAtDesk, pressOf, standStill, type Turn } from "../turn.ts";
import { isCommand } from "../wishes.ts";
import { roleTaken } from "./club.ts";
import { atDesk } from "./desk.ts";
import { doorAnswered } from "./door.ts";
import { concludeHealth } from "./health.ts";
import { showMenu } from "./menu.ts";
import type { DeskOutcome } from "./outcome.ts";
import { askIfSure, changedBefore, changeKept, eventKept, eventShown } from "./pages.ts";
import { concludePeople, isPeopleOutcome, PEOPLE_TYPES } from "./people-concluding.ts";
import { toDesk } from "./question.ts";
import { eventsReply } from "./replies/event-list.ts";
import { refusedLinkReply } from "./replies/menu.ts";
import { invited, memberRemoved, teamListed } from "./team.ts";
import { concludeWriting, isOfWriting, WRITING_OUTCOMES } from "./writing.ts";

const TYPES: Record<DeskOutcome["type"], true> = {
  ...PEOPLE_TYPES,
  "desk-opened": true,
  "door-answered": true,
  "own-ticket": true,
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
  "examination-begun": true,
  "examination-waits": true,
  "examination-read": true,
  ...WRITING_OUTCOMES,
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
  if (isPeopleOutcome(outcome)) return concludePeople(turn, request, outcome);
  if (isOfWriting(outcome)) return concludeWriting(turn, request, outcome);
  switch (outcome.type) {
    case "desk-opened":
      return atDesk(asTeam(turn), outcome.desk, request.type === "open-desk" ? request.press : undefined);
    case "not-staff":
      return notStaff(turn, request, hearOther);
    case "own-ticket":
      return ask(turn, { type: "show-event", event: { id: outcome.event } });
    case "door-answered":
      return doorAnswered(turn, request, outcome);
    case "role-taken":
      return roleTaken(asTeam(turn), outcome);
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
    case "examination-begun":
    case "examination-waits":
    case "examination-read":
      return concludeHealth(turn, outcome, request.type === "read-examination" ? request.page : 0);
    default:
      return concludeEvent(turn, request, outcome);
  }
}

function asTeam(turn: Turn): Turn {
  return { ...turn, snapshot: { ...turn.snapshot, ofTeam: true } };
}

/** Whoever has no role, or none any more, is answered as anybody else. */
function notStaff(turn: Turn, request: Request, hearOther: (turn: Turn, text: string) => Step): Step {
  const { said } = turn;
  const other = leaveDesk(turn);
  const { from } = other;
  if (asksForHelp(turn, request)) return answer(other, standStill(other), helpReply(other.voice));
  if (said.type === "text") {
    // On Telegram the link on a ticket's page is a start like any other.
    const isStart = request.type === "check-in" && isCommand(said.text);
    return isStart ? writeAgain(other) : hearOther(other, said.text);
  }
  return repeat(other, from, from.type === "START" ? undefined : (turn.lead ?? leads.notUnderstood));
}

function leaveDesk(turn: Turn): Turn {
  const { ofTeam: _, ...snapshot } = turn.snapshot;
  return { ...turn, snapshot, from: isAtDesk(turn) ? { type: "CHOOSING_EVENT" } : turn.from, aim: "answer" };
}

/** By word or by the button that everybody has: the desk has none of its own. */
function asksForHelp(turn: Turn, request: Request): boolean {
  const isHelp = request.type === "open-desk" && request.press?.act === "help";
  return isHelp && pressOf(turn)?.verb !== "desk";
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
