import type { Intent, Label } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { EventFacts, Held } from "../../messages.ts";
import { heldLines } from "./held.ts";
import { button, event, lines, say, type Voice } from "./reply.ts";

export function privacyReply(voice: Voice): Intent {
  return say(voice, {
    text: "privacy",
    params: { link: { type: "link", link: { to: "privacy" } } },
    choices: [
      [
        button("button-my-data", { verb: "my-data" }),
        button("button-forget", { verb: "forget" }),
        button("button-back", { verb: "back" }),
      ],
    ],
  });
}

export interface MyData {
  name: string | null;
  email: string | null;
  held: Held[];
  past: number;
  token: string;
}

/** What we know of somebody, in sentences, with a link that gives the file once. */
export function myDataReply(voice: Voice, { name, email, held, past, token }: MyData): Intent {
  return say(voice, {
    text: "my-data",
    params: {
      name: name ?? label("not-known"),
      email: email ?? label("not-known"),
      items: lines(held.length > 0 ? heldLines(held) : [label("no-tickets")]),
      past,
      link: { type: "link", link: { to: "my-data", token } },
    },
    choices: [[button("button-forget", { verb: "forget" }), button("button-back", { verb: "back" })]],
  });
}

/** Says which seats would go to the next. */
export function forgetQuestion(voice: Voice, held: Held[], lead?: Label): Intent {
  return say(voice, {
    asks: true,
    text: held.length > 0 ? "forget-question-seats" : "forget-question",
    params: { items: lines(heldLines(held)) },
    choices: [
      [button("button-forget-sure", { verb: "forget-sure" }, "yes"), button("button-back", { verb: "back" }, "no")],
    ],
    lead,
  });
}

export function forgottenReply(voice: Voice): Intent {
  return say(voice, { text: "forgotten" });
}

/** STOP: says that the seats stay. */
export function stoppedReply(voice: Voice, held: Held[]): Intent {
  const again = button("button-write-again", { verb: "write-again" });
  const only = onlySeat(held);
  if (only) {
    const leave = button("button-give-up", { verb: "give-up", eventId: only.id });
    return say(voice, { text: "stopped-seat", params: { event: event(only) }, choices: [[again, leave]] });
  }
  const text = held.length > 0 ? "stopped-seats" : "stopped";
  return say(voice, { text, params: { items: lines(heldLines(held)) }, choices: [[again]] });
}

/** STOP is undone. */
export function writingAgainReply(voice: Voice): Intent {
  return say(voice, {
    text: "writing-again",
    choices: [[button("button-my", { verb: "my" }), button("button-all-events", { verb: "events" })]],
  });
}

function onlySeat(held: Held[]): EventFacts | undefined {
  const [first] = held;
  return held.length === 1 && first?.standing.type === "confirmed" ? first.event : undefined;
}
