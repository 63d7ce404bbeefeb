import type { UserId } from "../../ids.ts";
import type { Role } from "../../roles.ts";
import type { EventVersion } from "./desk-event.ts";
import type { AtDoor } from "./door-state.ts";
import type { PeopleQuestion } from "./people-state.ts";
import type { WritingQuestion } from "./writing-state.ts";

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
