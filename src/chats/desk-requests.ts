import type { Transaction } from "kysely";
import { findUsualZone } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import { DESK_PAGE } from "../dialogue/staff/replies/pages.ts";
import type {
  Changes,
  CompletePlan,
  Desk,
  DeskEvent,
  DeskOutcome,
  DeskRequest,
  Refusal,
} from "../dialogue/staff/state.ts";
import type { Request } from "../dialogue/state.ts";
import type { UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { may, type Permission, type Role } from "../roles.ts";
import { findClub, nameClub } from "../services/club.ts";
import type { EventChanges } from "../services/event-changes.ts";
import { type ChangeOutcome, changeEvent, keepEvent, listPage } from "../services/event-desk.ts";
import { type EventRecord, findEvent } from "../services/events.ts";
import { findActing, listTeam, removeMember } from "../services/staff.ts";
import { invite, redeemStaffLink } from "../services/staff-links.ts";

/** What this deployment is, for those who organise in it. */
export interface DeskSetting {
  /** Where events take place until one was made. */
  timeZone: string;
  /** The configuration says how the club is called. */
  isNamed: boolean;
}

interface DeskContext {
  actor: Actor;
  now: Date;
  desk: DeskSetting;
}

/** What each request needs; a link is for those who have no role yet. */
const NEEDED: Record<DeskRequest["type"], Permission | undefined> = {
  "open-desk": "door",
  "redeem-staff-link": undefined,
  "name-club": "club",
  "list-team": "team",
  invite: "team",
  "remove-member": "team",
  "list-desk-events": "events",
  "show-desk-event": "events",
  "create-event": "events",
  "change-event": "events",
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
  if (!acting || !needed || !may(acting.role, needed)) return { type: "not-staff" };
  const { role, userId } = acting;
  return serve(trx, request, { ...context, actor: { ...actor, userId }, role });
}

interface Serving extends DeskContext {
  actor: Actor & { userId: UserId };
  role: Role;
}

type Served = Exclude<DeskRequest, { type: "redeem-staff-link" }>;

async function serve(trx: Transaction<Database>, request: Served, context: Serving): Promise<DeskOutcome> {
  const { actor, now, role } = context;
  const { userId } = actor;
  switch (request.type) {
    case "open-desk":
      return { type: "desk-opened", desk: await toDesk(trx, role, context) };
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
    default:
      return serveEvents(trx, request, context);
  }
}

type OfEvents = Extract<
  DeskRequest,
  { type: "list-desk-events" | "show-desk-event" | "create-event" | "change-event" }
>;

async function serveEvents(trx: Transaction<Database>, request: OfEvents, context: Serving): Promise<DeskOutcome> {
  const { actor, now } = context;
  const { userId } = actor;
  switch (request.type) {
    case "list-desk-events": {
      const { events, ...page } = await listPage(trx, { page: request.page, pageSize: DESK_PAGE });
      return { type: "desk-events-listed", ...page, events: events.map(toDeskEvent) };
    }
    case "show-desk-event": {
      const event = await findEvent(trx, request.event);
      return event ? { type: "desk-event", event: toDeskEvent(event) } : { type: "desk-event-missing" };
    }
    case "create-event": {
      const event = await keepEvent(trx, { event: toNewEvent(request.plan), userId, now });
      return { type: "event-kept", event: toDeskEvent(event), told: 0, promoted: 0 };
    }
    case "change-event": {
      const { of, changes, times } = request;
      const change = { eventId: of.id, revision: of.revision, changes: toChanges(changes), times, userId, now };
      return toChangeOutcome(await changeEvent(trx, change), await findEvent(trx, of.id));
    }
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

function toDeskEvent(event: EventRecord): DeskEvent {
  const { id, slug, title, timeZone, location, locationUrl, maxParticipants, taken, waiting, status, revision } = event;
  const startsAt = event.startsAt.toISOString();
  const endsAt = event.endsAt?.toISOString() ?? null;
  return {
    facts: { id, slug, title, startsAt, endsAt, timeZone, location, locationUrl },
    seats: { capacity: maxParticipants, taken, waiting },
    status,
    revision,
  };
}

function toNewEvent({ title, zone, startsAt, location, locationUrl, seats }: CompletePlan) {
  return { title, timeZone: zone, startsAt: new Date(startsAt), location, locationUrl, maxParticipants: seats };
}

function toChanges({ startsAt, ...changes }: Changes): EventChanges {
  return startsAt === undefined ? changes : { ...changes, startsAt: new Date(startsAt) };
}

function toChangeOutcome(outcome: ChangeOutcome, present: EventRecord | undefined): DeskOutcome {
  if (outcome.type === "not-found" || !present) return { type: "desk-event-missing" };
  const event = toDeskEvent(present);
  const refused = (why: Refusal): DeskOutcome => ({ type: "change-refused", event, why });
  switch (outcome.type) {
    case "changed":
      return { type: "event-kept", event, told: outcome.told, promoted: outcome.promoted };
    case "sure-asked":
    case "changed-meanwhile":
      return { type: outcome.type, event };
    case "below-taken":
      return refused({ type: "below-taken", taken: outcome.taken });
    case "cancelled-for-good":
      return refused({ type: "cancelled" });
    case "has-registrations":
      return refused({ type: "has-people" });
    case "ends-before-start":
      return refused({ type: "ends-first" });
    case "over":
      return refused({ type: "over" });
  }
}
