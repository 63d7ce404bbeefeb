import type { Intent, Label } from "../../intents.ts";
import type { EventFacts } from "../../messages.ts";
import { button, event, say, showCode, type Voice } from "./reply.ts";

/** Asked once, if somebody waits, or if it was typed that they cannot come. */
export function giveUpQuestion(
  voice: Voice,
  { event: facts, waiting }: { event: EventFacts; waiting: number },
  lead?: Label,
): Intent {
  return say(voice, {
    asks: true,
    text: "give-up-question",
    params: { event: event(facts), waiting },
    choices: [
      [
        button("button-give-up-sure", { verb: "give-up-sure", eventId: facts.id }, "yes"),
        button("button-keep", { verb: "keep", eventId: facts.id }, "no"),
      ],
    ],
    lead,
  });
}

export interface GivenUp {
  event: EventFacts;
  ticketCode: string | undefined;
  wasWaiting: boolean;
  servedNext: boolean;
}

/** `edited`: written over the pressed message, where the way to other events is not repeated. */
export function givenUpReply(voice: Voice, { event: facts, ticketCode, wasWaiting, servedNext }: GivenUp): Intent {
  const eventId = facts.id;
  const again = wasWaiting || servedNext;
  const text = wasWaiting ? "left-queue" : servedNext ? "given-up-to-next" : "given-up";
  const wayBack = again
    ? button("button-queue-again", { verb: "queue", eventId })
    : button("button-take-back", { verb: "take-back", eventId });
  const others = voice.platform === "whatsapp" ? [button("button-events", { verb: "events" })] : [];
  return say(voice, {
    text,
    params: { event: event(facts), code: showCode(ticketCode ?? "") },
    choices: [[wayBack, ...others]],
  });
}
