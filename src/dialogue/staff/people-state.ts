import type { EventId, RegistrationId } from "../../ids.ts";
import type { FileOf } from "../../intents.ts";
import type { EventFacts, SeatCount } from "../../messages.ts";
import type { ListPage, PeopleCount, PeopleList, PersonListed, PersonSeen, Stays } from "../../people.ts";
import type { EventPage } from "./desk-event.ts";

/** The people of an event at the desk. */

export type PeopleQuestion =
  /** Something of them was shown; words look for somebody among them. */
  | { type: "people"; of: EventId; shown: Shown }
  /** A name to write down; with `name`, whether it is to go on the waiting list. */
  | { type: "adding"; of: EventId; name?: string }
  /** Whether somebody's place is really to be cancelled. */
  | { type: "cancelling"; of: EventId; registration: RegistrationId };

/** What is shown once more, as it is then. */
export type Shown =
  | { type: "count" }
  /** [Find somebody] was pressed. */
  | { type: "search"; words?: string }
  | { type: "list"; list: PeopleList; page: number }
  | { type: "person"; registration: RegistrationId };

export type PeopleRequest =
  /** Without `event` of the one that is meant. */
  | { type: "count-people"; event?: EventId }
  | { type: "list-people-events"; page: number }
  | { type: "list-people"; event: EventId; list: PeopleList; page: number }
  | { type: "find-people"; event: EventId; words: string }
  /** For their page, or for the question whether their place is to be cancelled. */
  | { type: "show-person"; registration: RegistrationId; as: "page" | "question" }
  | { type: "cancel-place"; registration: RegistrationId }
  | { type: "move-up"; registration: RegistrationId }
  /** `queue`: with no seat free, to the waiting list. */
  | { type: "add-person"; event: EventId; name: string; queue: boolean }
  | { type: "export-people"; event: EventId };

export type PeopleOutcome =
  | { type: "people-counted"; count: PeopleCount }
  /** Several are meant, or there are none. */
  | ({ type: "people-events-listed" } & EventPage)
  | { type: "people-missing" }
  | { type: "people-listed"; page: ListPage }
  | { type: "people-searched"; event: EventFacts; people: PersonListed[]; more: boolean }
  | { type: "person-shown"; person: PersonSeen }
  /** They went into another person, or never were. */
  | { type: "person-missing" }
  /** The person as they are afterwards. `served`: how many who waited have a seat by it, or are asked. */
  | { type: "place-cancelled"; person: PersonSeen; served: number }
  | { type: "moved-up"; person: PersonSeen; to: "seated" | "asked" | "first" }
  | { type: "place-stays"; person: PersonSeen; why: Stays }
  | { type: "person-added"; person: PersonSeen }
  | { type: "adding-full"; event: EventFacts; seats: SeatCount }
  | { type: "adding-closed"; event: EventFacts; why: "over" | "called-off" }
  | { type: "people-exported"; event: EventFacts; people: number; file: PeopleFile };

/** Made as it is sent, if whoever asked may still see it. */
export type PeopleFile = Extract<FileOf, { type: "people" }>;
