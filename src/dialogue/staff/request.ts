import type { DeskPress } from "../../desk-presses.ts";
import type { DoorPress } from "../../door-presses.ts";
import type { EventId, UserId } from "../../ids.ts";
import type { Role } from "../../roles.ts";
import type { EventVersion } from "./desk-event.ts";
import type { DoorRequest } from "./door-state.ts";
import type { HealthRequest } from "./health-state.ts";
import type { PeopleRequest } from "./people-state.ts";
import type { Changes, CompletePlan } from "./state.ts";
import type { WritingRequest } from "./writing-state.ts";

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
