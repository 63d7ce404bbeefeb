import type { DeskPress } from "../../desk-presses.ts";
import type { DoorPress } from "../../door-presses.ts";
import type { EventId, UserId } from "../../ids.ts";
import type { EventFacts, SeatCount } from "../../messages.ts";
import type { Role } from "../../roles.ts";
import type { AtDoor, DoorOutcome, DoorRequest } from "./door-state.ts";
import type { HealthOutcome, HealthRequest } from "./health.ts";
import type { PeopleOutcome, PeopleQuestion, PeopleRequest } from "./people-state.ts";
import type { WritingOutcome, WritingQuestion, WritingRequest } from "./writing-state.ts";

/** At the organisers' desk. What it asks waits like a participant's question, and holds nothing that gives a right. */
export interface Organising {
  type: "ORGANISING";
  question: DeskQuestion;
}

export type DeskQuestion =
  | AtDoor
  | PeopleQuestion
  | WritingQuestion
  /** Something was shown, and nothing waits. */
  | { type: "none" }
  | { type: "club" }
  /** A field of the plan; with `of`, of an event that is kept already. `half`: of the moment that is asked for. */
  | { type: "field"; field: Field; of?: EventVersion; half?: HalfMoment }
  /** What was typed can be read in several ways. */
  | { type: "which"; at: string[]; of?: EventVersion }
  /** A point on the map came without a name. */
  | { type: "point"; link: string; of?: EventVersion }
  /** The page of an event: what is pressed there is about this version. */
  | { type: "page"; of: EventVersion }
  /** Asked before people are told of it, or after somebody else changed the event meanwhile. */
  | { type: "sure"; of: EventVersion; changes: Changes; times: number }
  /** A word to the people is asked for, before they are told that there is no event. */
  | { type: "parting"; of: EventVersion; longest: number }
  /** A copy was wanted while another plan is not finished. */
  | { type: "copying"; of: EventVersion }
  | { type: "removing"; member: UserId; name: string; role: Role };

/** A day without a time, or a time without a day: as it was typed, and when. */
export interface HalfMoment {
  text: string;
  at: string;
}

/** A picture is asked for only once the event is kept. */
export type Field = "title" | "when" | "zone" | "where" | "seats" | "description" | "picture";

/** Whoever changes an event says which version they saw. */
export interface EventVersion {
  id: EventId;
  revision: number;
  zone: string;
}

/** An event that is being told, question by question. It is kept beside the talk, whatever else is done meanwhile. */
export interface Plan {
  title?: string;
  /** Another zone than the usual one. */
  zone?: string;
  startsAt?: string;
  location?: string;
  locationUrl?: string | null;
  /** null: no limit. */
  seats?: number | null;
  /** null: none is wanted. */
  description?: string | null;
  /** Of the event that it is like. */
  picture?: string;
}

export type CompletePlan = Required<Omit<Plan, "picture">> & Pick<Plan, "picture">;

/** Of an event that is kept; what is left out stays. */
export interface Changes {
  title?: string;
  timeZone?: string;
  startsAt?: string;
  location?: string;
  locationUrl?: string | null;
  maxParticipants?: number | null;
  description?: string | null;
  picture?: string | null;
  status?: "published" | "cancelled";
  /** Of an event that is called off: a word to its people; null if they get none. */
  parting?: string | null;
}

/** What somebody of the team finds at the desk. */
export interface Desk {
  role: Role;
  now: string;
  /** In which events take place, if nothing else is said. */
  zone: string;
  /** False until the owner has told the club's name, or the configuration. */
  clubNamed: boolean;
  /** By the configuration, which goes before what is told here. */
  clubFixed: boolean;
}

/** An event as its organisers see it. */
export interface DeskEvent {
  facts: EventFacts;
  description: string | null;
  /** Telegram's file_id. */
  picture?: string | null;
  seats: SeatCount;
  /** Of the seats that are taken, held for people who are asked whether they take them; unknown in a list. */
  held?: number;
  status: "draft" | "published" | "cancelled";
  revision: number;
}

/** `zone`: in which events usually take place; undefined while there are none. */
export interface EventPage {
  page: number;
  total: number;
  zone: string | undefined;
  events: DeskEvent[];
}

export interface TeamMember {
  userId: UserId;
  role: Role;
  name: string | undefined;
  /** Whoever asks. */
  you: boolean;
}

/** Asked of the services. Each looks up the role for itself. */
export type DeskRequest =
  | PeopleRequest
  | HealthRequest
  | DoorRequest
  | WritingRequest
  /** `press`: what was pressed, or typed in its place; else what was said answers the question that waits. */
  | { type: "open-desk"; press?: Exclude<DeskPress, DoorPress> }
  | { type: "redeem-staff-link"; token: string }
  | { type: "name-club"; name: string; contact: string }
  /** `remove`: of whom it is asked about. */
  | { type: "list-team"; remove?: UserId }
  | { type: "invite"; role: Role }
  | { type: "remove-member"; member: UserId }
  | { type: "list-desk-events"; page: number }
  | { type: "show-desk-event"; event: EventId; as: Showing }
  | { type: "create-event"; plan: CompletePlan }
  /** `times`: how often it was asked whether they are sure. */
  | { type: "change-event"; of: EventVersion; changes: Changes; times: number };

/** For its page, for its links, for its poster as a PDF or a picture, for the question about it that waits, or for a new event like it. */
export type Showing = "page" | "links" | "poster" | "poster-picture" | "question" | "copy";

export type DeskOutcome =
  | PeopleOutcome
  | HealthOutcome
  | DoorOutcome
  | WritingOutcome
  /** `joined`, for the shell: they are of the team only from now on. */
  | { type: "desk-opened"; desk: Desk; joined?: true }
  /** No role, or not one for this. */
  | { type: "not-staff" }
  /** `kept`: they were as much already, and the link is still good. */
  | { type: "role-taken"; desk: Desk; kept: boolean }
  | { type: "staff-link-refused"; why: "unknown" | "used" | "expired" }
  | { type: "club-named"; desk: Desk }
  | { type: "team-listed"; team: TeamMember[] }
  | { type: "invited"; role: Role; token: string }
  | { type: "member-removed"; name: string | undefined; role: Role }
  | { type: "member-kept"; why: "no-member" | "last-owner" }
  | ({ type: "desk-events-listed" } & EventPage)
  | { type: "desk-event-missing" }
  | { type: "desk-event"; event: DeskEvent }
  /** `told`: people who hear of it. Of those who waited `promoted` have a seat now, and for `offered` one is held. */
  | { type: "event-kept"; event: DeskEvent; told: number; promoted: number; offered: number }
  /** People are to be told, or it is for good. */
  | { type: "sure-asked"; event: DeskEvent }
  | { type: "changed-meanwhile"; event: DeskEvent }
  | { type: "change-refused"; event: DeskEvent; why: Refusal };

/** Why an event stays as it is. `taken`: seats. */
export type Refusal =
  | { type: "below-taken"; taken: number }
  | { type: "cancelled" | "over" | "has-people" | "ends-first" };
