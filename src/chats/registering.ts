import type { Request } from "../dialogue/request.ts";
import type { EventId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import type { Wish } from "../services/comers.ts";

/** A place at an event is asked for, by whoever confirmed what they told, or is known from before. */
export type Registering = Extract<Request, { type: "register" | "register-known" }>;

export function isRegistering(request: Request): request is Registering {
  return request.type === "register" || request.type === "register-known";
}

export function eventOf(request: Registering): EventId {
  return request.type === "register" ? request.draft.eventId : request.eventId;
}

/** The same in the words of the rules. */
export function toWish(request: Registering, actor: Actor): Wish {
  const eventId = eventOf(request);
  if (request.type === "register-known") {
    const { queue, askFirst = false } = request;
    return { eventId, actor, queue, askFirst };
  }
  const { draft, reminders } = request;
  const person = { name: draft.name ?? "", email: draft.email ?? undefined, reminders };
  return { eventId, actor, person, queue: draft.queue, askFirst: draft.askFirst ?? false };
}
