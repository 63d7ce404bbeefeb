import type { Choice, Intent, Label, Param } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Card, EventFacts, Listed } from "../../messages.ts";
import { toData } from "../../presses.ts";
import { button, event, isFull, lines, otherLocale, say, seatsPhrase, type Voice } from "./reply.ts";

export interface CardExtras {
  /** The first thing this chat hears: says who speaks, and offers the other language. */
  first?: boolean;
  /** A name of their own that a press can register under at once. */
  profileName?: string | undefined;
  lead?: Label | undefined;
}

/** An event as someone without a place in it sees it: to join, to queue for, or closed. */
export function cardReply(voice: Voice, card: Card, extras: CardExtras = {}): Intent {
  if (card.closed) return closedCard(voice, card, extras);
  const { first = false, lead } = extras;
  const { seats, person } = card;
  const notes: Label[] = [];
  if (person) notes.push(label(person.reminders ? "note-known" : "note-known-quiet"));
  if (first) notes.push(label("note-greeting"));
  const params = { event: event(card.event), notes: lines(notes) };
  const full = isFull(seats);
  const counts: { [name: string]: Param } = full
    ? { capacity: seats.capacity ?? 0, waiting: seats.waiting, position: seats.waiting + 1 }
    : { seats: seatsPhrase(seats) };
  return say(voice, {
    text: full ? "card-full" : "card",
    params: { ...params, ...counts },
    choices: full ? queueChoices(voice, card, first) : signUpChoices(voice, card, extras),
    lead,
  });
}

function signUpChoices(voice: Voice, card: Card, { first, profileName }: CardExtras): Choice[][] {
  const {
    event: { id },
    person,
  } = card;
  const join: Choice[] = [];
  const others: Choice[] = [];
  if (person) {
    join.push(button("button-sign-up", { verb: "sign-up", eventId: id }));
    others.push(button("button-other-details", { verb: "other-name", eventId: id }));
  } else if (profileName && voice.platform === "telegram") {
    const registerAs = label("button-register-as", { name: profileName });
    join.push({ type: "press", label: registerAs, data: toData({ verb: "sign-up", eventId: id }), says: "yes" });
    others.push(button("button-other-name", { verb: "other-name", eventId: id }));
  } else {
    join.push(button("button-sign-up", { verb: "sign-up", eventId: id }, "yes"));
  }
  others.push(...otherEvents(card));
  const room = voice.platform === "telegram" || others.length + join.length < 3;
  if (first && room) others.push(switchLanguage(voice));
  return [join, others];
}

function queueChoices(voice: Voice, card: Card, first: boolean): Choice[][] {
  const eventId = card.event.id;
  const ways = [
    button("button-queue", { verb: "queue", eventId }, "yes"),
    button("button-queue-asked", { verb: "queue-asked", eventId }),
  ];
  const rest = otherEvents(card);
  const room = voice.platform === "telegram" || ways.length + rest.length < 3;
  if (first && room) rest.push(switchLanguage(voice));
  return [ways, rest];
}

/** With a single event "other events" would lead back to where one is. */
function otherEvents({ others }: Card): Choice[] {
  return others > 0 ? [button("button-events", { verb: "events" })] : [];
}

/** Named in the other language. */
function switchLanguage(voice: Voice): Choice {
  return button("button-switch-language", { verb: "language", locale: otherLocale(voice.locale) });
}

function closedCard(voice: Voice, card: Card, { lead }: CardExtras): Intent {
  return say(voice, {
    text: card.closed === "cancelled" ? "card-cancelled" : "card-started",
    params: { event: event(card.event) },
    choices: [[button("button-events", { verb: "events" }), button("button-my", { verb: "my" })]],
    lead,
  });
}

export interface EventPage {
  page: number;
  before: number;
  total: number;
  events: Listed[];
}

/** How many a page holds, for "10 to 17 of 23". */
const NEXT_PAGE = 8;

/** The list of what is on: numbered full titles in the body, numbers and dates on the buttons. */
export function eventListReply(
  voice: Voice,
  listed: EventPage,
  { lead, first = false }: { lead?: Label | undefined; first?: boolean } = {},
): Intent {
  const { events, before, total, page } = listed;
  if (events.length === 0)
    return say(voice, { text: "no-events", choices: [[button("button-my", { verb: "my" })]], lead });
  const numbered = events.map(({ event: facts, seats }, index) => ({ facts, seats, number: before + index + 1 }));
  const rest = [
    ...pageChoices({ page, before, shown: events.length, total }),
    ...(first && page === 0 ? [switchLanguage(voice)] : []),
  ];
  const few = isFew(events.length + rest.length);
  const buttons = numbered.map(({ facts, seats, number }) =>
    eventChoice(voice, { facts, number, few, description: rowDescription(facts, seatsPhrase(seats)) }),
  );
  return say(voice, {
    text: "event-list",
    params: {
      items: lines(
        numbered.map((one) =>
          label("line-event", { number: one.number, event: event(one.facts), seats: seatsPhrase(one.seats) }),
        ),
      ),
    },
    choices: [...inRows(voice, buttons), rest],
    lead: lead ?? (first ? label("note-greeting") : undefined),
  });
}

function rowDescription(facts: EventFacts, note: Label): Label {
  return label("row-event", { event: event(facts), note });
}

/** WhatsApp shows up to three choices as buttons, with room for a number, and more as a list, with room for a date. */
export function isFew(choices: number): boolean {
  return choices <= 3;
}

/** A number, with the date where there is room: a title is never a button. */
export function eventChoice(
  voice: Voice,
  { facts, number, few, description }: { facts: EventFacts; number: number; few: boolean; description?: Label },
): Choice {
  const short = few && voice.platform === "whatsapp";
  const title = short ? label("button-number", { number }) : label("button-event", { number, event: event(facts) });
  const data = toData({ verb: "event", eventId: facts.id });
  return description ? { type: "press", label: title, data, description } : { type: "press", label: title, data };
}

/** Two in a row on Telegram. */
export function inRows(voice: Voice, choices: Choice[]): Choice[][] {
  if (voice.platform === "whatsapp") return [choices];
  return choices.flatMap((_, index) => (index % 2 === 0 ? [choices.slice(index, index + 2)] : []));
}

function pageChoices({
  page,
  before,
  shown,
  total,
}: {
  page: number;
  before: number;
  shown: number;
  total: number;
}): Choice[] {
  const choices: Choice[] = [];
  const next = before + shown;
  if (page > 0) choices.push(button("button-earlier", { verb: "page", page: page - 1 }));
  if (next < total) {
    const range = label("row-range", { from: next + 1, to: Math.min(total, next + NEXT_PAGE), total });
    const more = toData({ verb: "page", page: page + 1 });
    choices.push({ type: "press", label: label("button-more"), data: more, description: range });
  }
  return choices;
}
