import type { By, DoorAnswer, Entrant, Found, Inside, NoEntry, Place } from "../../../door.ts";
import type { RegistrationId } from "../../../ids.ts";
import { type Choice, type Intent, type Label, label, type Params } from "../../../intents.ts";
import type { EventFacts } from "../../../messages.ts";
import { inRows } from "../../replies/cards.ts";
import { event, lines, moment, type Reply, say, showCode, type Voice } from "../../replies/reply.ts";
import { deskButton, toMenu, withLabel } from "./button.ts";

interface Told {
  /** May do more than stand at a door. */
  organises: boolean;
  lead?: Label | undefined;
}

/** What the door hears. The first sign and word decide: there is noise, and a queue. */
export function doorReply(voice: Voice, answer: DoorAnswer, { organises, lead }: Told): Intent {
  return say(voice, { ...toReply(voice, answer, organises), lead });
}

function toReply(voice: Voice, answer: DoorAnswer, organises: boolean): Reply {
  switch (answer.type) {
    case "at-door":
      return {
        text: "door",
        params: { event: event(answer.event), count: count(answer.inside) },
        choices: [ways(organises, answer.others > 0)],
      };
    case "door-asked":
      return doorsReply(voice, answer);
    case "door-closed":
      return { text: "door-closed", params: { event: event(answer.event) }, choices: [menu(organises)] };
    case "no-door": {
      const next = answer.next ? label("door-next", { event: event(answer.next) }) : "";
      return { text: "door-none", params: { next }, choices: [menu(organises)] };
    }
    case "other-event":
      return otherEventReply(answer);
    case "unknown-code":
      return { text: "door-no-such-code" };
    case "no-entry":
      return noEntryReply(answer, organises);
    case "people-found":
      return foundReply(voice, answer);
    case "nobody-found":
      return { text: "door-nobody", params: { event: event(answer.event) } };
    case "undo-missed":
      return { text: "door-undo-missed" };
    default:
      return entrantReply(answer);
  }
}

type OfEntrant = Extract<DoorAnswer, { entrant: Entrant }>;

function entrantReply(answer: OfEntrant): Reply {
  const { entrant, inside } = answer;
  const params: Params = { who: who(entrant), count: count(inside) };
  switch (answer.type) {
    case "let-in": {
      const at = Date.parse(answer.at);
      const undo = deskButton("door-button-undo", { act: "undo-in", registration: entrant.registration, at });
      return { text: "door-welcome", params, choices: [[undo]] };
    }
    case "in-already":
      return { text: "door-already", params: { ...params, at: moment(answer.at, answer.event), by: by(answer) } };
    case "check-in-undone":
      return { text: "door-undone", params, choices: [[letIn(entrant.registration)]] };
  }
}

function doorsReply(voice: Voice, { events }: Extract<DoorAnswer, { type: "door-asked" }>): Reply {
  const numbered = events.map((facts, index) => ({ facts, number: index + 1 }));
  const items = numbered.map(({ facts, number }) => label("door-line-event", { number, event: event(facts) }));
  const choices = numbered.map(({ facts, number }) =>
    withLabel(label("door-button-at", { number }), { act: "door-at", door: facts.id }),
  );
  return { text: "door-which", params: { items: lines(items) }, choices: inRows(voice, choices) };
}

function otherEventReply({ event: facts, isOn, here }: Extract<DoorAnswer, { type: "other-event" }>): Reply {
  const note = here ? label("door-note-here", { event: event(here) }) : isOn ? "" : label("door-note-not-on");
  const change = deskButton("door-button-switch", { act: "door-at", door: facts.id });
  return { text: "door-other", params: { event: event(facts), note }, choices: isOn ? [[change]] : [] };
}

type Refused = Extract<DoorAnswer, { type: "no-entry" }>;

function noEntryReply({ why, event: facts, name }: Refused, organises: boolean): Reply {
  const params: Params = { name: name || label("desk-no-name"), event: event(facts) };
  switch (why.type) {
    case "event-cancelled":
      return { text: "door-no-event", params };
    case "given-up":
      return givenUpReply(why, params, facts);
    case "waiting":
      return {
        text: "door-no-waiting",
        params: { ...params, position: why.position, hint: label(organises ? "door-hint-people" : "door-hint-ask") },
      };
    case "offered":
      return { text: "door-no-offered", params };
  }
}

function givenUpReply(
  { at, wasWaiting, again }: Extract<NoEntry, { type: "given-up" }>,
  params: Params,
  facts: EventFacts,
): Reply {
  const on = at === undefined ? "" : label("door-on", { at: moment(at, facts) });
  return {
    text: wasWaiting ? "door-no-place" : "door-no-seat",
    params: { ...params, on, note: again ? label("door-note-again") : "" },
    choices: again ? [[letIn(again)]] : [],
  };
}

/** A name alone is no proof: whoever is meant is let in by one tap more. */
function foundReply(
  voice: Voice,
  { people, more, event: facts }: Extract<DoorAnswer, { type: "people-found" }>,
): Reply {
  const [only] = people;
  if (only && people.length === 1) {
    return { text: "door-found-one", params: { person: describe(only, facts) }, choices: [[letIn(only.registration)]] };
  }
  const numbered = people.map((person, index) => ({ person, number: index + 1 }));
  const items = numbered.map(({ person, number }) => label("door-line", { number, person: describe(person, facts) }));
  const choices = numbered
    .filter(({ person }) => person.place.type === "seat")
    .map(({ person, number }) =>
      withLabel(label("door-button-let-in-number", { number }), { act: "let-in", registration: person.registration }),
    );
  const hint = choices.length ? label("door-hint-number") : "";
  const note = more ? label("door-note-more") : "";
  return { text: "door-found", params: { items: lines(items), hint, note }, choices: inRows(voice, choices) };
}

function describe({ name, email, registeredAt, place }: Found, facts: EventFacts): Label {
  return label("door-person", {
    name,
    email: email === undefined ? "" : label("door-person-email", { email }),
    at: moment(registeredAt, facts),
    place: placeOf(place, facts),
  });
}

function placeOf(place: Place, facts: EventFacts): Label | string {
  switch (place.type) {
    case "seat":
      return "";
    case "in":
      return label("door-place-in", { at: moment(place.at, facts) });
    case "waiting":
      return label("door-place-waiting", { position: place.position });
    case "offered":
    case "given-up":
      return label(`door-place-${place.type}`);
  }
}

function who({ name, code }: Entrant): Label {
  const named = { name: name || label("desk-no-name") };
  return code === undefined ? label("door-who", named) : label("door-who-code", { ...named, code: showCode(code) });
}

function count({ entered, seats }: Inside): Label {
  return label("door-count", { entered, seats });
}

function by({ by: name, you }: By): Label | string {
  if (you) return label("door-by-you");
  return name ? label("door-by", { name }) : "";
}

function letIn(registration: RegistrationId): Choice {
  return deskButton("door-button-let-in", { act: "let-in", registration }, "yes");
}

function ways(organises: boolean, others: boolean): Choice[] {
  const doors = others ? [deskButton("door-button-doors", { act: "doors" })] : [];
  return [deskButton("door-button-refresh", { act: "refresh" }), ...doors, ...menu(organises)];
}

function menu(organises: boolean): Choice[] {
  return organises ? [toMenu()] : [];
}
