import type { Kysely } from "kysely";
import type { EventId } from "../ids.ts";
import type { Database, EventStatus, RegistrationStatus } from "./schema.ts";

export interface TicketRow {
  status: RegistrationStatus;
  /** Whether this code is the registration's present one; a code given up is remembered and no longer works. */
  current: boolean;
  eventStatus: EventStatus;
  eventId: EventId;
  revision: number;
}

/** What a ticket code stands for, also one given up since. */
export async function findTicketRow(db: Kysely<Database>, code: string): Promise<TicketRow | undefined> {
  const present = await db
    .selectFrom("eventRegistrations as r")
    .innerJoin("events as e", "e.id", "r.eventId")
    .select(["r.status", "e.status as eventStatus", "e.id as eventId", "e.revision"])
    .where("r.ticketCode", "=", code)
    .executeTakeFirst();
  if (present) return { ...present, current: true };
  const former = await db
    .selectFrom("registrationChanges as c")
    .innerJoin("events as e", "e.id", "c.eventId")
    .select(["c.toStatus as status", "e.status as eventStatus", "e.id as eventId", "e.revision"])
    .where("c.ticketCode", "=", code)
    .executeTakeFirst();
  return former && { ...former, current: false };
}
