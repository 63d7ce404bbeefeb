import type { DoorAnswer, Looking } from "../../door.ts";
import type { EventId, RegistrationId } from "../../ids.ts";

/** At the door: codes and names are typed here. `at`: of which event, once it was chosen. */
export interface AtDoor {
  type: "door";
  at?: EventId;
  /** What was scanned or typed, and could not be answered before a door was chosen. */
  words?: string;
}

/** Asked of the services, with the door that was chosen. Each looks up the role for itself. */
export type DoorRequest =
  | { type: "look-at-door"; at?: EventId; how: Looking }
  /** The code of a ticket that was scanned. */
  | { type: "check-in"; at?: EventId; code: string }
  /** A code, or part of a name. */
  | { type: "search-at-door"; at?: EventId; words: string }
  | { type: "let-in"; at?: EventId; registration: RegistrationId }
  | { type: "undo-check-in"; registration: RegistrationId; moment: string };

export type DoorOutcome =
  /** `organises`: whoever asks may do more than stand at a door. */
  | { type: "door-answered"; answer: DoorAnswer; organises: boolean }
  /** To somebody without a role, who holds this very ticket. */
  | { type: "own-ticket"; event: EventId };
