import type { Transaction } from "kysely";
import { toEventFacts } from "../database/events.ts";
import { type PersonFound, searchPeople } from "../database/people-search.ts";
import type { Database } from "../database/schema.ts";
import type { DoorAnswer, Found, Place } from "../door.ts";
import { readTicketCode } from "../ticket-code.ts";
import { type CheckInOutcome, type Coming, checkIn, explain } from "./check-in.ts";
import { findDoor } from "./door.ts";
import { maskEmail } from "./masked-email.ts";

/** As many as fit beside each other on a phone. */
const MOST_FOUND = 8;

type SearchOutcome = CheckInOutcome | Extract<DoorAnswer, { type: "no-door" | "people-found" | "nobody-found" }>;

/**
 * What was typed at a door: a code lets in at once; a name only finds, for it is no proof. Nobody who is found is let
 * in by the search itself, but if it is one who cannot be, it says why.
 */
export async function search(
  trx: Transaction<Database>,
  { words, ...coming }: Coming & { words: string },
): Promise<SearchOutcome> {
  const code = readTicketCode(words);
  const byCode = code === undefined ? undefined : await checkIn(trx, { ...coming, code });
  if (byCode && byCode.type !== "unknown-code") return byCode;

  const door = await findDoor(trx, coming);
  if (door.type !== "open") return door;
  const event = toEventFacts(door.event);
  const found = await searchPeople(trx, { eventId: event.id, words, limit: MOST_FOUND + 1 });
  const [first] = found;
  if (!first) return byCode && !isPerhapsName(words) ? byCode : { type: "nobody-found", event };
  const people = found.slice(0, MOST_FOUND).map(toFound);
  if (people.length === 1 && people[0]?.place.type !== "seat") {
    return explain(trx, { ...coming, registration: first.registrationId, code: undefined }, door.event);
  }
  return { type: "people-found", event, people, more: found.length > MOST_FOUND };
}

/** "Svetlana" could be a code. */
function isPerhapsName(words: string): boolean {
  return /^[\p{L}\s]+$/u.test(words);
}

function toFound({ registrationId, name, email, createdAt, ...person }: PersonFound): Found {
  return {
    registration: registrationId,
    name,
    email: email === null ? undefined : maskEmail(email),
    registeredAt: createdAt.toISOString(),
    place: toPlace(person),
  };
}

function toPlace({ status, checkedInAt, ahead }: Pick<PersonFound, "status" | "checkedInAt" | "ahead">): Place {
  switch (status) {
    case "confirmed":
      return checkedInAt ? { type: "in", at: checkedInAt.toISOString() } : { type: "seat" };
    case "waitlisted":
      return { type: "waiting", position: ahead + 1 };
    case "offered":
      return { type: "offered" };
    case "cancelled":
      return { type: "given-up" };
  }
}
