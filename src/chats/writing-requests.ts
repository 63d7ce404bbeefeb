import type { Transaction } from "kysely";
import type { Words } from "../broadcasts.ts";
import type { Database } from "../database/schema.ts";
import type { DeskOutcome } from "../dialogue/staff/outcome.ts";
import type { WritingRequest } from "../dialogue/staff/writing-state.ts";
import { newId, type UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import type { Permission } from "../roles.ts";
import { findProgress, toReport } from "../services/broadcast-progress.ts";
import {
  findAudiences,
  previewWords,
  type Sending,
  sendWords,
  stopBroadcast,
  type Unwritable,
} from "../services/broadcasts.ts";
import { toDeskEvent } from "./desk-events.ts";

/** What is asked of the services to write to people, and what it needs. */
export const WRITING_NEEDED: Record<WritingRequest["type"], Permission> = {
  "count-audiences": "people",
  "preview-words": "people",
  "send-words": "people",
  "show-broadcast": "people",
  "stop-broadcast": "people",
};

export function isWritingRequest(request: { type: string }): request is WritingRequest {
  return Object.hasOwn(WRITING_NEEDED, request.type);
}

interface Context extends Sending {
  actor: Actor & { userId: UserId };
}

/** Writes to people, or tells whom that would reach. The caller has looked up whether whoever wants it may. */
export async function writeToPeople(
  trx: Transaction<Database>,
  request: WritingRequest,
  context: Context,
): Promise<DeskOutcome> {
  const { actor, ...sending } = context;
  const { now } = sending;
  switch (request.type) {
    case "count-audiences": {
      const found = await findAudiences(trx, request.event);
      if (found.type !== "found") return refuse(found);
      return { type: "audiences-counted", event: toDeskEvent(found.event), counts: found.counts };
    }
    case "preview-words":
      return preview(trx, request, sending);
    case "send-words":
      return send(trx, request, context);
    case "show-broadcast": {
      const progress = await findProgress(trx, request.broadcast, now);
      if (!progress) return { type: "broadcast-missing" };
      return { type: "broadcast-shown", report: await toReport(trx, progress) };
    }
    case "stop-broadcast": {
      const progress = await stopBroadcast(trx, { id: request.broadcast, userId: actor.userId, now });
      return progress ? { type: "broadcast-stopped", progress } : { type: "broadcast-missing" };
    }
  }
}

async function preview(
  trx: Transaction<Database>,
  { event: eventId, audience, text, id }: Extract<WritingRequest, { type: "preview-words" }>,
  sending: Sending,
): Promise<DeskOutcome> {
  const found = await previewWords(trx, { ...sending, eventId, audience });
  if (found.type !== "previewed") return refuse(found);
  const { event, reach, night } = found;
  const words: Words = { id: id ?? newId(), event: eventId, revision: event.revision, audience, text };
  return { type: "words-previewed", event: toDeskEvent(event), words, reach, night };
}

async function send(
  trx: Transaction<Database>,
  { words, atOnce, messageId }: Extract<WritingRequest, { type: "send-words" }>,
  context: Context,
): Promise<DeskOutcome> {
  const outcome = await sendWords(trx, { ...context, words, atOnce, messageId });
  switch (outcome.type) {
    case "sent":
      return { type: "words-sent", progress: outcome.progress };
    case "changed-meanwhile":
      return { type: "words-outdated", words };
    case "nobody":
      return { type: "unwritable", event: toDeskEvent(outcome.event), why: "nobody" };
    default:
      return refuse(outcome);
  }
}

function refuse(refusal: Unwritable): DeskOutcome {
  if (refusal.type === "not-found") return { type: "desk-event-missing" };
  const why = refusal.event.status === "cancelled" ? "cancelled" : "hidden";
  return { type: "unwritable", event: toDeskEvent(refusal.event), why };
}
