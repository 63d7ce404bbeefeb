import type { Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import type { DeskEvent } from "../dialogue/staff/desk-event.ts";
import type { DeskOutcome, Refusal } from "../dialogue/staff/outcome.ts";
import { DESK_PAGE } from "../dialogue/staff/replies/event-list.ts";
import type { DeskRequest } from "../dialogue/staff/request.ts";
import type { Changes, CompletePlan } from "../dialogue/staff/state.ts";
import type { UserId } from "../ids.ts";
import type { Permission } from "../roles.ts";
import type { EventChanges } from "../services/event-changes.ts";
import { type ChangeOutcome, changeEvent, keepEvent, listPage } from "../services/event-desk.ts";
import { findEvent } from "../services/events.ts";
import { countUnreached, type Looking } from "../services/people-lists.ts";
import { toDeskEvent, withHeld } from "./desk-events.ts";

type EventRequest = Extract<
  DeskRequest,
  { type: "list-desk-events" | "show-desk-event" | "create-event" | "change-event" }
>;

/** What each request about events needs. */
export const EVENT_NEEDED: Record<EventRequest["type"], Permission> = {
  "list-desk-events": "events",
  "show-desk-event": "events",
  "create-event": "events",
  "change-event": "events",
};

interface Context extends Looking {
  actor: { userId: UserId };
}

/** Does it for somebody whose role was read in this transaction. */
export async function serveEvents(
  trx: Transaction<Database>,
  request: EventRequest,
  context: Context,
): Promise<DeskOutcome> {
  const { actor, now } = context;
  const { userId } = actor;
  switch (request.type) {
    case "list-desk-events": {
      const { events, ...page } = await listPage(trx, { page: request.page, pageSize: DESK_PAGE, now });
      return { type: "desk-events-listed", ...page, events: events.map(toDeskEvent) };
    }
    case "show-desk-event": {
      const present = await findEvent(trx, request.event);
      if (!present) return { type: "desk-event-missing" };
      const event = await withHeld(trx, present);
      if (request.as !== "question") return { type: "desk-event", event };
      return { type: "desk-event", event: await withUnreached(trx, event, context) };
    }
    case "create-event": {
      const event = await keepEvent(trx, { event: toNewEvent(request.plan), userId, now });
      return { type: "event-kept", event: toDeskEvent(event), told: 0, promoted: 0, offered: 0 };
    }
    case "change-event":
      return changeAtDesk(trx, request, context);
  }
}

async function changeAtDesk(
  trx: Transaction<Database>,
  { of, changes, times }: Extract<EventRequest, { type: "change-event" }>,
  context: Context,
): Promise<DeskOutcome> {
  const { parting, ...fields } = changes;
  const asked = { changes: toChanges(fields), word: parting ?? undefined, times };
  const { actor, now } = context;
  const change = { eventId: of.id, revision: of.revision, ...asked, userId: actor.userId, now };
  const outcome = await changeEvent(trx, change);
  const present = await findEvent(trx, of.id);
  const event = present && (await withHeld(trx, present));
  return toChangeOutcome(outcome, event && isTold(outcome) ? await withUnreached(trx, event, context) : event);
}

async function withUnreached(
  trx: Transaction<Database>,
  event: DeskEvent,
  { platforms, mail, now }: Context,
): Promise<DeskEvent> {
  return { ...event, unreached: await countUnreached(trx, { eventId: event.facts.id, platforms, mail, now }) };
}

/** People hear of it, or will if the organiser is sure. */
function isTold(outcome: ChangeOutcome): boolean {
  if (outcome.type === "changed") return outcome.told > 0;
  return outcome.type === "sure-asked" || outcome.type === "changed-meanwhile";
}

function toNewEvent({ zone, startsAt, seats, ...plan }: CompletePlan) {
  return { ...plan, timeZone: zone, startsAt: new Date(startsAt), maxParticipants: seats };
}

function toChanges({ startsAt, ...changes }: Omit<Changes, "parting">): EventChanges {
  return startsAt === undefined ? changes : { ...changes, startsAt: new Date(startsAt) };
}

function toChangeOutcome(outcome: ChangeOutcome, event: DeskEvent | undefined): DeskOutcome {
  if (outcome.type === "not-found" || !event) return { type: "desk-event-missing" };
  const refused = (why: Refusal): DeskOutcome => ({ type: "change-refused", event, why });
  switch (outcome.type) {
    case "changed": {
      const { told, promoted, offered } = outcome;
      return { type: "event-kept", event, told, promoted, offered };
    }
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
