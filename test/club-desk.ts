import type { Desk, DeskEvent, DeskOutcome, DeskRequest } from "../src/dialogue/staff/state.ts";
import type { Request } from "../src/dialogue/state.ts";
import type { Role } from "../src/roles.ts";
import { clubEvent } from "./club.ts";

const TYPES: Record<DeskRequest["type"], true> = {
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
};

export function isOfDesk(request: Request): request is DeskRequest {
  return Object.hasOwn(TYPES, request.type);
}

/** What the desk of a club answers to somebody with a role; to everybody else, that they have none. */
export function answerAtDesk(request: DeskRequest, role: Role | undefined): DeskOutcome {
  const now = "2026-11-21T10:00:00.000Z";
  if (request.type === "redeem-staff-link") return { type: "staff-link-refused", why: "unknown" };
  if (!role) return { type: "not-staff" };
  const desk: Desk = { role, now, zone: "Europe/Moscow", clubNamed: true, clubFixed: false };
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
      return { type: "desk-events-listed", page: request.page, total: 9, events: [shown] };
    case "show-desk-event":
      return { type: "desk-event", event: shown };
    case "create-event":
      return { type: "event-kept", event: { ...shown, status: "draft" }, told: 0, promoted: 0 };
    case "change-event":
      if (request.times < 1) return { type: "sure-asked", event: shown };
      return { type: "event-kept", event: shown, told: 2, promoted: 1 };
  }
}

const { event, capacity, taken, waiting } = clubEvent(1);
const shown: DeskEvent = { facts: event, seats: { capacity, taken, waiting }, status: "published", revision: 2 };
