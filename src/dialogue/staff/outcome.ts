import type { UserId } from "../../ids.ts";
import type { Role } from "../../roles.ts";
import type { DeskEvent, EventPage } from "./desk-event.ts";
import type { DoorOutcome } from "./door-state.ts";
import type { HealthOutcome } from "./health-state.ts";
import type { PeopleOutcome } from "./people-state.ts";
import type { WritingOutcome } from "./writing-state.ts";

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

export interface TeamMember {
  userId: UserId;
  role: Role;
  name: string | undefined;
  /** Whoever asks. */
  you: boolean;
}

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
