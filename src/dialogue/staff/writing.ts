import type { Words } from "../../broadcasts.ts";
import type { WritingPress } from "../../desk-presses.ts";
import { parseWords, roomForWords } from "../../event-fields.ts";
import type { BroadcastId, EventId } from "../../ids.ts";
import { label } from "../../intents.ts";
import type { Audience } from "../../messages.ts";
import type { Request } from "../request.ts";
import type { Step } from "../step.ts";
import { answer, ask, pressedMessage, rewrite, type Turn } from "../turn.ts";
import type { DeskOutcome } from "./outcome.ts";
import { eventShown } from "./pages.ts";
import { questionOf, toDesk, versionOf } from "./question.ts";
import { progressReply, reportReply } from "./replies/broadcasts.ts";
import { wordsUnclear } from "./replies/leads.ts";
import { audienceQuestion, wordsPreview, wordsQuestion } from "./replies/writing.ts";
import type { DeskQuestion } from "./state.ts";
import type { WritingOutcome } from "./writing-state.ts";

/** Drafts beyond so many, each of another event, are given up: the oldest goes. */
const MOST_DRAFTS = 5;

const AUDIENCE_OF: Record<"write-all" | "write-coming" | "write-waiting", Audience> = {
  "write-all": "all",
  "write-coming": "coming",
  "write-waiting": "waiting",
};

/** A button of those that write to people. */
export function pressedToWrite(turn: Turn, press: WritingPress): Step {
  switch (press.act) {
    case "write":
      return write(turn, press.event);
    case "write-all":
    case "write-coming":
    case "write-waiting":
      return ask(turn, { type: "count-audiences", event: press.event, audience: AUDIENCE_OF[press.act] });
    case "reword":
      return reword(turn, press.event);
    case "drop-words":
      return drop(turn, press.event);
    case "send":
    case "send-now":
      return send(turn, press.broadcast, press.act === "send-now");
    case "stop-sending":
      return ask(turn, { type: "stop-broadcast", broadcast: press.broadcast });
    case "broadcast":
      return ask(turn, { type: "show-broadcast", broadcast: press.broadcast });
  }
}

/** [Write]. Words that wait for this event are shown again: nothing that was typed is lost. */
function write(turn: Turn, event: EventId): Step {
  const begun = wordsOf(turn).find((words) => words.event === event);
  if (!begun) return ask(turn, { type: "count-audiences", event });
  return preview({ ...turn, lead: label("desk-lead-words-kept") }, begun);
}

function reword(turn: Turn, event: EventId): Step {
  const begun = wordsOf(turn).find((words) => words.event === event);
  return ask(turn, { type: "count-audiences", event, ...(begun && { audience: begun.audience }) });
}

/** [Leave it]: said on purpose, so that the words go. */
function drop(turn: Turn, event: EventId): Step {
  const left = withWords(
    turn,
    wordsOf(turn).filter((words) => words.event !== event),
  );
  return ask({ ...left, lead: label("desk-lead-words-dropped") }, { type: "show-desk-event", event, as: "page" });
}

/** [Send], of exactly the words that stand above the button; of others it tells what became of them. */
function send(turn: Turn, id: BroadcastId, atOnce: boolean): Step {
  const words = wordsOf(turn).find((one) => one.id === id);
  if (!words) return ask(turn, { type: "show-broadcast", broadcast: id });
  const messageId = pressedMessage(turn);
  return ask(turn, { type: "send-words", words, atOnce, ...(messageId !== undefined && { messageId }) });
}

type Wording = Extract<DeskQuestion, { type: "wording" }>;

/** Words typed in answer to what is to be written. */
export function wordsTold(turn: Turn, { of, audience, longest }: Wording, text: string): Step {
  const reading = parseWords(text, longest);
  if (reading.type === "words")
    return ask(turn, { type: "preview-words", event: of.id, audience, text: reading.words });
  return askForWords({ ...turn, lead: wordsUnclear(reading, longest) }, of.id, audience);
}

/** The question that waits, once more. */
export function askWritingAgain(turn: Turn, question: Extract<DeskQuestion, { type: "wording" | "words" }>): Step {
  if (question.type === "wording") return askForWords(turn, question.of.id, question.audience);
  const words = wordsOf(turn).find(({ id }) => id === question.id);
  return words ? preview(turn, words) : ask(turn, { type: "open-desk", press: { act: "menu" } });
}

