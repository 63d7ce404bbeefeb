import type { RegistrationId } from "./ids.ts";
import type { EventFacts, Obstacle, Platform, SeatCount } from "./messages.ts";

/** The people of an event as their organisers see them: the shapes that cross a border between rooms. */

/** Those with a seat, those who wait or are asked, and those of both whom no message reaches. */
export type PeopleList = "comers" | "waiters" | "unreached";

export type PlaceSeen =
  | { type: "seat"; ticketCode: string; coming: boolean; enteredAt: string | undefined }
  /** Held for them until this moment: they are asked whether they take it. */
  | { type: "asked"; until: string }
  /** `asksFirst`: a free seat is not theirs at once. */
  | { type: "waiting"; position: number; asksFirst: boolean }
  | { type: "gone" };

/** A line of a list. */
export interface PersonListed {
  registration: RegistrationId;
  /** undefined of somebody who had themselves forgotten. */
  name: string | undefined;
  email: string | undefined;
  place: PlaceSeen;
  /** Why nothing reaches them; empty if something does. */
  why: Obstacle[];
}

/** A person's own page. */
export interface PersonSeen extends PersonListed {
  event: EventFacts;
  /** Nobody comes or goes any more. */
  closed: "over" | "called-off" | undefined;
  seats: SeatCount;
  /** By what they signed up: a messenger, an organiser's hand, a program. */
  by: Platform | "hand" | "program";
  since: string;
  /** By which a message would reach them now. */
  way: "telegram" | "whatsapp" | "template" | "mail" | undefined;
}

/** The people of an event in figures. */
export interface PeopleCount {
  event: EventFacts;
  closed: PersonSeen["closed"];
  seats: SeatCount;
  /** Of the seats taken: held for somebody who is asked. */
  held: number;
  gone: number;
  /** Of those with a seat: who said that they come, and who are in. */
  coming: number;
  entered: number;
  /** Of those taken: by what people signed up. */
  telegram: number;
  whatsapp: number;
  otherwise: number;
  unreached: number;
  /** There are other events to look at. */
  others: boolean;
}

/** Why somebody's place stays as it is. */
export type Stays = "gone" | "seated" | "asked" | "first" | "full" | "over" | "called-off";

export interface ListPage {
  event: EventFacts;
  list: PeopleList;
  page: number;
  before: number;
  total: number;
  people: PersonListed[];
}
