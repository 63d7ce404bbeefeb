import type { Intent, Label } from "../../intents.ts";
import { button, say, type Voice } from "./reply.ts";

export function helpReply(voice: Voice, lead?: Label): Intent {
  // On WhatsApp a fourth button would hide all of them in a list.
  const more = voice.platform === "telegram" ? [button("button-reminders", { verb: "reminders" })] : [];
  return say(voice, {
    text: "help",
    choices: [
      [
        button("button-all-events", { verb: "events" }),
        button("button-my", { verb: "my" }),
        button("button-privacy", { verb: "privacy" }),
      ],
      more,
    ],
    lead,
  });
}

/** Somebody said thank you. */
export function welcomeReply(voice: Voice): Intent {
  return say(voice, {
    text: "welcome",
    choices: [[button("button-my", { verb: "my" }), button("button-all-events", { verb: "events" })]],
  });
}

/** No question waits, and what was said means nothing to us. */
export function notUnderstoodReply(voice: Voice, lead?: Label): Intent {
  return say(voice, {
    text: "not-understood",
    choices: [
      [
        button("button-my", { verb: "my" }),
        button("button-all-events", { verb: "events" }),
        button("button-help", { verb: "help" }),
      ],
    ],
    lead,
  });
}

/** A sign-up was left: nothing of it is kept, no seat is touched. */
export function cancelledReply(voice: Voice, { title }: { title: string }): Intent {
  return say(voice, {
    text: "cancelled",
    params: { title },
    choices: [[button("button-events", { verb: "events" }), button("button-my", { verb: "my" })]],
  });
}

/** No question to leave; says how a seat is given up. */
export function nothingToCancelReply(voice: Voice): Intent {
  return say(voice, {
    text: "nothing-to-cancel",
    choices: [[button("button-my", { verb: "my" }), button("button-all-events", { verb: "events" })]],
  });
}

/** In a group: explains itself once and stays quiet. */
export function groupReply(voice: Voice): Intent {
  return say(voice, { text: "group", params: { link: { type: "link", link: { to: "telegram", start: "group" } } } });
}
