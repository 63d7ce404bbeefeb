import type { EventId } from "../../../ids.ts";
import { type Choice, type Intent, type Label, label } from "../../../intents.ts";
import type { EventFacts } from "../../../messages.ts";
import type { ListPage, PeopleCount, PersonListed } from "../../../people.ts";
import type { PeoplePress } from "../../../people-presses.ts";
import { inRows } from "../../replies/cards.ts";
import { event, lines, say, type Voice } from "../../replies/reply.ts";
import { shorten } from "../../words.ts";
import type { PeopleFile, PeopleOutcome } from "../people-state.ts";
import { backToPage, backToPeople, deskButton, type Part, toMenu, turnButtons, withLabel } from "./button.ts";
import { DESK_PAGE, eventLine } from "./event-list.ts";
import { lineOf } from "./people-lines.ts";

/** How many come, wait, and said no; by what they signed up, and whom nothing reaches. */
export function countReply(voice: Voice, count: PeopleCount, lead?: Label): Intent {
  const { seats, held, gone, coming, entered, unreached } = count;
  const told = [
    ...(seats.waiting ? [label("people-waiting", { n: seats.waiting })] : []),
    ...(gone ? [label("people-gone", { n: gone })] : []),
  ];
  const notes = [
    ...(coming ? [label("people-note-coming", { n: coming })] : []),
    ...(held ? [label("people-note-held", { n: held })] : []),
    ...(entered ? [label("people-note-entered", { n: entered, taken: seats.taken - held })] : []),
    ...(count.closed === "called-off" ? [label("people-note-called-off")] : []),
  ];
  const first =
    seats.capacity === null
      ? label("people-taken", { n: seats.taken })
      : label("people-taken-of", { n: seats.taken, capacity: seats.capacity });
  return say(voice, {
    text: "people-count",
    params: {
      event: event(count.event),
      counts: { type: "list", items: [first, ...told], between: "commas" },
      ways: waysOf(count),
      unreached,
      notes: lines(notes),
    },
    choices: countChoices(count),
    lead,
  });
}

function waysOf({ telegram, whatsapp, otherwise }: PeopleCount) {
  const ways = { whatsapp, telegram, otherwise };
  const items = Object.entries(ways).flatMap(([way, n]) => (n ? [label(`people-by-${way}`, { n })] : []));
  return { type: "list", items, between: "commas" } as const;
}

function countChoices(count: PeopleCount): Choice[][] {
  const { event: facts, seats, held, gone, closed, unreached, others } = count;
  const { id: of } = facts;
  const hasPlaces = seats.taken + seats.waiting > 0;
  const hasPeople = hasPlaces || gone > 0;
  const choice = (isOffered: boolean, key: string, press: PeoplePress) =>
    isOffered ? [deskButton(`people-button-${key}`, press)] : [];
  return [
    [
      ...choice(seats.taken > held, "comers", { act: "comers", of, page: 0 }),
      ...choice(seats.waiting + held > 0, "waiters", { act: "waiters", of, page: 0 }),
    ],
    [
      ...choice(hasPeople, "find", { act: "find-person", of }),
      ...choice(closed === undefined, "add", { act: "add-person", of }),
    ],
    [
      ...choice(hasPeople, "file", { act: "people-file", of }),
      ...choice(unreached > 0, "unreached", { act: "unreached", of, page: 0 }),
    ],
    [
      ...(closed !== "called-off" && hasPlaces ? [deskButton("desk-button-write", { act: "write", event: of })] : []),
      backToPage(of),
      ...choice(others, "others", { act: "people-which", page: 0 }),
    ],
  ];
}

/** Which event is meant. */
export function whichReply(
  voice: Voice,
  { events, page, total, zone }: Extract<PeopleOutcome, { type: "people-events-listed" }>,
  lead?: Label,
): Intent {
  if (!events.length) return say(voice, { text: "people-no-events", choices: [[toMenu()]], lead });
  const before = page * DESK_PAGE;
  const numbered = events.map((shown, index) => ({ ...shown, number: before + index + 1 }));
  const open = numbered.map(({ facts, number }) =>
    withLabel(label("button-event", { number, event: event(facts) }), { act: "people-of", of: facts.id }),
  );
  const turns = turnsOf({ page, before, shown: events.length, total }, (to) => ({ act: "people-which", page: to }));
  return say(voice, {
    text: "people-which",
    params: { items: lines(numbered.map((shown) => eventLine(shown, { number: shown.number, zone }))) },
    choices: [...open.map((choice) => [choice]), [...turns, toMenu()]],
    lead,
  });
}

/** A page of those who come, who wait, or whom nothing reaches; a number opens somebody's page. */
export function listReply(voice: Voice, listed: ListPage, lead?: Label): Intent {
  const { event: facts, list, page, before, total, people } = listed;
  const { id: of } = facts;
  const isWhy = list === "unreached";
  const turns = turnsOf({ page, before, shown: people.length, total }, (to) => ({ act: list, of, page: to }));
  return say(voice, {
    text: people.length ? `people-${list}` : `people-no-${list}`,
    params: {
      event: event(facts),
      from: before + 1,
      to: before + people.length,
      total,
      items: lines(people.map((person, index) => lineOf(person, { number: before + index + 1, facts, isWhy }))),
    },
    choices: [...numbersOf(voice, people, before), [...turns, backToPeople(of)]],
    lead,
  });
}

/** Several are called so, or nobody is. */
export function foundReply(
  voice: Voice,
  { event: facts, people, more }: Extract<PeopleOutcome, { type: "people-searched" }>,
  { words, lead }: { words: string; lead?: Label | undefined },
): Intent {
  const items = people.map((person, index) => lineOf(person, { number: index + 1, facts, isWhy: false }));
  return say(voice, {
    text: people.length ? "people-found" : "people-none-found",
    params: { event: event(facts), words: shorten(words), items: lines(items), more: more ? 1 : 0 },
    choices: [...numbersOf(voice, people, 0), [backToPeople(facts.id)]],
    lead,
  });
}

export function searchQuestion(voice: Voice, of: EventId, lead?: Label): Intent {
  return say(voice, { text: "people-ask-words", choices: [[backToPeople(of)]], lead });
}

/** The words that go with the list as a file. */
export function exportedReply(
  voice: Voice,
  { event: facts, people, file }: { event: EventFacts; people: number; file: PeopleFile },
): Intent {
  const choices = [[backToPeople(facts.id)]];
  return { ...say(voice, { text: "people-file", params: { event: event(facts), people }, choices }), file };
}

function turnsOf(part: Part, to: (page: number) => PeoplePress): Choice[] {
  return turnButtons(part, { more: "people-button-more", to });
}

function numbersOf(voice: Voice, people: PersonListed[], before: number): Choice[][] {
  const choices = people.map(({ registration }, index) =>
    withLabel(label("button-number", { number: before + index + 1 }), { act: "person", registration }),
  );
  return inRows(voice, choices, 4);
}
