import type { EventId } from "../../../ids.ts";
import { type Choice, type Intent, type Label, label, type Params } from "../../../intents.ts";
import type { Platform } from "../../../messages.ts";
import { labelText } from "../../../texts/texts.ts";
import { event, lines, say, seatsPhrase, type Voice } from "../../replies/reply.ts";
import type { Changes, DeskEvent } from "../state.ts";
import { deskButton, withLabel } from "./button.ts";

const PLATFORMS: readonly Platform[] = ["telegram", "whatsapp"];

/** An event as people see it on both messengers, and what may be done with it. */
export function pageReply(voice: Voice, shown: DeskEvent, lead?: Label): Intent {
  const { facts, seats, status } = shown;
  return say(voice, {
    text: `desk-page-${status}`,
    params: { ...previewOf(shown), event: event(facts), taken: seats.taken, waiting: seats.waiting },
    choices: choicesOf(shown),
    lead,
  });
}

/** The first card that people get, in the words of each messenger. */
function previewOf({ facts, seats }: DeskEvent): Params {
  const params: Params = { event: event(facts), seats: seatsPhrase(seats), notes: lines([]) };
  const cards = PLATFORMS.map((platform) => [platform, { ...label("card", params), as: platform }] as const);
  return Object.fromEntries(cards);
}

function choicesOf({ facts: { id }, status }: DeskEvent): Choice[][] {
  const menu = deskButton("desk-button-menu", { act: "menu" });
  const correct = deskButton("desk-button-correct", { act: "correct", event: id });
  const callOff = deskButton("desk-button-call-off", { act: "call-off", event: id });
  const copy = deskButton("desk-button-copy", { act: "copy", event: id });
  switch (status) {
    case "draft":
      return [
        [deskButton("desk-button-publish", { act: "publish", event: id }, "yes"), correct],
        [deskButton("desk-button-keep-draft", { act: "kept" })],
      ];
    case "published":
      return [[deskButton("desk-button-links", { act: "links", event: id }), correct], [callOff, copy], [menu]];
    case "cancelled":
      return [[copy, menu]];
  }
}

export function correctQuestion(voice: Voice, id: EventId): Intent {
  return say(voice, {
    text: "desk-what-to-correct",
    choices: [
      [
        deskButton("desk-button-title", { act: "edit-title", event: id }),
        deskButton("desk-button-when", { act: "edit-when", event: id }),
      ],
      [
        deskButton("desk-button-where", { act: "edit-where", event: id }),
        deskButton("desk-button-seats", { act: "edit-seats", event: id }),
      ],
      [deskButton("desk-button-back", { act: "page", event: id })],
    ],
  });
}

export function keptReply(voice: Voice): Intent {
  return say(voice, {
    text: "desk-draft-kept",
    choices: [
      [deskButton("desk-button-events", { act: "events", number: 0 }), deskButton("desk-button-menu", { act: "menu" })],
    ],
  });
}

export function publishedReply(voice: Voice, shown: DeskEvent): Intent {
  return withLinks(voice, shown, "desk-published");
}

export function linksReply(voice: Voice, shown: DeskEvent): Intent {
  return withLinks(voice, shown, "desk-links");
}

function withLinks(voice: Voice, { facts }: DeskEvent, text: "desk-published" | "desk-links"): Intent {
  const { id, slug } = facts;
  const greeting = labelText(voice.locale, label("share-greeting", { slug }), "whatsapp");
  return say(voice, {
    text,
    params: {
      event: event(facts),
      telegram: { type: "link", link: { to: "telegram", start: `e_${slug}` } },
      whatsapp: { type: "link", link: { to: "whatsapp", text: greeting } },
    },
    choices: [
      [deskButton("desk-button-page", { act: "page", event: id }), deskButton("desk-button-menu", { act: "menu" })],
    ],
  });
}

interface Sure {
  changes: Changes;
  times: number;
  lead?: Label | undefined;
}

/** What would change, who would hear of it, and whether that is wanted. A cancellation is asked about twice. */
export function sureQuestion(voice: Voice, shown: DeskEvent, { changes, times, lead }: Sure): Intent {
  const { facts, seats } = shown;
  const people = seats.taken + seats.waiting;
  const back = deskButton("desk-button-leave-it", { act: "page", event: facts.id }, "no");
  if (changes.status === "cancelled") {
    const again = times > 0;
    return say(voice, {
      text: again ? "desk-ask-call-off-again" : "desk-ask-call-off",
      params: { event: event(facts), people },
      choices: [
        [deskButton(again ? "desk-button-call-off-sure" : "desk-button-call-off", { act: "sure" }, "yes"), back],
      ],
      lead,
    });
  }
  const told = shown.status === "published" && isElsewhere(changes) ? people : 0;
  return say(voice, {
    text: "desk-ask-sure",
    params: { event: event(facts), changes: lines(toLines(changes, facts.timeZone)), told },
    choices: [[deskButton("desk-button-sure", { act: "sure" }, "yes"), back]],
    lead,
  });
}

function isElsewhere({ startsAt, timeZone, location }: Changes): boolean {
  return startsAt !== undefined || timeZone !== undefined || location !== undefined;
}

function toLines({ title, startsAt, timeZone, location, maxParticipants, status }: Changes, zone: string): Label[] {
  const changed: Label[] = [];
  if (title !== undefined) changed.push(label("desk-change-title", { title }));
  if (startsAt !== undefined) {
    changed.push(label("desk-change-when", { at: { type: "moment", at: startsAt, zone: timeZone ?? zone } }));
  }
  if (location !== undefined) changed.push(label("desk-change-where", { location }));
  if (maxParticipants !== undefined) {
    changed.push(label("desk-change-seats", { seats: maxParticipants ?? label("desk-no-limit") }));
  }
  if (status === "published") changed.push(label("desk-change-publish"));
  return changed;
}

/** A page of all events, the latest start first; drafts among them. */
export function eventsReply(
  voice: Voice,
  { events, page, total }: { events: DeskEvent[]; page: number; total: number },
  lead?: Label,
): Intent {
  const menu = deskButton("desk-button-menu", { act: "menu" });
  if (!events.length) {
    const fresh = deskButton("desk-button-new-event", { act: "new-event" });
    return say(voice, { text: "desk-no-events", choices: [[fresh, menu]], lead });
  }
  const before = page * DESK_PAGE;
  const numbered = events.map((shown, index) => ({ shown, number: before + index + 1 }));
  const more = [
    ...(page > 0 ? [deskButton("button-earlier", { act: "events", number: page - 1 })] : []),
    ...(before + events.length < total ? [deskButton("button-more", { act: "events", number: page + 1 })] : []),
  ];
  const open = numbered.map(({ shown: { facts }, number }) =>
    withLabel(label("button-event", { number, event: event(facts) }), { act: "page", event: facts.id }),
  );
  return say(voice, {
    text: "desk-events",
    params: {
      items: lines(
        numbered.map(({ shown: { facts, seats, status }, number }) =>
          label("desk-line-event", { number, event: event(facts), note: noteOf(status, seats) }),
        ),
      ),
    },
    choices: [...open.map((choice) => [choice]), [...more, menu]],
    lead,
  });
}

/** So many and the ways on fit into WhatsApp's list. */
export const DESK_PAGE = 7;

function noteOf(status: DeskEvent["status"], seats: DeskEvent["seats"]): Label {
  return status === "published" ? seatsPhrase(seats) : label(`desk-status-${status}`);
}
