import type { Kysely } from "kysely";
import { findByCode } from "../database/door.ts";
import { findEventFacts } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import { findTicketRow } from "../database/tickets.ts";
import type { EventId, UserId } from "../ids.ts";
import type { EventFacts } from "../messages.ts";

export interface Ticket {
  code: string;
  event: EventFacts;
  /** Raised with each change of the event. */
  revision: number;
  state: "valid" | "given-up" | "cancelled";
}

/** What a code opens: the event, and whether it still lets anyone in. Nothing about the person. */
export async function findTicket(db: Kysely<Database>, code: string): Promise<Ticket | undefined> {
  const row = await findTicketRow(db, code);
  const event = row && (await findEventFacts(db, row.eventId));
  if (!row || !event) return undefined;
  const holds = row.current && row.status === "confirmed";
  const state = row.eventStatus === "cancelled" ? "cancelled" : holds ? "valid" : "given-up";
  return { code, event, revision: row.revision, state };
}

/** Whose a code is, or was before they gave that seat up. */
export async function findHolder(
  db: Kysely<Database>,
  code: string,
): Promise<{ userId: UserId; eventId: EventId } | undefined> {
  return findByCode(db, code);
}
