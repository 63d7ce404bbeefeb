import type { EventAct } from "../../desk-presses.ts";
import type { EventId } from "../../ids.ts";
import { label } from "../../intents.ts";
import type { Step } from "../state.ts";
import { answer, ask, type Turn } from "../turn.ts";
import { askField } from "./asking.ts";
import { questionOf, toDesk } from "./question.ts";
import { changedMeanwhile, changeRefused, eventChanged } from "./replies/leads.ts";
import { correctQuestion, keptReply, linksReply, pageReply, publishedReply, sureQuestion } from "./replies/pages.ts";
import type { Changes, Desk, DeskEvent, DeskOutcome, EventVersion, Field, Plan, Showing } from "./state.ts";

const EDITS: Partial<Record<EventAct, Field>> = {
  "edit-title": "title",
  "edit-when": "when",
  "edit-where": "where",
  "edit-seats": "seats",
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
  if (act === "links" || act === "copy") return ask(turn, { type: "show-desk-event", event, as: act });
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
  if (as === "copy") return copyEvent(turn, event);
  const reply = as === "links" ? linksReply(turn.voice, event) : pageReply(turn.voice, event, turn.lead);
  return answer(turn, toDesk({ type: "page", of: versionOf(event) }), reply);
}

/** A new event with all of this one but the day, which is asked for next. */
function copyEvent(turn: Turn, { facts, seats }: DeskEvent): Step {
  const { title, timeZone: zone, location, locationUrl } = facts;
  const plan: Plan = { title, zone, location, locationUrl, seats: seats.capacity };
  const copied: Turn = { ...turn, snapshot: { ...turn.snapshot, plan }, lead: label("desk-lead-copied", { title }) };
  return ask(copied, { type: "open-desk", press: { act: "go-on" } });
}

/** A new event, whose plan has served; or one with a change in it. */
export function eventKept(turn: Turn, { event, told, promoted }: EventKept, change: Changes | undefined): Step {
  if (!change) {
    const { plan: _, ...snapshot } = turn.snapshot;
    return eventShown({ ...turn, snapshot }, event, "page");
  }
  if (change.status !== "published") {
    return eventShown({ ...turn, lead: eventChanged({ told, promoted }) }, event, "page");
  }
  return answer(turn, toDesk({ type: "page", of: versionOf(event) }), publishedReply(turn.voice, event));
}

type EventKept = Extract<DeskOutcome, { type: "event-kept" }>;

/** Asked before people hear of it. */
export function askIfSure(turn: Turn, event: DeskEvent, { changes, times }: { changes: Changes; times: number }): Step {
  const question = sureQuestion(turn.voice, event, { changes, times, lead: turn.lead });
  return answer(turn, toDesk({ type: "sure", of: versionOf(event), changes, times }), question);
}

/** Somebody else was first: how the event is now, and whether this change is still wanted. */
export function changedBefore(turn: Turn, event: DeskEvent, changes: Changes): Step {
  return askIfSure({ ...turn, lead: changedMeanwhile }, event, { changes, times: 0 });
}

export function changeKept(turn: Turn, { event, why }: Extract<DeskOutcome, { type: "change-refused" }>): Step {
  return eventShown({ ...turn, lead: changeRefused(why) }, event, "page");
}

function versionOf({ facts, revision }: DeskEvent): EventVersion {
  return { id: facts.id, revision, zone: facts.timeZone };
}
