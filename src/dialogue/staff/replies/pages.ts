import type { EventId } from "../../../ids.ts";
import { type Choice, type Intent, type Label, label, type Params } from "../../../intents.ts";
import type { Platform } from "../../../messages.ts";
import { cutToFit } from "../../../texts/cut.ts";
import { beginningOf } from "../../replies/about.ts";
import { event, lines, say, seatsPhrase, type Voice, withPicture } from "../../replies/reply.ts";
import type { DeskEvent } from "../desk-event.ts";
import type { Changes } from "../state.ts";
import { deskButton, leaveIt, toMenu } from "./button.ts";
import { peopleOf } from "./calling-off.ts";
import { posterButton } from "./sharing.ts";

const PLATFORMS: readonly Platform[] = ["telegram", "whatsapp"];

/** An event as people see it on both messengers, and what may be done with it. */
export function pageReply(voice: Voice, shown: DeskEvent, lead?: Label): Intent {
  const { facts, description, picture, seats, held = 0, status } = shown;
  const page = say(voice, {
    text: `desk-page-${status}`,
    params: {
      ...previewOf(voice, shown),
      event: event(facts),
      about: beginningOf(description, facts),
      taken: seats.taken,
      held,
      waiting: seats.waiting,
    },
    choices: choicesOf(shown),
    lead,
  });
  return withPicture(page, picture);
}

/** The first card that people get, in the words of each messenger. WhatsApp has no room for a long one twice. */
function previewOf(voice: Voice, { facts, description, seats }: DeskEvent): Params {
  const whole = beginningOf(description, facts);
  const about = voice.platform === "whatsapp" ? cutToFit(whole, PREVIEWED_TWICE) : whole;
  const params: Params = { event: event(facts), seats: seatsPhrase(seats), about, notes: lines([]) };
  const cards = PLATFORMS.map((platform) => [platform, { ...label("card", params), as: platform }] as const);
  return Object.fromEntries(cards);
}

const PREVIEWED_TWICE = 150;

function choicesOf({ facts: { id }, status }: DeskEvent): Choice[][] {
  const correct = deskButton("desk-button-correct", { act: "correct", event: id });
  const callOff = deskButton("desk-button-call-off", { act: "call-off", event: id });
  const write = deskButton("desk-button-write", { act: "write", event: id });
  const copy = deskButton("desk-button-copy", { act: "copy", event: id });
  const door = deskButton("door-button-door", { act: "door-at", door: id });
  const people = deskButton("desk-button-people", { act: "people-of", of: id });
  switch (status) {
    case "draft":
      return [
        [deskButton("desk-button-publish", { act: "publish", event: id }, "yes"), correct],
        [deskButton("desk-button-keep-draft", { act: "kept" })],
      ];
    case "published":
      return [
        [deskButton("desk-button-links", { act: "links", event: id }), posterButton(id)],
        [correct, copy],
        [people, write, door],
        [callOff, toMenu()],
      ];
    case "cancelled":
      return [[people], [copy, toMenu()]];
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
      [
        deskButton("desk-button-description", { act: "edit-description", event: id }),
        // WhatsApp keeps no picture for long.
        ...(voice.platform === "telegram"
          ? [deskButton("desk-button-picture", { act: "edit-picture", event: id })]
          : []),
      ],
      [deskButton("desk-button-back", { act: "page", event: id })],
    ],
  });
}

export function copyQuestion(
  voice: Voice,
  { begun, title, lead }: { begun: string; title: string; lead?: Label | undefined },
): Intent {
  return say(voice, {
    text: "desk-ask-copy",
    params: { begun, title },
    choices: [
      [
        deskButton("desk-button-copy-sure", { act: "sure" }, "yes"),
        deskButton("desk-button-go-on", { act: "go-on" }, "no"),
      ],
    ],
    lead,
  });
}

export function keptReply(voice: Voice): Intent {
  return say(voice, {
    text: "desk-draft-kept",
    choices: [[deskButton("desk-button-events", { act: "events", number: 0 }), toMenu()]],
  });
}

export interface Sure {
  changes: Changes;
  times: number;
  lead?: Label | undefined;
}

/** What would change, who would hear of it, and whether that is wanted. */
export function sureQuestion(voice: Voice, shown: DeskEvent, { changes, lead }: Sure): Intent {
  const { facts } = shown;
  const told = shown.status === "published" && isElsewhere(changes) ? peopleOf(shown) : 0;
  const unreached = told ? (shown.unreached ?? 0) : 0;
  return say(voice, {
    text: "desk-ask-sure",
    params: { event: event(facts), changes: lines(toLines(changes, facts.timeZone)), told, unreached },
    choices: [[deskButton("desk-button-sure", { act: "sure" }, "yes"), leaveIt(facts.id)]],
    lead,
  });
}

function isElsewhere({ startsAt, timeZone, location }: Changes): boolean {
  return startsAt !== undefined || timeZone !== undefined || location !== undefined;
}

function toLines(changes: Changes, zone: string): Label[] {
  const { title, startsAt, timeZone, location, maxParticipants, description, picture, status } = changes;
  const changed: Label[] = [];
  if (title !== undefined) changed.push(label("desk-change-title", { title }));
  if (startsAt !== undefined) {
    changed.push(label("desk-change-when", { at: { type: "moment", at: startsAt, zone: timeZone ?? zone } }));
  }
  if (location !== undefined) changed.push(label("desk-change-where", { location }));
  if (maxParticipants !== undefined) {
    changed.push(label("desk-change-seats", { seats: maxParticipants ?? label("desk-no-limit") }));
  }
  if (description === null) changed.push(label("desk-change-no-description"));
  else if (description !== undefined) {
    changed.push(label("desk-change-description", { about: cutToFit(description, CHANGED) }));
  }
  if (picture !== undefined) changed.push(label(picture === null ? "desk-change-no-picture" : "desk-change-picture"));
  if (status === "published") changed.push(label("desk-change-publish"));
  return changed;
}

/** Of a description so much is shown in a question about it. */
const CHANGED = 300;
