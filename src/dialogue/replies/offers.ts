import type { Intent, Label } from "../../intents.ts";
import type { EventFacts } from "../../messages.ts";
import { button, event, moment, say, type Voice } from "./reply.ts";

/** A seat is held for somebody who wanted to be asked: the same words as the message that asked. */
export function offeredReply(
  voice: Voice,
  { event: facts, until, lead }: { event: EventFacts; until: string; lead?: Label | undefined },
): Intent {
  const { id: eventId } = facts;
  return say(voice, {
    text: "seat-offered",
    params: { event: event(facts), until: moment(until, facts) },
    choices: [
      [
        button("button-take-seat", { verb: "take-seat", eventId }, "yes"),
        button("button-leave-list", { verb: "give-up", eventId }, "no"),
      ],
    ],
    lead,
  });
}

export interface OfferOver {
  event: EventFacts;
  ranOut: { at: string; today: boolean } | undefined;
  position: number;
}

/** Too late: the new place in the queue stays theirs, whether they answer or not. */
export function offerOverReply(voice: Voice, { event: facts, ranOut, position }: OfferOver): Intent {
  const { id: eventId } = facts;
  const when = ranOut && { at: moment(ranOut.at, facts), today: ranOut.today ? 1 : 0 };
  return say(voice, {
    text: when ? "offer-ran-out" : "offer-over",
    params: { event: event(facts), position, ...when },
    choices: [
      [button("button-stay", { verb: "stay", eventId }, "yes"), button("button-leave", { verb: "give-up", eventId })],
    ],
  });
}
