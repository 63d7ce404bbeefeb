import type { DoorOutcome, DoorRequest } from "../src/dialogue/staff/door-state.ts";
import type { DoorAnswer, Found, NoEntry, Place } from "../src/door.ts";
import { type RegistrationId, toId } from "../src/ids.ts";
import type { EventFacts } from "../src/messages.ts";

const NOW = "2026-12-12T15:02:00.000Z";
const registration = toId<RegistrationId>("01890000-0000-7000-8000-0000000000bb");
const inside = { entered: 141, seats: 300 };
const entrant = { registration, name: "Anna Petrova", code: "K7QM3FPA" };
const unnamed = { registration, name: "", code: undefined };

/** Everything that the door can be answered, in all its shapes. */
export function everyDoorAnswer(event: EventFacts): DoorAnswer[] {
  const told = { event, entrant, inside, at: NOW };
  const found = everyPlace().map((place, n) => toFound(place, n));
  return [
    { type: "at-door", event, inside, others: 0 },
    { type: "at-door", event, inside: { entered: 1, seats: 1 }, others: 2 },
    { type: "door-asked", events: [event, event] },
    { type: "door-closed", event },
    { type: "no-door", next: undefined },
    { type: "no-door", next: event },
    { type: "let-in", ...told },
    { type: "let-in", ...told, entrant: unnamed },
    { type: "in-already", ...told, by: "Max", you: false },
    { type: "in-already", ...told, by: undefined, you: false },
    { type: "in-already", ...told, by: "Max", you: true },
    { type: "other-event", event, isOn: true, here: event },
    { type: "other-event", event, isOn: false, here: event },
    { type: "other-event", event, isOn: false, here: undefined },
    { type: "unknown-code" },
    ...everyReason().flatMap((why) =>
      ["Anna Petrova", undefined].map((name): DoorAnswer => ({ type: "no-entry", why, event, name })),
    ),
    ...found.map((person): DoorAnswer => ({ type: "people-found", event, people: [person], more: false })),
    { type: "people-found", event, people: found, more: true },
    { type: "nobody-found", event },
    { type: "check-in-undone", event, entrant, inside },
    { type: "undo-missed" },
  ];
}

/** What a club answers to somebody at its door. */
export function answerAtDoor(request: DoorRequest, event: EventFacts): DoorOutcome {
  const told = { event, entrant, inside, at: NOW };
  const answers: Record<DoorRequest["type"], DoorAnswer> = {
    "look-at-door": { type: "at-door", event, inside, others: 1 },
    "check-in": { type: "let-in", ...told },
    "search-at-door": { type: "people-found", event, people: [toFound({ type: "seat" }, 0)], more: false },
    "let-in": { type: "in-already", ...told, by: "Max", you: false },
    "undo-check-in": { type: "check-in-undone", event, entrant, inside },
  };
  return { type: "door-answered", answer: answers[request.type], organises: true };
}

function everyReason(): NoEntry[] {
  return [
    { type: "event-cancelled" },
    { type: "given-up", at: NOW, wasWaiting: false, again: registration },
    { type: "given-up", at: undefined, wasWaiting: false, again: undefined },
    { type: "given-up", at: NOW, wasWaiting: true, again: undefined },
    { type: "waiting", position: 3 },
    { type: "offered" },
  ];
}

function everyPlace(): Place[] {
  return [
    { type: "seat" },
    { type: "in", at: NOW },
    { type: "waiting", position: 3 },
    { type: "offered" },
    { type: "given-up" },
  ];
}

function toFound(place: Place, n: number): Found {
  return { registration, name: "Anna Petrova", email: n ? "a••@gmail.com" : undefined, registeredAt: NOW, place };
}
