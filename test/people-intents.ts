import type { Voice } from "../src/dialogue/replies/reply.ts";
import type { DeskEvent } from "../src/dialogue/staff/desk-event.ts";
import * as people from "../src/dialogue/staff/replies/people.ts";
import * as person from "../src/dialogue/staff/replies/person.ts";
import { newId, type UserId } from "../src/ids.ts";
import { type Intent, label } from "../src/intents.ts";
import type { EventFacts, Obstacle } from "../src/messages.ts";
import type { PeopleList, PersonSeen, Stays } from "../src/people.ts";
import { counted, places, somebody } from "./club-people.ts";

const OBSTACLES: Obstacle[] = [
  "stopped",
  "blocked-telegram",
  "blocked-whatsapp",
  "window-closed",
  "off",
  "no-chat",
  "by-hand",
  "forgotten",
];
const STAYS: Stays[] = ["gone", "seated", "asked", "first", "full", "over", "called-off"];
const LISTS: PeopleList[] = ["comers", "waiters", "unreached"];

/** Everything that is said to organisers about the people of an event. */
export function peopleIntents(voice: Voice, event: EventFacts): Intent[] {
  return [...ofCounts(voice, event), ...ofLists(voice, event), ...ofPersons(voice, event), ...ofAdding(voice, event)];
}

function ofCounts(voice: Voice, event: EventFacts): Intent[] {
  const none = { telegram: 0, whatsapp: 0, otherwise: 0, held: 0, gone: 0, coming: 0, unreached: 0, others: false };
  const shown: DeskEvent = {
    facts: event,
    description: null,
    seats: { capacity: 30, taken: 3, waiting: 0 },
    status: "published",
    revision: 3,
  };
  return [
    ...[1, 2, 5, 21].map((n) =>
      people.countReply(
        voice,
        counted({ event, held: n, gone: n, coming: n, entered: n, otherwise: n, unreached: n, closed: "called-off" }),
      ),
    ),
    people.countReply(voice, counted({ event, ...none, seats: { capacity: null, taken: 0, waiting: 0 } })),
    people.countReply(voice, counted({ event }), label("people-lead-person-missing")),
    people.whichReply(voice, { type: "people-events-listed", page: 0, total: 0, zone: undefined, events: [] }),
    people.whichReply(voice, {
      type: "people-events-listed",
      page: 1,
      total: 30,
      zone: "Europe/Moscow",
      events: [shown, shown],
    }),
    people.exportedReply(voice, { event, people: 304, file: { type: "people", event: event.id, by: newId<UserId>() } }),
    people.searchQuestion(voice, event.id),
  ];
}

function ofLists(voice: Voice, event: EventFacts): Intent[] {
  const all = [
    ...places.map((place) => somebody({ event, place })),
    somebody({ event, name: undefined, why: OBSTACLES }),
  ];
  return [
    ...LISTS.flatMap((list) => [
      people.listReply(voice, { event, list, page: 1, before: 7, total: 30, people: all }),
      people.listReply(voice, { event, list, page: 0, before: 0, total: 0, people: [] }),
    ]),
    people.foundReply(voice, { type: "people-searched", event, people: all, more: true }, { words: "ann" }),
    people.foundReply(voice, { type: "people-searched", event, people: [], more: false }, { words: "x".repeat(200) }),
  ];
}

function ofPersons(voice: Voice, event: EventFacts): Intent[] {
  const bys: PersonSeen["by"][] = ["telegram", "whatsapp", "hand", "program"];
  const ways: PersonSeen["way"][] = ["telegram", "whatsapp", "template", "mail", undefined];
  const seen = [
    ...places.map((place) => somebody({ event, place })),
    ...places.map((place) => somebody({ event, place, seats: { capacity: 300, taken: 2, waiting: 1 } })),
    ...bys.map((by) => somebody({ event, by, email: undefined })),
    ...ways.map((way) => somebody({ event, way, why: way ? [] : OBSTACLES })),
    somebody({ event, closed: "over" }),
  ];
  const moved = (["seated", "asked", "first"] as const).flatMap((to) => seen.map((one) => person.movedUp(one, to)));
  const leads = [
    ...STAYS.map(person.stays),
    ...moved,
    ...[0, 1, 2].flatMap((n) => seen.map((one) => person.cancelled(one, n))),
  ];
  return [
    ...seen.flatMap((one) => [person.personReply(voice, one), person.cancelQuestion(voice, one)]),
    ...leads.map((lead) => person.personReply(voice, somebody({ event }), lead)),
  ];
}

function ofAdding(voice: Voice, event: EventFacts): Intent[] {
  const seats = { capacity: 300, taken: 300, waiting: 4 };
  return [
    person.nameQuestion(voice, event.id, label("people-lead-name-unclear")),
    ...[0, 1, 4].map((waiting) => person.queueQuestion(voice, { event, seats: { ...seats, waiting }, name: "Anna" })),
    ...places.map((place) => person.addedReply(voice, somebody({ event, place }))),
  ];
}
