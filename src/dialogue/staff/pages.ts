import type { EventAct } from "../../desk-presses.ts";
import type { EventId } from "../../ids.ts";
import { type Intent, label } from "../../intents.ts";
import { repeat } from "../questions.ts";
import type { Step } from "../step.ts";
import { answer, ask, type Turn } from "../turn.ts";
import { askField } from "./asking.ts";
import { askForParting, wantsParting } from "./calling-off.ts";
import type { DeskEvent, EventVersion } from "./desk-event.ts";
import type { Desk, DeskOutcome } from "./outcome.ts";
import { questionOf, toDesk, versionOf } from "./question.ts";
import { callOffQuestion } from "./replies/calling-off.ts";
import { changedMeanwhile, changeRefused, eventChanged } from "./replies/leads.ts";
import { copyQuestion, correctQuestion, keptReply, pageReply, sureQuestion } from "./replies/pages.ts";
import { linksReply, posterReply, publishedReply } from "./replies/sharing.ts";
import type { Showing } from "./request.ts";
import type { Changes, Field, Plan } from "./state.ts";

const EDITS: Partial<Record<EventAct, Field>> = {
  "edit-title": "title",
  "edit-when": "when",
  "edit-where": "where",
  "edit-seats": "seats",
  "edit-description": "description",
  "edit-picture": "picture",
};

/** What reads the event and changes nothing. */
const SHOWN: Partial<Record<EventAct, Showing>> = {
  links: "links",
  poster: "poster",
  "poster-picture": "poster-picture",
  copy: "copy",
};

/**
 * A press on the page of an event. It is about the version that was shown there: an old press, or one on the page of
 * another event, is answered with how the event is now.
 */
export function onPage(turn: Turn, desk: Desk, { act, event }: { act: EventAct; event: EventId }): Step {
  const question = questionOf(turn);
  if (act === "page" || question.type !== "page" || question.of.id !== event) {
    return ask(turn, { type: "show-desk-event", event, as: "page" });
  }
  const { of } = question;
  const as = SHOWN[act];
  if (as) return ask(turn, { type: "show-desk-event", event, as });
  const field = EDITS[act];
  if (field) return askField(turn, desk, { field, of });
  switch (act) {
    case "publish":
      return changeEvent(turn, { of, changes: { status: "published" }, times: 0 });
    case "call-off":
      return changeEvent(turn, { of, changes: { status: "cancelled" }, times: 0 });
    case "correct":
      return answer(turn, toDesk(question), correctQuestion(turn.voice, of.id));
    default:
      return ask(turn, { type: "show-desk-event", event, as: "page" });
  }
}

/** Changes an event that is kept. The question stays until it is answered: the outcome is read with it. */
export function changeEvent(turn: Turn, change: { of: EventVersion; changes: Changes; times: number }): Step {
  return ask(turn, { type: "change-event", of: change.of, changes: change.changes, times: change.times });
}

/** [Keep as draft]: it is one already. */
export function keepDraft(turn: Turn): Step {
  return answer(turn, toDesk({ type: "none" }), keptReply(turn.voice));
}

/** How the event is now. */
export function eventShown(turn: Turn, event: DeskEvent, as: Showing): Step {
  const question = questionOf(turn);
  if (as === "question" && question.type === "sure") return askIfSure(turn, event, question);
  if (as === "question" && question.type === "parting") return askForParting(turn, event);
  if (as === "copy") return copyEvent(turn, event);
  return answer(turn, toDesk({ type: "page", of: versionOf(event) }), replyAs(turn, event, as));
}

function replyAs({ voice, lead }: Turn, event: DeskEvent, as: Showing): Intent {
  // Nobody can sign up for another one.
  const isOpen = event.status === "published";
  if (as === "links") return linksReply(voice, event);
  if (as === "poster" && isOpen) return posterReply(voice, event, "pdf");
  if (as === "poster-picture" && isOpen) return posterReply(voice, event, "png");
  return pageReply(voice, event, lead);
}

/** A new event with all of this one but the day, which is asked for next. One that was begun is asked about first. */
function copyEvent(turn: Turn, event: DeskEvent): Step {
  const { facts, seats, description, picture } = event;
  const begun = turn.snapshot.plan?.title;
  if (begun !== undefined) {
    const question = copyQuestion(turn.voice, { begun, title: facts.title, lead: turn.lead });
    return answer(turn, toDesk({ type: "copying", of: versionOf(event) }), question);
  }
  const { title, timeZone: zone, location, locationUrl } = facts;
  const plan: Plan = {
    title,
    zone,
    location,
    locationUrl,
    seats: seats.capacity,
    description,
    ...(picture && { picture }),
  };
  const copied: Turn = { ...turn, snapshot: { ...turn.snapshot, plan }, lead: label("desk-lead-copied", { title }) };
  return ask(copied, { type: "open-desk", press: { act: "go-on" } });
}

/** The plan that was begun is given up for the copy. */
export function copySurely(turn: Turn, { id }: EventVersion): Step {
  const { plan: _, ...snapshot } = turn.snapshot;
  return ask({ ...turn, snapshot }, { type: "show-desk-event", event: id, as: "copy" });
}

/** A new event, whose plan has served; or one with a change in it. */
export function eventKept(
  turn: Turn,
  { event, told, promoted, offered }: EventKept,
  change: Changes | undefined,
): Step {
  if (!change) {
    const { plan: _, ...snapshot } = turn.snapshot;
    return eventShown({ ...turn, snapshot }, event, "page");
  }
  if (change.status !== "published") {
    const { unreached = 0 } = event;
    return eventShown({ ...turn, lead: eventChanged({ told, unreached, promoted, offered }) }, event, "page");
  }
  return answer(turn, toDesk({ type: "page", of: versionOf(event) }), publishedReply(turn.voice, event));
}

type EventKept = Extract<DeskOutcome, { type: "event-kept" }>;

/** Asked before people hear of it. */
export function askIfSure(turn: Turn, event: DeskEvent, { changes, times }: { changes: Changes; times: number }): Step {
  const sure = { changes, times, lead: turn.lead };
  if (wantsParting(event, sure)) return askForParting(turn, event);
  const question =
    changes.status === "cancelled" ? callOffQuestion(turn.voice, event, sure) : sureQuestion(turn.voice, event, sure);
  return answer(turn, toDesk({ type: "sure", of: versionOf(event), changes, times }), question);
}

/** Somebody else was first: how the event is now, and whether this change is still wanted. */
export function changedBefore(turn: Turn, event: DeskEvent, changes: Changes): Step {
  return askIfSure({ ...turn, lead: changedMeanwhile }, event, { changes, times: 0 });
}

/** Why it stays as it is; another number of seats is asked for at once. */
export function changeKept(turn: Turn, { event, why }: Extract<DeskOutcome, { type: "change-refused" }>): Step {
  const lead = changeRefused(why);
  if (why.type !== "below-taken") return eventShown({ ...turn, lead }, event, "page");
  return repeat(turn, toDesk({ type: "field", field: "seats", of: versionOf(event) }), lead);
}
