import type { Generated } from "kysely";
import type { EventId, RegistrationId } from "../ids.ts";
import type { Moment } from "./columns.ts";

/** How far the people of an event have been reminded of its start, in the order in which they got their seats. */
export interface ReminderRoundsTable {
  eventId: EventId;
  kind: string;
  startsAt: Moment;
  /** Whoever got their seat before this moment, or then under an id up to `seenId`, has been reminded. */
  seenAt: Generated<Date>;
  seenId: Generated<RegistrationId>;
  /** Nobody has been told of this start before, or only before it was moved away. */
  isFirst: Generated<boolean>;
}
