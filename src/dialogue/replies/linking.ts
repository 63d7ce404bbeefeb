import type { LinkCodeId, MergeId } from "../../ids.ts";
import type { Choice, Intent, Label, Link } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Held, Platform } from "../../messages.ts";
import { heldLines } from "./held.ts";
import { button, lines, messenger, otherPlatform, say, type Voice } from "./reply.ts";

/** A kind of place a code was sent to. */
export type Place = Platform | "mail";

/** The e-mail is known with us: the same words whoever it belongs to. */
export function codeSentReply(voice: Voice, to: Place[]): Intent {
  return say(voice, {
    text: "code-sent",
    params: { places: { type: "list", items: to.map((place) => label(`place-${place}`)), between: "commas" } },
    choices: [[noCode(), ...withoutCode()]],
  });
}

/** The code is still awaited. */
export function codeQuestion(voice: Voice, lead?: Label): Intent {
  return say(voice, { asks: true, text: "ask-code", choices: [[noCode(), ...withoutCode()]], lead });
}

/** The proof the other way round: this code, written from the chat that is known. */
export function reverseCodeReply(voice: Voice, { code, other }: { code: string; other: Platform[] }): Intent {
  const to = pickOther(voice, other);
  return say(voice, {
    text: "reverse-code",
    params: codeParams(code, to),
    choices: [connectChoice(code, to), withoutCode()],
  });
}

/** `/link`, on purpose. */
export function linkCodeReply(voice: Voice, { code, other }: { code: string; other: Platform[] }): Intent {
  if (other.length === 0) return say(voice, { text: "link-nowhere" });
  const to = pickOther(voice, other);
  return say(voice, { text: "link-code", params: codeParams(code, to), choices: [connectChoice(code, to)] });
}

function pickOther(voice: Voice, other: Platform[]): Platform {
  const away = otherPlatform(voice.platform);
  return other.includes(away) ? away : (other[0] ?? voice.platform);
}

/** `$command` is what is to be written there: LINK 482915. */
function codeParams(code: string, to: Platform) {
  return {
    command: `LINK ${code}`,
    messenger: messenger(to),
    link: { type: "link" as const, link: connectLink(code, to) },
  };
}

function connectLink(code: string, to: Platform): Link {
  return to === "whatsapp" ? { to, text: `LINK ${code}` } : { to, start: `link_${code}` };
}

function connectChoice(code: string, to: Platform): Choice[] {
  return [{ type: "url", label: label(`button-connect-${to}`), link: connectLink(code, to) }];
}

function noCode(): Choice {
  return button("button-no-code", { verb: "no-code" });
}

function withoutCode(): Choice[] {
  return [
    button("button-other-email", { verb: "other-email" }),
    button("button-without-email", { verb: "without-email" }, "no"),
  ];
}

/** `name` is masked: what the person who asks may see of the other; empty for somebody who told none. */
export function linkQuestion(
  voice: Voice,
  { linkCodeId, platform, name }: { linkCodeId: LinkCodeId; platform: Platform; name: string },
  lead?: Label,
): Intent {
  return say(voice, {
    asks: true,
    text: "link-question",
    params: { messenger: messenger(platform), here: messenger(voice.platform), name, named: name === "" ? 0 : 1 },
    choices: [
      [
        button("button-accept-link", { verb: "accept-link", linkCodeId }, "yes"),
        button("button-refuse-link", { verb: "refuse-link", linkCodeId }, "no"),
      ],
    ],
    lead,
  });
}

/** One person now. */
export function linkedReply(
  voice: Voice,
  { mergeId, other, held }: { mergeId: MergeId; other: Platform; held: Held[] },
): Intent {
  const better = otherPlatform(voice.platform);
  return say(voice, {
    text: held.length > 0 ? "linked" : "linked-no-tickets",
    params: { here: messenger(voice.platform), other: messenger(other), items: lines(heldLines(held)) },
    choices: [
      [
        button("button-my", { verb: "my" }),
        button(`button-prefer-${better}`, { verb: "prefer", platform: better }),
        button("button-undo-merge", { verb: "undo-merge", mergeId }),
      ],
    ],
  });
}

/** The short answers of linking; each is a text of its own. */
export type LinkNotice =
  | "link-unknown"
  | "link-limited"
  | "link-refused"
  | "not-me-noted"
  | "merge-undone"
  | "merge-kept";

export function linkNotice(voice: Voice, text: LinkNotice): Intent {
  return say(voice, {
    text,
    choices: [[button("button-my", { verb: "my" }), button("button-all-events", { verb: "events" })]],
  });
}
