import type { Words } from "../../../broadcasts.ts";
import { type Choice, type Intent, type Label, label } from "../../../intents.ts";
import type { Audience } from "../../../messages.ts";
import { event, say, type Voice } from "../../replies/reply.ts";
import type { DeskEvent } from "../desk-event.ts";
import type { WordsReach } from "../writing-state.ts";
import { deskButton, leaveIt } from "./button.ts";

/** Names beyond so many are a number. */
const MOST_NAMES = 5;

/** To whom? */
export function audienceQuestion(
  voice: Voice,
  { facts }: DeskEvent,
  { counts, lead }: { counts: Record<Audience, number>; lead?: Label | undefined },
): Intent {
  return say(voice, {
    text: "desk-ask-audience",
    params: { event: event(facts), ...counts },
    choices: [
      [
        deskButton("desk-button-write-all", { act: "write-all", event: facts.id }),
        deskButton("desk-button-write-coming", { act: "write-coming", event: facts.id }),
      ],
      [deskButton("desk-button-write-waiting", { act: "write-waiting", event: facts.id }), leaveIt(facts.id)],
    ],
    lead,
  });
}

interface Asking {
  audience: Audience;
  people: number;
  longest: number;
  lead?: Label | undefined;
}

/** What is to be written? */
export function wordsQuestion(voice: Voice, { facts }: DeskEvent, { audience, people, longest, lead }: Asking): Intent {
  return say(voice, {
    text: "desk-ask-words",
    params: { event: event(facts), audience: audienceLabel(audience), people, longest },
    choices: [[leaveIt(facts.id)]],
    lead,
  });
}

interface Preview {
  words: Words;
  reach: WordsReach;
  night: number;
  lead?: Label | undefined;
}

/** Whom the words reach, and the message as it comes in either messenger. */
export function wordsPreview(voice: Voice, { facts }: DeskEvent, { words, reach, night, lead }: Preview): Intent {
  const { id, text, audience } = words;
  const { overLimit, total } = reach;
  const choice = (key: string, act: "send" | "send-now") => deskButton(key, { act, broadcast: id });
  const send: Choice[] =
    night > 0
      ? [choice("desk-button-send", "send"), choice("desk-button-send-now", "send-now")]
      : [choice("desk-button-send", "send")];
  const leave = [
    deskButton("desk-button-reword", { act: "reword", event: facts.id }),
    deskButton("desk-button-drop-words", { act: "drop-words", event: facts.id }, "no"),
  ];
  return say(voice, {
    text: "desk-words",
    params: {
      audience: audienceLabel(audience),
      reach: reachLabel(reach),
      over: overLimit,
      night,
      total,
      message: label("event-news", { event: event(facts), words: text }),
    },
    choices: night > 0 ? [send, leave] : [[...send, ...leave]],
    lead,
  });
}

function audienceLabel(audience: Audience): Label {
  return label(`desk-audience-${audience}`);
}

/** "112 of 120; 6 by template; 8 cannot be reached: ..." */
function reachLabel({ total, free, byTemplate, unreached, unreachable }: WordsReach): Label {
  const names = namesLabel(
    unreachable.map(({ name }) => name),
    unreached,
  );
  return label("desk-reach", { reached: free + byTemplate, total, template: byTemplate, unreached, names });
}

/** The first few by name, and how many more there are. */
export function namesLabel(names: (string | undefined)[], people: number): Label {
  const named = names.slice(0, MOST_NAMES).map((name) => (name === undefined ? label("desk-no-name") : toName(name)));
  const items = { type: "list" as const, items: named, between: "commas" as const };
  return label("desk-names", { names: items, more: people - named.length });
}

function toName(name: string): Label {
  return label("desk-name", { name });
}
