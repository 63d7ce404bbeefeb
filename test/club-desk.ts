import type { BroadcastProgress, Words } from "../src/broadcasts.ts";
import type { Request } from "../src/dialogue/request.ts";
import type { DeskEvent } from "../src/dialogue/staff/desk-event.ts";
import type { Desk, DeskOutcome } from "../src/dialogue/staff/outcome.ts";
import type { DeskRequest } from "../src/dialogue/staff/request.ts";
import type { WritingOutcome, WritingRequest } from "../src/dialogue/staff/writing-state.ts";
import { type BroadcastId, toId } from "../src/ids.ts";
import type { Role } from "../src/roles.ts";
import { clubEvent } from "./club.ts";
import { answerOfPeople, isPeopleRequest, PEOPLE_TYPES } from "./club-people.ts";
import { answerAtDoor } from "./door-answers.ts";

const TYPES: Record<DeskRequest["type"], true> = {
  ...PEOPLE_TYPES,
  "look-at-door": true,
  "check-in": true,
  "search-at-door": true,
  "let-in": true,
  "undo-check-in": true,
  "open-desk": true,
  "redeem-staff-link": true,
  "name-club": true,
  "list-team": true,
  invite: true,
  "remove-member": true,
  "list-desk-events": true,
  "show-desk-event": true,
  "create-event": true,
  "change-event": true,
  examine: true,
  "read-examination": true,
  "count-audiences": true,
  "preview-words": true,
  "send-words": true,
  "show-broadcast": true,
  "stop-broadcast": true,
};

export function isOfDesk(request: Request): request is DeskRequest {
  return Object.hasOwn(TYPES, request.type);
}

const { event, capacity, taken, waiting } = clubEvent(1);
const shown: DeskEvent = {
  facts: event,
  description: "Songs and tea.",
  seats: { capacity, taken, waiting },
  status: "published",
  revision: 2,
};
const broadcastId = toId<BroadcastId>("01890000-0000-7000-8000-0000000000bb");

/** What the desk of a club answers to somebody with a role; to everybody else, that they have none. */
export function answerAtDesk(request: DeskRequest, role: Role | undefined): DeskOutcome {
  const now = "2026-11-21T10:00:00.000Z";
  if (request.type === "redeem-staff-link") return { type: "staff-link-refused", why: "unknown" };
  if (!role) return { type: "not-staff" };
  const desk: Desk = { role, now, zone: "Europe/Moscow", clubNamed: true, clubFixed: false };
  if (isPeopleRequest(request)) return answerOfPeople(request);
  switch (request.type) {
    case "open-desk":
      return { type: "desk-opened", desk };
    case "name-club":
      return { type: "club-named", desk };
    case "list-team":
      return { type: "team-listed", team: [] };
    case "invite":
      return { type: "invited", role: request.role, token: "t0ken" };
    case "remove-member":
      return { type: "member-kept", why: "last-owner" };
    case "list-desk-events":
      return { type: "desk-events-listed", page: request.page, total: 9, zone: "Europe/Moscow", events: [shown] };
    case "show-desk-event":
      return { type: "desk-event", event: shown };
    case "create-event":
      return { type: "event-kept", event: { ...shown, status: "draft" }, told: 0, promoted: 0, offered: 0 };
    case "examine":
      return { type: "examination-begun" };
    case "read-examination":
      return { type: "examination-read", examination: undefined };
    case "change-event":
      if (request.times < 1) return { type: "sure-asked", event: shown };
      return { type: "event-kept", event: shown, told: 2, promoted: 1, offered: 1 };
    case "count-audiences":
    case "preview-words":
    case "send-words":
    case "show-broadcast":
    case "stop-broadcast":
      return answerToWriter(request);
    default:
      return answerAtDoor(request, event);
  }
}

const words: Words = { id: broadcastId, event: event.id, revision: 2, audience: "all", text: "Bring a cup" };
const progress: BroadcastProgress = {
  ...{ id: broadcastId, event, audience: "all", people: 12, reachable: 11 },
  ...{ sent: 4, waiting: 7, underWay: 1, later: 0, stopped: false, over: false },
};
const reach = { total: 12, free: 10, byTemplate: 1, overLimit: 0, unreached: 1, unreachable: [{ name: "Ada" }] };

function answerToWriter(request: WritingRequest): WritingOutcome {
  switch (request.type) {
    case "count-audiences":
      return { type: "audiences-counted", event: shown, counts: { all: 12, coming: 9, waiting: 3 } };
    case "preview-words": {
      const { audience, text, id = broadcastId } = request;
      return { type: "words-previewed", event: shown, words: { ...words, audience, text, id }, reach, night: 0 };
    }
    case "send-words":
      return { type: "words-sent", progress };
    case "show-broadcast":
      return { type: "broadcast-missing" };
    case "stop-broadcast":
      return { type: "broadcast-stopped", progress: { ...progress, stopped: true } };
  }
}
