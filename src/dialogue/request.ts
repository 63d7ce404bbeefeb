import type { EventId, LinkCodeId, MergeId } from "../ids.ts";
import type { EventRef, Locale, Platform } from "../messages.ts";
import type { Draft } from "./draft.ts";
import type { DeskRequest } from "./staff/request.ts";

/** With no seat free, wait for one; `askFirst`: and do not take it without a word from me. */
export interface Queueing {
  queue: boolean;
  askFirst?: boolean;
}

/** Asked of the services. Those of the desk, and all from `register` on, run in the transaction of this update; the others only read. */
export type Request =
  | DeskRequest
  | { type: "list-events"; page: number }
  /** `about`: that page of its whole description. `joining`: for somebody who wants a place, and whom we did not know. */
  | { type: "show-event"; event: EventRef; about?: number; joining?: Queueing }
  /** All of them; `page` is for the dialogue, which shows some at a time. */
  | { type: "list-registrations"; past: boolean; page?: number }
  | { type: "show-reminders" }
  /** Before CONFIRMING: the event as it is now, and whether the address is known with us. */
  | { type: "check-draft"; draft: Draft }
  /** `reminders` false: without the 24h and 1h ones. */
  | { type: "register"; draft: Draft; reminders: boolean }
  /** A known person: with the name, e-mail and reminders of last time. */
  | ({ type: "register-known"; eventId: EventId } & Queueing)
  /** `sure` false: only if nobody waits, else it is asked about first. Leaves the queue, too, and declines an offer. */
  | { type: "give-up"; eventId: EventId; sure: boolean }
  /** The answers to an offer; without `eventId` to the one there is. */
  | { type: "take-seat"; eventId: EventId | undefined }
  | { type: "decline-seat" }
  /** Keeps the place in the queue after an offer ran out. */
  | { type: "stay"; eventId: EventId }
  | { type: "say-coming"; eventId: EventId }
  /** Typed, so it does not say at which event. `offhand`: yes or no and nothing else, which counts as the first word after it. */
  | { type: "answer-reminder"; comes: boolean; offhand: boolean }
  | { type: "prove-email"; email: string }
  | { type: "enter-code"; email: string; code: string; eventId: EventId | undefined }
  /** A code to be written from the other messenger: LINK 482915. */
  | { type: "make-link-code" }
  | { type: "redeem-link-code"; code: string }
  | { type: "accept-link"; linkCodeId: LinkCodeId }
  | { type: "refuse-link"; linkCodeId: LinkCodeId }
  /** From a chat that a code was sent to. */
  | { type: "not-me"; linkCodeId: LinkCodeId }
  | { type: "undo-merge"; mergeId: MergeId }
  | { type: "silence" }
  | { type: "unsilence" }
  | { type: "save-preferences"; locale?: Locale; zone?: string; platform?: Platform; reminders?: boolean }
  | { type: "export-my-data" }
  | { type: "ask-to-forget" }
  | { type: "forget" };
