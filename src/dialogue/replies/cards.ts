import type { Choice, Intent, Label, Param } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Card, EventFacts, Listed } from "../../messages.ts";
import { toData } from "../../presses.ts";
import { beginningOf, hasMore, moreButton } from "./about.ts";
import { button, event, isFull, lines, otherLocale, say, seatsPhrase, type Voice, withPicture } from "./reply.ts";

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
  const about = beginningOf(card.description, card.event);
  const params = { event: event(card.event), about, notes: lines(notes) };
  const full = isFull(seats);
  const counts: { [name: string]: Param } = full
    ? { capacity: seats.capacity ?? 0, waiting: seats.waiting, position: seats.waiting + 1 }
    : { seats: seatsPhrase(seats) };
  const reply = say(voice, {
    text: full ? "card-full" : "card",
    params: { ...params, ...counts },
    choices: joinChoices(voice, card, { ...extras, more: hasMore(card) }),
    lead,
  });
  return withPicture(reply, card.picture);
}

/** `more`: to read all about it. */
type Joining = Pick<CardExtras, "first" | "profileName"> & { more?: boolean };

/** What leads to a place in an event: a seat, or the queue of a full one; nothing once it is closed. */
export function joinChoices(voice: Voice, card: Card, extras: Joining): Choice[][] {
  if (card.closed) return [otherEvents(card)];
  const full = isFull(card.seats);
  const ways = full ? queueChoices(card) : [signUpChoice(voice, card, extras.profileName)];
  const others = [
    ...(full ? [] : detailsChoices(voice, card, extras.profileName)),
    ...(extras.more ? [moreButton(card.event, 0)] : []),
    ...otherEvents(card),
    ...(extras.first ? [switchLanguage(voice)] : []),
  ];
  // A fourth would hide all of them in WhatsApp's list.
  return [ways, voice.platform === "whatsapp" ? others.slice(0, MOST_BUTTONS - ways.length) : others];
}

const MOST_BUTTONS = 3;

function signUpChoice(voice: Voice, { event: { id }, person }: Card, profileName: string | undefined): Choice {
  if (person) return button("button-sign-up", { verb: "sign-up", eventId: id });
  if (!isNamedAtOnce(voice, profileName)) return button("button-sign-up", { verb: "sign-up", eventId: id }, "yes");
  const registerAs = label("button-register-as", { name: profileName });
  return { type: "press", label: registerAs, data: toData({ verb: "sign-up", eventId: id }), says: "yes" };
}

function detailsChoices(voice: Voice, { event: { id }, person }: Card, profileName: string | undefined): Choice[] {
  if (person) return [button("button-other-details", { verb: "other-name", eventId: id })];
  return isNamedAtOnce(voice, profileName) ? [button("button-other-name", { verb: "other-name", eventId: id })] : [];
}

function isNamedAtOnce({ platform }: Voice, profileName: string | undefined): profileName is string {
  return platform === "telegram" && profileName !== undefined && profileName !== "";
}

function queueChoices({ event: { id } }: Card): Choice[] {
  return [
    button("button-queue", { verb: "queue", eventId: id }, "yes"),
    button("button-queue-asked", { verb: "queue-asked", eventId: id }),
  ];
}

/** With a single event "other events" would lead back to where one is. */
function otherEvents({ others }: Card): Choice[] {
  return others ? [button("button-events", { verb: "events" })] : [];
}

/** Named in the other language. A label of its own: typed, too, the name of a language means that language. */
function switchLanguage(voice: Voice): Choice {
  const locale = otherLocale(voice.locale);
  return button(locale === "en" ? "button-english" : "button-russian", { verb: "language", locale });
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

/** On Telegram two stand beside each other, or more of what is short. */
export function inRows(voice: Voice, choices: Choice[], beside = 2): Choice[][] {
  if (voice.platform === "whatsapp") return [choices];
  return choices.flatMap((_, index) => (index % beside === 0 ? [choices.slice(index, index + beside)] : []));
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
