import type { Words } from "../broadcasts.ts";
import type { EventId, LinkCodeId } from "../ids.ts";
import type { Label } from "../intents.ts";
import type { EventFacts, Locale, Platform } from "../messages.ts";
import type { Draft, Kept } from "./draft.ts";
import type { Said } from "./input.ts";
import type { Request } from "./request.ts";
import type { Organising, Plan } from "./staff/state.ts";

/** Raised with any change of the shapes below that older code could not read. */
export const STATE_SCHEMA = 1;

/** What is kept of a conversation between two messages: one per chat. */
export interface Snapshot {
  state: DialogueState;
  /** undefined until the first words tell. */
  locale: Locale | undefined;
  /** The person's IANA zone, once they told it. */
  zone: string | undefined;
  /** The buttons under our last message, so that they can be typed too. */
  offered: Offered[];
  /** What an organiser has told of a new event, until it is kept. */
  plan?: Plan;
  /** Had a role when they were last at the desk: it gives no right, only a longer help. */
  ofTeam?: true;
  /** What an organiser has written to people, until it is sent. */
  words?: Words[];
  /** Pictures that were sent together are answered once: those of this album have been. */
  album?: string;
}

export interface Offered {
  data: string;
  /** Left out where it tells facts of an event: those are answered by their number. */
  label?: Label;
  number?: number;
  says?: "yes" | "no";
}

/** Where a conversation stands. `back` is where a side question returns to; it is never a side question itself. */
export type DialogueState = Ground | SideQuestion | Waiting | { type: "GROUP" };

export type Ground =
  | { type: "START" }
  /**
   * A list was shown, or the card of one event. `kept`: what was told for another event, so that it need not be told again.
   * `first`: with the greeting in it, to be greeted once more when the language is switched.
   * `stranger`: that card was shown to somebody we do not know, whose press of its button changes nothing yet.
   */
  | { type: "CHOOSING_EVENT"; eventId?: EventId; kept?: Kept; first?: true; stranger?: true }
  | SigningUp
  | Organising
  | { type: "REGISTERED"; eventId: EventId };

export type SigningUp =
  | { type: "ENTERING_NAME"; draft: Draft }
  /** `slip`: the address that was typed, and the one we asked about after a typing slip. */
  | { type: "ENTERING_EMAIL"; draft: Draft; slip?: { typed: string; suggestion: string } }
  | { type: "CONFIRMING"; draft: Draft }
  /** A code was sent to where this address is known. */
  | { type: "PROVING_EMAIL"; draft: Draft; email: string };

export type SideQuestion =
  /** Asked once whether the seat is really to go to the next. */
  | { type: "GIVING_UP"; event: EventFacts; waiting: number; back: Ground }
  /** A second link (or, without `other`, "start") came in mid-dialogue: go on, or leave for it. */
  | { type: "LEAVING"; back: SigningUp; other?: { eventId: EventId; title: string } }
  /** LINK 482915 was written here; asked once whether to connect. */
  | { type: "CONFIRMING_LINK"; linkCodeId: LinkCodeId; platform: Platform; name: string; back: Ground }
  | { type: "ENTERING_TIME_ZONE"; back: Ground }
  | { type: "CONFIRMING_FORGET"; back: Ground };

/** Never saved: holds what was said, and where, until the outcome of `request` is known. */
export interface Waiting {
  type: "WAITING";
  from: Ground | SideQuestion;
  said: Said;
  request: Request;
  aim: Aim;
  /** To be said before the answer. */
  lead?: Label;
}

/** What an event or a list is asked for, where the request itself does not tell. */
export type Aim =
  | "answer"
  /** Words that may be an event's slug; if they are none, they mean what they meant without it. */
  | "guess"
  /** A sign-up with another name than the one we know. */
  | "other-name"
  /** The question of this very state, once more. */
  | "repeat";
