import type { EventId } from "../../../ids.ts";
import { type Choice, type Intent, type Label, label } from "../../../intents.ts";
import type { EventFacts, SeatCount } from "../../../messages.ts";
import type { PersonSeen, Stays } from "../../../people.ts";
import { event, isFull, lines, moment, say, showCode, type Voice } from "../../replies/reply.ts";
import { backToPeople, deskButton } from "./button.ts";
import { nameOf } from "./people-lines.ts";

/** Who somebody is, how they stand, and what can be done for them. */
export function personReply(voice: Voice, person: PersonSeen, lead?: Label): Intent {
  const { name, email, event: facts } = person;
  return say(voice, {
    text: "person-page",
    params: {
      event: event(facts),
      name: nameOf(name),
      facts: lines([
        ...(email ? [label("people-line-mail", { email })] : []),
        label(`person-by-${person.by}`, { at: moment(person.since, facts) }),
        ...placeOf(person),
        reachOf(person),
      ]),
    },
    choices: [actionsFor(person), [backToPeople(facts.id)]],
    lead,
  });
}

function placeOf({ place, event: facts }: PersonSeen): Label[] {
  switch (place.type) {
    case "seat": {
      const { coming, enteredAt } = place;
      return [
        label("person-seat", { code: showCode(place.ticketCode) }),
        ...(coming ? [label("person-coming")] : []),
        ...(enteredAt ? [label("person-in", { at: moment(enteredAt, facts) })] : []),
      ];
    }
    case "asked":
      return [label("person-asked", { at: moment(place.until, facts) })];
    case "waiting":
      return [label("person-waits", { position: place.position, asked: place.asksFirst ? 1 : 0 })];
    case "gone":
      return [label("person-gone")];
  }
}

function reachOf({ way, why }: PersonSeen): Label {
  return way ? label(`person-reached-${way}`) : label("person-unreached", { why: whyOf(why) });
}

function whyOf(why: PersonSeen["why"]) {
  return { type: "list", items: why.map((one) => label(`people-why-${one}`)), between: "commas" } as const;
}

function actionsFor({ registration, place, closed, seats, why }: PersonSeen): Choice[] {
  if (closed) return [];
  const isFree = !isFull(seats);
  const up = (as: "move-up" | "give-seat") => deskButton(`people-button-${as}`, { act: "move-up", registration });
  const cancel = deskButton("people-button-cancel", { act: "cancel-place", registration });
  if (place.type === "gone") return isFree && !why.includes("forgotten") ? [up("give-seat")] : [];
  if (place.type !== "waiting") return [cancel];
  if (isFree) return [up("give-seat"), cancel];
  return place.position > 1 ? [up("move-up"), cancel] : [cancel];
}

/** Asked once: whoever it is will hear of it, if anything reaches them. */
export function cancelQuestion(voice: Voice, person: PersonSeen, lead?: Label): Intent {
  const { registration, name, event: facts, place, seats, why, way } = person;
  const isPassedOn = place.type !== "waiting" && seats.waiting > 0;
  return say(voice, {
    text: "person-ask-cancel",
    params: {
      event: event(facts),
      name: nameOf(name),
      passed: isPassedOn ? 1 : 0,
      told: way ? 1 : 0,
      why: whyOf(why),
    },
    choices: [
      [
        deskButton("people-button-cancel-sure", { act: "sure" }, "yes"),
        deskButton("people-button-keep", { act: "person", registration }, "no"),
      ],
    ],
    lead,
  });
}

export function nameQuestion(voice: Voice, of: EventId, lead?: Label): Intent {
  return say(voice, { text: "people-ask-name", choices: [[backToPeople(of)]], lead });
}

/** No seat is free: whether the name is to go on the waiting list. */
export function queueQuestion(
  voice: Voice,
  { event: facts, seats, name }: { event: EventFacts; seats: SeatCount; name: string },
): Intent {
  return say(voice, {
    text: "people-ask-queue",
    params: { name, capacity: seats.capacity ?? 0, waiting: seats.waiting },
    choices: [
      [
        deskButton("people-button-queue", { act: "sure" }, "yes"),
        deskButton("people-button-no-queue", { act: "people-of", of: facts.id }, "no"),
      ],
    ],
  });
}

/** Written down; the ticket is for the organiser to hand on. */
export function addedReply(voice: Voice, { event: facts, name, place }: PersonSeen): Intent {
  const again = deskButton("people-button-add-next", { act: "add-person", of: facts.id });
  const params = { event: event(facts), name: nameOf(name) };
  const choices = [[again, backToPeople(facts.id)]];
  if (place.type !== "seat") {
    const position = place.type === "waiting" ? place.position : 1;
    return say(voice, { text: "people-added-queue", params: { ...params, position }, choices });
  }
  const { ticketCode: code } = place;
  const link = { type: "link", link: { to: "ticket", code } } as const;
  return say(voice, { text: "people-added", params: { ...params, code: showCode(code), link }, choices });
}

/** Why somebody's place stays as it is. */
export function stays(why: Stays): Label {
  return label(`people-lead-stays-${why}`);
}

export function cancelled({ way }: PersonSeen, served: number): Label {
  return label("people-lead-cancelled", { served, told: way ? 1 : 0 });
}

export function movedUp({ way }: PersonSeen, to: "seated" | "asked" | "first"): Label {
  return label(`people-lead-${to}`, { told: way ? 1 : 0 });
}
