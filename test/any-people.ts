import fc from "fast-check";
import type { PeopleOutcome, PeopleQuestion, Shown } from "../src/dialogue/staff/people-state.ts";
import { newId, type UserId } from "../src/ids.ts";
import type { PeopleList, PersonSeen, Stays } from "../src/people.ts";
import { eventId, meetUp } from "./club.ts";
import { counted, places, registrationId, somebody } from "./club-people.ts";

/** Whatever can come about the people of an event, and wherever their desk can stand: for the dialogue's laws. */

const of = fc.constantFrom(eventId(1), eventId(2));
const registration = fc.constant(registrationId);
const lists = fc.constantFrom<PeopleList>("comers", "waiters", "unreached");
const page = fc.nat(5);

const shown: fc.Arbitrary<Shown> = fc.oneof(
  fc.record({ type: fc.constant("count") }),
  fc.record({ type: fc.constant("search"), words: fc.string() }, { requiredKeys: ["type"] }),
  fc.record({ type: fc.constant("list"), list: lists, page }),
  fc.record({ type: fc.constant("person"), registration }),
);

export const peopleQuestions: fc.Arbitrary<PeopleQuestion> = fc.oneof(
  fc.record({ type: fc.constant("people"), of, shown }),
  fc.record({ type: fc.constant("adding"), of, name: fc.string() }, { requiredKeys: ["type", "of"] }),
  fc.record({ type: fc.constant("cancelling"), of, registration }),
);

const people: fc.Arbitrary<PersonSeen> = fc
  .record({
    place: fc.constantFrom(...places),
    closed: fc.constantFrom(undefined, "over", "called-off"),
    name: fc.option(fc.string(), { nil: undefined }),
    email: fc.constantFrom(undefined, "anna@club.example"),
    why: fc.constantFrom<PersonSeen["why"]>([], ["blocked-telegram", "window-closed"], ["forgotten"]),
    way: fc.constantFrom(undefined, "telegram", "whatsapp", "template", "mail"),
    by: fc.constantFrom<PersonSeen["by"]>("telegram", "whatsapp", "hand", "program"),
  })
  .map(somebody);

const { event } = meetUp();
const seats = fc.constantFrom({ capacity: 300, taken: 300, waiting: 4 }, { capacity: null, taken: 0, waiting: 0 });

export const peopleOutcomes: fc.Arbitrary<PeopleOutcome> = fc.oneof(
  fc.record({
    type: fc.constant("people-counted"),
    count: fc
      .record({
        held: fc.nat(2),
        gone: fc.nat(2),
        coming: fc.nat(2),
        unreached: fc.nat(2),
        others: fc.boolean(),
        seats,
      })
      .map(counted),
  }),
  fc.constant<PeopleOutcome>({ type: "people-events-listed", page: 0, total: 0, zone: undefined, events: [] }),
  fc.constantFrom<PeopleOutcome>({ type: "people-missing" }, { type: "person-missing" }),
  fc.record({
    type: fc.constant("people-listed"),
    page: fc.record({
      event: fc.constant(event),
      list: lists,
      page,
      before: fc.nat(30),
      total: fc.nat(50),
      people: fc.array(people, { maxLength: 7 }),
    }),
  }),
  fc.record({
    type: fc.constant("people-searched"),
    event: fc.constant(event),
    people: fc.array(people, { maxLength: 7 }),
    more: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom("person-shown", "person-added"), person: people }),
  fc.record({ type: fc.constant("place-cancelled"), person: people, served: fc.nat(2) }),
  fc.record({ type: fc.constant("moved-up"), person: people, to: fc.constantFrom("seated", "asked", "first") }),
  fc.record({
    type: fc.constant("place-stays"),
    person: people,
    why: fc.constantFrom<Stays>("gone", "seated", "asked", "first", "full", "over", "called-off"),
  }),
  fc.record({ type: fc.constant("adding-full"), event: fc.constant(event), seats }),
  fc.record({
    type: fc.constant("adding-closed"),
    event: fc.constant(event),
    why: fc.constantFrom("over", "called-off"),
  }),
  fc.constant<PeopleOutcome>({
    type: "people-exported",
    event,
    people: 304,
    file: { type: "people", event: event.id, by: newId<UserId>() },
  }),
);
