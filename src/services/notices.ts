import { type Choice, type Intent, label, type Params } from "../intents.ts";
import type { EventFacts, Locale } from "../messages.ts";
import { type Press, toData } from "../presses.ts";
import { formatTicketCode } from "../ticket-code.ts";

/** What the rules say unasked. Pure: who is told, and in which language, is for the caller. */

/** The ticket of someone who waited, in one message like every ticket. */
export function seatYours(
  event: EventFacts,
  { code, locale, zone }: { code: string; locale: Locale | null; zone: string | null },
): Intent {
  const params: Params = {
    event: { type: "event", event },
    code: formatTicketCode(code),
    link: { type: "link", link: { to: "ticket", code } },
  };
  return {
    text: "seat-yours",
    params,
    ...(locale !== null && { locale }),
    ...(zone !== null && { zone }),
    choices: ticketChoices(event),
    picture: { type: "ticket", code },
  };
}

/** A seat is held for somebody who wants to be asked; when it goes, `until` is told as it is then. */
export function seatOffered(
  event: EventFacts,
  {
    until,
    locale,
    zone,
    isMoved = false,
  }: { until: Date; locale: Locale | null; zone: string | null; isMoved?: boolean },
): Intent {
  const { id: eventId, timeZone } = event;
  return {
    text: "seat-offered",
    params: {
      event: { type: "event", event },
      until: { type: "moment", at: until.toISOString(), zone: timeZone },
    },
    ...(isMoved && { lead: label("lead-event-moved") }),
    ...(locale !== null && { locale }),
    ...(zone !== null && { zone }),
    choices: [
      [
        button("button-take-seat", { verb: "take-seat", eventId }),
        button("button-leave-list", { verb: "give-up", eventId }),
      ],
    ],
  };
}

/** There are fewer seats now: the offer is taken back, the place in the queue stays. */
export function offerWithdrawn(
  event: EventFacts,
  { locale, zone }: { locale: Locale | null; zone: string | null },
): Intent {
  return {
    text: "offer-withdrawn",
    params: { event: { type: "event", event } },
    ...(locale !== null && { locale }),
    ...(zone !== null && { zone }),
    choices: [[button("button-leave-queue", { verb: "give-up", eventId: event.id })]],
  };
}

/** The organisers took somebody's place away, be it a seat or one in the queue. */
export function placeCancelled(
  event: EventFacts,
  { locale, zone }: { locale: Locale | null; zone: string | null },
): Intent {
  return {
    text: "place-cancelled",
    params: { event: { type: "event", event } },
    ...(locale !== null && { locale }),
    ...(zone !== null && { zone }),
    choices: [[button("button-events", { verb: "events" })]],
  };
}

/** Asks whether they come. `name`, `named`, language and zone are filled in for each, `days` and `minutes` when it goes. */
export function reminder(kind: "reminder-24h" | "reminder-1h", event: EventFacts): Intent {
  const { id: eventId } = event;
  const ticket = button("button-show-ticket", { verb: "ticket", eventId });
  const map: Choice = { type: "url", label: label("button-map"), link: { to: "map", code: "" } };
  const coming = button("button-coming", { verb: "coming", eventId });
  const giveUp = button("button-cannot-come", { verb: "give-up", eventId });
  return {
    text: kind,
    params: { event: { type: "event", event }, name: "", named: 0, days: 1, minutes: 60 },
    // WhatsApp has one row of three, and an hour before nobody is asked there who is on the way already.
    choices:
      kind === "reminder-24h"
        ? [[coming, { ...giveUp, only: "telegram" }], [ticket, map], [{ ...giveUp, only: "whatsapp" }]]
        : [
            [ticket, map],
            [{ ...coming, only: "telegram" }, giveUp],
          ],
  };
}

/** A notice to many, which differs only in language, zone and ticket code. */
export interface Notices {
  confirmed: Intent;
  waitlisted: Intent;
}

/** Another time or place. Those who wait are told in other words, since they have no ticket. */
export function eventChanged(event: EventFacts): Notices {
  const leave = [button("button-leave-queue", { verb: "give-up", eventId: event.id })];
  return {
    confirmed: toMany("event-changed", event, ticketChoices(event)),
    waitlisted: toMany("event-changed-waiting", event, [leave]),
  };
}

/** It does not take place, for those with a seat and those who wait alike. `word`: what the organisers add. */
export function eventCancelled(event: EventFacts, word?: string): Notices {
  const text = word === undefined ? "event-cancelled" : "event-cancelled-word";
  const said = toMany(text, event, [[button("button-events", { verb: "events" })]]);
  const intent = word === undefined ? said : { ...said, params: { ...said.params, words: word } };
  return { confirmed: intent, waitlisted: intent };
}

/** What the organisers write about it, as they typed it. */
export function eventNews(event: EventFacts, words: string): Intent {
  return {
    text: "event-news",
    params: { event: { type: "event", event }, words },
    choices: [[button("button-my-place", { verb: "ticket", eventId: event.id })]],
  };
}

function toMany(text: string, event: EventFacts, choices: Choice[][]): Intent {
  return { text, params: { event: { type: "event", event }, code: "" }, choices };
}

function ticketChoices({ id }: EventFacts): Choice[][] {
  return [
    [
      button("button-ticket", { verb: "ticket", eventId: id }),
      button("button-give-up", { verb: "give-up", eventId: id }),
    ],
  ];
}

function button(key: string, press: Press): Extract<Choice, { type: "press" }> {
  return { type: "press", label: label(key), data: toData(press) };
}
