import type { Choice, Intent, Label } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Card } from "../../messages.ts";
import { button, event, isFull, say, type Voice } from "./reply.ts";

const cancel = (): Choice => button("button-cancel", { verb: "cancel" });

/** `suggested`: what they are called on their messenger. */
export function nameQuestion(voice: Voice, suggested: string | undefined, lead?: Label): Intent {
  if (suggested !== undefined) return nameChoice(voice, { text: "ask-name-suggested", name: suggested, lead });
  return say(voice, { asks: true, text: "ask-name", choices: [voice.platform === "telegram" ? [cancel()] : []], lead });
}

/** `given`: the name told before, which may stay. */
export function nameCorrection(voice: Voice, given: string, lead?: Label): Intent {
  return nameChoice(voice, { text: "ask-name-again", name: given, lead });
}

function nameChoice(
  voice: Voice,
  { text, name, lead }: { text: string; name: string; lead: Label | undefined },
): Intent {
  const rest = voice.platform === "telegram" ? [cancel()] : [];
  const choices = [[button("button-use-name", { verb: "use-name" }, "yes"), ...rest]];
  return say(voice, { asks: true, text, params: { name }, choices, lead });
}

/** `again`: asked before, so without the thanks and the reasons. */
export function emailQuestion(voice: Voice, { name, again }: { name: string; again: boolean }, lead?: Label): Intent {
  const second = voice.platform === "telegram" ? cancel() : button("button-correct-name", { verb: "correct-name" });
  return say(voice, {
    asks: true,
    text: again ? "ask-email-again" : "ask-email",
    params: { name },
    choices: [[button("button-no-email", { verb: "no-email" }, "no"), second]],
    lead,
  });
}

export function slipQuestion(voice: Voice, suggestion: string, lead?: Label): Intent {
  return say(voice, {
    asks: true,
    text: "email-slip",
    params: { suggestion },
    choices: [
      [
        button("button-take-suggestion", { verb: "take-suggestion" }, "yes"),
        button("button-keep-email", { verb: "keep-email" }, "no"),
      ],
    ],
    lead,
  });
}

export interface Checked {
  card: Card;
  name: string;
  email: string | null;
  queue: boolean;
  askFirst?: boolean | undefined;
}

/** The last look before a place is taken, with the consent in it. */
export function confirmQuestion(voice: Voice, { card, name, email, queue, askFirst }: Checked, lead?: Label): Intent {
  const waits = queue && isFull(card.seats);
  const eventId = card.event.id;
  const params = { event: event(card.event), name, email: email ?? label("no-email-given") };
  const confirm = button("button-confirm", { verb: "confirm", eventId }, "yes");
  const quiet = button("button-confirm-quiet", { verb: "confirm-quiet", eventId });
  const correct =
    voice.platform === "whatsapp"
      ? [button("button-correct", { verb: "correct" }, "no")]
      : [button("button-name", { verb: "correct-name" }), button("button-email", { verb: "correct-email" }), cancel()];
  return say(voice, {
    asks: true,
    text: waits ? "confirm-queue" : "confirm",
    params: waits ? { ...params, position: card.seats.waiting + 1, asks: askFirst ? 1 : 0 } : params,
    choices: voice.platform === "whatsapp" ? [[confirm, quiet, ...correct]] : [[confirm], [quiet], correct],
    lead,
  });
}

export function correctQuestion(voice: Voice): Intent {
  return say(voice, {
    asks: true,
    text: "what-to-correct",
    choices: [
      [
        button("button-name", { verb: "correct-name" }),
        button("button-email", { verb: "correct-email" }),
        button("button-another-event", { verb: "events" }),
      ],
    ],
  });
}

/** What of a sign-up is still to come, as the question to go on names it. */
export type Missing = "name" | "email" | "confirmation" | "code";

/** A second link, or "start", in mid-dialogue: asked once. `other` undefined: the list of events. */
export function leavingQuestion(
  voice: Voice,
  { title, missing, other }: { title: string; missing: Missing; other: string | undefined },
  lead?: Label,
): Intent {
  const params = { title, missing: label(`missing-${missing}`) };
  const goOn = button("button-go-on", { verb: "go-on" }, "yes");
  const leave = button(other === undefined ? "button-all-events" : "button-open-other", { verb: "open-other" }, "no");
  return say(voice, {
    asks: true,
    text: other === undefined ? "leave-for-events" : "leave-for-other",
    params: other === undefined ? params : { ...params, other },
    choices: [[goOn, leave]],
    lead,
  });
}
