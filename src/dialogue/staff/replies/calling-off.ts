import { type Intent, type Label, label } from "../../../intents.ts";
import { event, say, type Voice } from "../../replies/reply.ts";
import type { DeskEvent } from "../desk-event.ts";
import { deskButton, leaveIt } from "./button.ts";
import type { Sure } from "./pages.ts";

/** Whether an event is to be called off; the second time with the message that people get, if there is a word in it. */
export function callOffQuestion(voice: Voice, shown: DeskEvent, { changes, times, lead }: Sure): Intent {
  const { facts } = shown;
  const again = times > 0;
  const parting = again ? (changes.parting ?? undefined) : undefined;
  const notice = label("event-cancelled-word", { event: event(facts), words: parting ?? "" });
  const text = parting === undefined ? "desk-ask-call-off-again" : "desk-ask-call-off-worded";
  const yes = deskButton(again ? "desk-button-call-off-sure" : "desk-button-call-off", { act: "sure" }, "yes");
  return say(voice, {
    text: again ? text : "desk-ask-call-off",
    params: {
      event: event(facts),
      people: peopleOf(shown),
      unreached: shown.unreached ?? 0,
      ...(parting !== undefined && { notice }),
    },
    choices: [[yes, leaveIt(facts.id)]],
    lead,
  });
}

/** Asks for a word that goes with the news. */
export function partingQuestion(voice: Voice, shown: DeskEvent, asked: { longest: number; lead?: Label | undefined }) {
  const { longest, lead } = asked;
  return say(voice, {
    text: "desk-ask-parting",
    params: { longest },
    choices: [[deskButton("desk-button-without-word", { act: "without-word" }), leaveIt(shown.facts.id)]],
    lead,
  });
}

export function peopleOf({ seats }: DeskEvent): number {
  return seats.taken + seats.waiting;
}
