import { type EventRow, toEventFacts, toSeatCount } from "../database/events.ts";
import type { PersonRow } from "../database/person-rows.ts";
import type { Via } from "../database/schema.ts";
import type { PersonListed, PersonSeen, PlaceSeen } from "../people.ts";

/** What the tables say of somebody, as organisers are shown it. Pure. */

export function toListed(row: PersonRow): PersonListed {
  return {
    registration: row.registrationId,
    name: row.name ?? undefined,
    email: row.email ?? undefined,
    place: toPlace(row),
    why: row.obstacles && row.way === null ? row.obstacles : [],
  };
}

export function toSeen(row: PersonRow, event: EventRow, now: Date): PersonSeen {
  return {
    ...toListed(row),
    event: toEventFacts(event),
    closed: closedBy(event, now),
    seats: toSeatCount(event),
    by: SIGNED_UP_BY[row.registeredVia],
    since: row.createdAt.toISOString(),
    way: row.way ?? undefined,
  };
}

export function closedBy({ status, dateTime }: EventRow, now: Date): PersonSeen["closed"] {
  if (status === "cancelled") return "called-off";
  return dateTime <= now ? "over" : undefined;
}

export const SIGNED_UP_BY: Record<Via, PersonSeen["by"]> = {
  telegram: "telegram",
  whatsapp: "whatsapp",
  web: "program",
  api: "program",
  desk: "hand",
};

function toPlace({ status, ...row }: PersonRow): PlaceSeen {
  switch (status) {
    case "confirmed": {
      const { ticketCode, coming, checkedInAt } = row;
      const enteredAt = checkedInAt?.toISOString();
      return { type: "seat", ticketCode: ticketCode ?? "", coming: coming === true, enteredAt };
    }
    case "offered":
      return { type: "asked", until: (row.offerExpiresAt ?? row.createdAt).toISOString() };
    case "waitlisted":
      return { type: "waiting", position: row.position ?? 1, asksFirst: !row.autoTake };
    case "cancelled":
      return { type: "gone" };
  }
}
