import type { PeopleOutcome, PeopleRequest } from "../src/dialogue/staff/people-state.ts";
import { newId, type RegistrationId, toId, type UserId } from "../src/ids.ts";
import type { PeopleCount, PersonSeen, PlaceSeen } from "../src/people.ts";
import { meetUp } from "./club.ts";

export const PEOPLE_TYPES: Record<PeopleRequest["type"], true> = {
  "count-people": true,
  "list-people-events": true,
  "list-people": true,
  "find-people": true,
  "show-person": true,
  "cancel-place": true,
  "move-up": true,
  "add-person": true,
  "export-people": true,
};

export function isPeopleRequest<Other extends { type: string }>(
  request: PeopleRequest | Other,
): request is PeopleRequest {
  return Object.hasOwn(PEOPLE_TYPES, request.type);
}

const { event } = meetUp();
export const registrationId = toId<RegistrationId>("01890000-0000-7000-8000-0000000000bb");

export const places: PlaceSeen[] = [
  { type: "seat", ticketCode: "K7QM3FPA", coming: true, enteredAt: "2026-12-12T15:02:00.000Z" },
  { type: "seat", ticketCode: "K7QM3FPA", coming: false, enteredAt: undefined },
  { type: "asked", until: "2026-12-01T15:02:00.000Z" },
  { type: "waiting", position: 3, asksFirst: false },
  { type: "waiting", position: 1, asksFirst: true },
  { type: "gone" },
];

export function somebody(changes: Partial<PersonSeen> = {}): PersonSeen {
  return {
    registration: registrationId,
    name: "Anna Petrova",
    email: "anna@club.example",
    place: { type: "seat", ticketCode: "K7QM3FPA", coming: true, enteredAt: undefined },
    why: [],
    event,
    closed: undefined,
    seats: { capacity: 300, taken: 300, waiting: 4 },
    by: "whatsapp",
    since: "2026-11-30T10:00:00.000Z",
    way: "whatsapp",
    ...changes,
  };
}

export function counted(changes: Partial<PeopleCount> = {}): PeopleCount {
  return {
    event,
    closed: undefined,
    seats: { capacity: 300, taken: 300, waiting: 4 },
    held: 1,
    gone: 12,
    coming: 140,
    entered: 0,
    whatsapp: 190,
    telegram: 110,
    otherwise: 0,
    unreached: 7,
    others: true,
    ...changes,
  };
}

/** What the services answer about the people of an event. */
export function answerOfPeople(request: PeopleRequest): PeopleOutcome {
  const person = somebody();
  switch (request.type) {
    case "count-people":
      return { type: "people-counted", count: counted() };
    case "list-people-events":
      return { type: "people-events-listed", page: request.page, total: 0, zone: undefined, events: [] };
    case "list-people": {
      const { list, page } = request;
      return { type: "people-listed", page: { event, list, page, before: page * 7, total: 30, people: [person] } };
    }
    case "find-people":
      return { type: "people-searched", event, people: request.words.includes("a") ? [person] : [], more: false };
    case "show-person":
      return { type: "person-shown", person };
    case "cancel-place":
      return { type: "place-cancelled", person: somebody({ place: { type: "gone" } }), served: 1 };
    case "move-up":
      return { type: "place-stays", person, why: "seated" };
    case "add-person":
      if (!request.queue) return { type: "adding-full", event, seats: person.seats };
      return { type: "person-added", person };
    case "export-people":
      return {
        type: "people-exported",
        event,
        people: 304,
        file: { type: "people", event: event.id, by: newId<UserId>() },
      };
  }
}
