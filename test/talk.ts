import { expect } from "vitest";
import type { Input, Speaker } from "../src/dialogue/input.ts";
import type { Outcome } from "../src/dialogue/outcome.ts";
import type { Request } from "../src/dialogue/request.ts";
import { type Snapshot, STATE_SCHEMA } from "../src/dialogue/state.ts";
import type { Step } from "../src/dialogue/step.ts";
import { readSnapshot } from "../src/dialogue/stored.ts";
import { transition } from "../src/dialogue/transition.ts";
import type { Choice, Intent } from "../src/intents.ts";
import type { Platform } from "../src/messages.ts";
import { labelText } from "../src/texts/texts.ts";

/** What the services would answer; a plain function, and a test's own. */
export type Services = (request: Request) => Outcome;

export interface Talk {
  /** Types words. Returns the reply as one line: the text's key, its lead in front, and what stands on the buttons. */
  say(text: string): string;
  /** Presses the button that bears this title under the last reply. */
  press(title: string): string;
  /** Sends any input: a forged press, a sticker. */
  send(input: Input): string;
  last(): Intent | undefined;
  snapshot(): Snapshot;
  requests: Request[];
  /** Messages heard so far. */
  heard(): number;
}

export function freshSnapshot(): Snapshot {
  return { state: { type: "START" }, locale: undefined, zone: undefined, offered: [] };
}

/** A conversation with the machine alone; after each step the snapshot is stored and read, as the shell does it. */
export function talk(platform: Platform, services: Services, speaker: Partial<Speaker> = {}): Talk {
  const who: Speaker = { platform, profileName: undefined, languageCode: undefined, defaultLocale: "en", ...speaker };
  const requests: Request[] = [];
  let snapshot = freshSnapshot();
  let last: Intent | undefined;
  let heard = 0;

  function send(input: Input): string {
    const step = settle(transition(snapshot, input, who), { services, who, requests });
    snapshot = storeAndRead(step.snapshot);
    if (step.reply) {
      last = step.reply;
      heard += 1;
    }
    return step.reply ? toLine(step.reply, platform) : "(quiet)";
  }

  return {
    say: (text) => send({ type: "text", text }),
    press(title) {
      const found = last?.choices
        .flat()
        .find((choice) => choice.type === "press" && titleOf(choice, last, platform) === title);
      if (found?.type !== "press") throw new Error(`no button "${title}" under: ${last && toLine(last, platform)}`);
      return send({ type: "press", data: found.data, messageId: `message-${heard}` });
    },
    send,
    last: () => last,
    snapshot: () => snapshot,
    requests,
    heard: () => heard,
  };
}

/** A step, with its questions answered. */
export function settle(
  first: Step,
  { services, who, requests }: { services: Services; who: Speaker; requests: Request[] },
): Step {
  let step = first;
  for (let asked = 0; step.request; asked++) {
    if (asked > 8) throw new Error(`the dialogue goes in circles at ${step.request.type}`);
    requests.push(step.request);
    step = transition(step.snapshot, { type: "outcome", outcome: services(step.request) }, who);
  }
  return step;
}

/** The way of a snapshot into `chats` and back. */
export function storeAndRead(snapshot: Snapshot): Snapshot {
  const { state, ...rest } = snapshot;
  const { type, ...data } = state;
  const stored: unknown = JSON.parse(JSON.stringify({ ...data, ...rest }));
  const reading = readSnapshot({ state: type, data: stored, schema: STATE_SCHEMA });
  expect(reading).toEqual({ type: "snapshot", snapshot });
  return reading.type === "snapshot" ? reading.snapshot : snapshot;
}

function toLine(reply: Intent, platform: Platform): string {
  const buttons = reply.choices
    .map((row) => row.map((choice) => `[${titleOf(choice, reply, platform)}]`).join(" "))
    .join(" | ");
  return [reply.lead && `(${reply.lead.key})`, reply.text, buttons].filter(Boolean).join(" ");
}

function titleOf(choice: Choice, reply: Intent | undefined, platform: Platform): string {
  return labelText(reply?.locale ?? "en", choice.label, platform);
}
