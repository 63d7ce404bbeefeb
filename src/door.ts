import type { RegistrationId } from "./ids.ts";
import type { EventFacts } from "./messages.ts";

/** What somebody at a door is told: the shapes that cross a border between rooms. */

/** At the one that was chosen, if it is open still; at this one alone; or at another, if several are open. */
export type Looking = "again" | "this" | "another";

export type DoorAnswer =
  /** `others`: doors that are open, too. */
  | { type: "at-door"; event: EventFacts; inside: Inside; others: number }
  /** Several are open, and none was chosen. */
  | { type: "door-asked"; events: EventFacts[] }
  /** It is too early, or too late. */
  | { type: "door-closed"; event: EventFacts }
  /** None is open. `next`: the event that starts next. */
  | { type: "no-door"; next: EventFacts | undefined }
  | { type: "let-in"; event: EventFacts; entrant: Entrant; inside: Inside; at: string }
  /** `by`: who let them in, if their name is known; `you`: whoever asks. */
  | ({ type: "in-already"; event: EventFacts; entrant: Entrant; inside: Inside; at: string } & By)
  /** `isOn`: its door is open, too. `here`: the event at whose door one is. */
  | { type: "other-event"; event: EventFacts; isOn: boolean; here: EventFacts | undefined }
  | { type: "unknown-code" }
  | { type: "no-entry"; why: NoEntry; event: EventFacts; name: string | undefined }
  /** `more`: there are others whom it fits. */
  | { type: "people-found"; event: EventFacts; people: Found[]; more: boolean }
  | { type: "nobody-found"; event: EventFacts }
  | { type: "check-in-undone"; event: EventFacts; entrant: Entrant; inside: Inside }
  /** It was taken back already, or they were let in anew. */
  | { type: "undo-missed" };

export interface By {
  by: string | undefined;
  you: boolean;
}

/** Of those who have a seat. */
export interface Inside {
  entered: number;
  seats: number;
}

/** Who comes in, as the door is told of them. */
export interface Entrant {
  registration: RegistrationId;
  name: string;
  code: string | undefined;
}

/** Why nobody is let in. */
export type NoEntry =
  | { type: "event-cancelled" }
  /** `at`: when; `wasWaiting`: it was no seat. `again`: they have one by now, with another code. */
  | { type: "given-up"; at: string | undefined; wasWaiting: boolean; again: RegistrationId | undefined }
  | { type: "waiting"; position: number }
  /** A seat is held for them, and they have not taken it. */
  | { type: "offered" };

export interface Found {
  registration: RegistrationId;
  name: string;
  /** Masked. */
  email: string | undefined;
  registeredAt: string;
  place: Place;
}

/** How somebody stands towards the door. `in`: since when. */
export type Place =
  | { type: "seat" }
  | { type: "in"; at: string }
  | { type: "waiting"; position: number }
  | { type: "offered" }
  | { type: "given-up" };