function askForWords(turn: Turn, event: EventId, audience: Audience): Step {
  return ask(turn, { type: "count-audiences", event, audience });
}

function preview(turn: Turn, { event, audience, text, id }: Words): Step {
  return ask(turn, { type: "preview-words", event, audience, text, id });
}

export const WRITING_OUTCOMES: Record<WritingOutcome["type"], true> = {
  "audiences-counted": true,
  "words-previewed": true,
  "words-outdated": true,
  "words-sent": true,
  unwritable: true,
  "broadcast-shown": true,
  "broadcast-stopped": true,
  "broadcast-missing": true,
};

export function isOfWriting(outcome: DeskOutcome): outcome is WritingOutcome {
  return Object.hasOwn(WRITING_OUTCOMES, outcome.type);
}

/** What the services answered. */
export function concludeWriting(turn: Turn, request: Request, outcome: WritingOutcome): Step {
  switch (outcome.type) {
    case "audiences-counted":
      return audiencesCounted(turn, outcome, request.type === "count-audiences" ? request.audience : undefined);
    case "words-previewed":
      return previewed(turn, outcome);
    case "words-outdated":
      return preview({ ...turn, lead: label("desk-lead-words-outdated") }, outcome.words);
    case "words-sent":
      return sent(turn, outcome);
    case "unwritable":
      return eventShown({ ...turn, lead: label(`desk-lead-unwritable-${outcome.why}`) }, outcome.event, "page");
    case "broadcast-stopped":
      return rewrite(turn, toDesk({ type: "none" }), progressReply(turn.voice, outcome.progress));
    case "broadcast-shown":
      return rewrite(turn, toDesk({ type: "none" }), reportReply(turn.voice, outcome.report));
    case "broadcast-missing":
      return missing(turn);
  }
}

/** To whom? Asked only where it makes a difference. */
function audiencesCounted(
  turn: Turn,
  { event, counts }: Extract<WritingOutcome, { type: "audiences-counted" }>,
  chosen: Audience | undefined,
): Step {
  const audience = chosen ?? onlyOne(counts);
  if (!audience) {
    const question = audienceQuestion(turn.voice, event, { counts, lead: turn.lead });
    return answer(turn, toDesk({ type: "page", of: versionOf(event) }), question);
  }
  if (counts[audience] === 0) return eventShown({ ...turn, lead: label("desk-lead-unwritable-nobody") }, event, "page");
  const longest = roomForWords(event.facts.title);
  const question = wordsQuestion(turn.voice, event, { audience, people: counts[audience], longest, lead: turn.lead });
  return answer(turn, toDesk({ type: "wording", of: versionOf(event), audience, longest }), question);
}

function onlyOne({ coming, waiting }: Record<Audience, number>): Audience | undefined {
  return coming > 0 && waiting > 0 ? undefined : "all";
}

/** The words are kept from here on: under the talk, whatever comes next. */
function previewed(
  turn: Turn,
  { event, words, reach, night }: Extract<WritingOutcome, { type: "words-previewed" }>,
): Step {
  const others = wordsOf(turn).filter((one) => one.event !== words.event);
  const kept = withWords(turn, [...others, words].slice(-MOST_DRAFTS));
  const reply = wordsPreview(turn.voice, event, { words, reach, night, lead: turn.lead });
  return answer(kept, toDesk({ type: "words", id: words.id }), reply);
}

/** The message whose button was pressed tells from now on how far it is. */
function sent(turn: Turn, { progress }: Extract<WritingOutcome, { type: "words-sent" }>): Step {
  const left = withWords(
    turn,
    wordsOf(turn).filter(({ id }) => id !== progress.id),
  );
  return rewrite(left, toDesk({ type: "none" }), progressReply(turn.voice, progress));
}

/** A button under words that were changed since, or given up. */
function missing(turn: Turn): Step {
  const question = questionOf(turn);
  const lead = label("desk-lead-words-gone");
  if (question.type === "wording" || question.type === "words") return askWritingAgain({ ...turn, lead }, question);
  return ask({ ...turn, lead }, { type: "open-desk", press: { act: "menu" } });
}

function wordsOf({ snapshot }: Turn): Words[] {
  return snapshot.words ?? [];
}

function withWords(turn: Turn, words: Words[]): Turn {
  const { words: _, ...snapshot } = turn.snapshot;
  return { ...turn, snapshot: words.length ? { ...snapshot, words } : snapshot };
}
