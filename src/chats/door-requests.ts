import type { Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import type { Request } from "../dialogue/request.ts";
import type { DoorOutcome, DoorRequest } from "../dialogue/staff/door-state.ts";
import type { DoorAnswer } from "../door.ts";
import type { UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { may, type Permission, type Role } from "../roles.ts";
import { checkIn, letIn } from "../services/check-in.ts";
import { lookAtDoor, undoCheckIn } from "../services/door.ts";
import { search } from "../services/door-search.ts";
import { findHolder } from "../services/tickets.ts";

/** What each request of the door needs. */
export const DOOR_NEEDED: Record<DoorRequest["type"], Permission> = {
  "look-at-door": "door",
  "check-in": "door",
  "search-at-door": "door",
  "let-in": "door",
  "undo-check-in": "door",
};

export function isOfDoor(request: Request): request is DoorRequest {
  return Object.hasOwn(DOOR_NEEDED, request.type);
}

interface AtDoor {
  actor: Actor & { userId: UserId };
  role: Role;
  now: Date;
}

/** Does what somebody at the door wants, whose role was read in this transaction. */
export async function serveAtDoor(
  trx: Transaction<Database>,
  request: DoorRequest,
  context: AtDoor,
): Promise<DoorOutcome> {
  const answer = await answerAtDoor(trx, request, context);
  return { type: "door-answered", answer, organises: may(context.role, "events") };
}

async function answerAtDoor(
  trx: Transaction<Database>,
  request: DoorRequest,
  { actor, now }: AtDoor,
): Promise<DoorAnswer> {
  const { userId, chatId } = actor;
  const keeper = { userId, chatId };
  if (request.type === "undo-check-in") {
    const { registration, moment } = request;
    return undoCheckIn(trx, { registration, at: new Date(moment), keeper, now });
  }
  const coming = { at: request.at, keeper, now };
  switch (request.type) {
    case "look-at-door":
      return lookAtDoor(trx, { ...coming, how: request.how });
    case "check-in":
      return checkIn(trx, { ...coming, code: request.code });
    case "search-at-door":
      return search(trx, { ...coming, words: request.words });
    case "let-in":
      return letIn(trx, { ...coming, registration: request.registration });
  }
}

/** Somebody without a role who opened the link on a ticket's page: nothing is told but whether the ticket is theirs. */
export async function findOwnTicket(
  trx: Transaction<Database>,
  request: Request,
  { userId }: Actor,
): Promise<DoorOutcome | undefined> {
  if (request.type !== "check-in" || !userId) return undefined;
  const holder = await findHolder(trx, request.code);
  return holder?.userId === userId ? { type: "own-ticket", event: holder.eventId } : undefined;
}
