import type { Transaction } from "kysely";
import { findUsualZone } from "../database/event-lists.ts";
import type { Database } from "../database/schema.ts";
import type { Request } from "../dialogue/request.ts";
import type { Desk, DeskOutcome } from "../dialogue/staff/outcome.ts";
import type { DeskRequest } from "../dialogue/staff/request.ts";
import type { UserId } from "../ids.ts";
import type { Actor, Platform } from "../messages.ts";
import { may, type Permission, type Role } from "../roles.ts";
import { findClub, nameClub } from "../services/club.ts";
import { findActing, listTeam, removeMember } from "../services/staff.ts";
import { invite, redeemStaffLink } from "../services/staff-links.ts";
import { DOOR_NEEDED, findOwnTicket, isOfDoor, serveAtDoor } from "./door-requests.ts";
import { EVENT_NEEDED, serveEvents } from "./event-requests.ts";
import { serveHealth } from "./health-requests.ts";
import { isPeopleRequest, PEOPLE_NEEDED, servePeople } from "./people-requests.ts";
import { isWritingRequest, WRITING_NEEDED, writeToPeople } from "./writing-requests.ts";

/** What this deployment is, for those who organise in it. */
export interface DeskSetting {
  /** Where events take place until one was made. */
  timeZone: string;
  /** The configuration says how the club is called. */
  isNamed: boolean;
  /** With how many people the WhatsApp account may open a conversation in 24 hours; undefined without a limit. */
  dailyLimit(): number | undefined;
}

interface DeskContext {
  actor: Actor;
  now: Date;
  desk: DeskSetting;
  /** What this deployment can write to. */
  platforms: readonly Platform[];
  mail: boolean;
}

/** What each request needs; a link is for those who have no role yet. */
const NEEDED: Record<DeskRequest["type"], Permission | undefined> = {
  ...DOOR_NEEDED,
  "open-desk": "door",
  "redeem-staff-link": undefined,
  "name-club": "club",
  "list-team": "team",
  invite: "team",
  "remove-member": "team",
  ...EVENT_NEEDED,
  examine: "health",
  "read-examination": "health",
  ...PEOPLE_NEEDED,
  ...WRITING_NEEDED,
};

export function isOfDesk(request: Request): request is DeskRequest {
  return Object.hasOwn(NEEDED, request.type);
}

/** Does what the desk wants, if whoever wants it may: their role is read in the transaction that acts. */
export async function writeAtDesk(
  trx: Transaction<Database>,
  request: DeskRequest,
  context: DeskContext,
): Promise<DeskOutcome> {
  if (request.type === "redeem-staff-link") return redeem(trx, request.token, context);
  const { actor, now } = context;
  const acting = await findActing(trx, { actor, now });
  const needed = NEEDED[request.type];
  if (!acting || !needed || !may(acting.role, needed)) {
    return (await findOwnTicket(trx, request, actor)) ?? { type: "not-staff" };
  }
  const { userId, ...standing } = acting;
  return serve(trx, request, { ...context, ...standing, actor: { ...actor, userId } });
}

interface Serving extends DeskContext {
  actor: Actor & { userId: UserId };
  role: Role;
  joined?: true;
}

type Served = Exclude<DeskRequest, { type: "redeem-staff-link" }>;

async function serve(trx: Transaction<Database>, request: Served, context: Serving): Promise<DeskOutcome> {
  const { actor, now, role, joined } = context;
  const { userId } = actor;
  if (isPeopleRequest(request)) return servePeople(trx, request, context);
  if (isWritingRequest(request)) {
    return writeToPeople(trx, request, { ...context, dailyLimit: context.desk.dailyLimit() });
  }
  switch (request.type) {
    case "open-desk":
      return { type: "desk-opened", desk: await toDesk(trx, role, context), ...(joined && { joined }) };
    case "name-club": {
      const { name, contact } = request;
      await nameClub(trx, { userId, club: { name, contact }, now });
      return { type: "club-named", desk: await toDesk(trx, role, context) };
    }
    case "list-team": {
      const team = await listTeam(trx);
      return { type: "team-listed", team: team.map((member) => ({ ...member, you: member.userId === userId })) };
    }
    case "invite": {
      const outcome = await invite(trx, { actor, role: request.role, now });
      return outcome.type === "invited" ? { type: "invited", role: outcome.role, token: outcome.token } : outcome;
    }
    case "remove-member": {
      const outcome = await removeMember(trx, { actor, member: request.member, now });
      if (outcome.type === "removed") return { ...outcome, type: "member-removed" };
      return outcome.type === "not-staff" ? outcome : { type: "member-kept", why: outcome.type };
    }
    case "examine":
    case "read-examination":
      return serveHealth(trx, request, now);
    default:
      return isOfDoor(request) ? serveAtDoor(trx, request, context) : serveEvents(trx, request, context);
  }
}

async function redeem(trx: Transaction<Database>, token: string, context: DeskContext): Promise<DeskOutcome> {
  const outcome = await redeemStaffLink(trx, { actor: context.actor, token, now: context.now });
  if (outcome.type === "staff-link-refused") return outcome;
  const { role, type } = outcome;
  return { type: "role-taken", kept: type === "role-kept", desk: await toDesk(trx, role, context) };
}

async function toDesk(trx: Transaction<Database>, role: Role, { actor, now, desk }: DeskContext): Promise<Desk> {
  return {
    role,
    now: now.toISOString(),
    zone: (await findUsualZone(trx)) ?? actor.zone ?? desk.timeZone,
    clubFixed: desk.isNamed,
    clubNamed: desk.isNamed || (await findClub(trx)) !== undefined,
  };
}
