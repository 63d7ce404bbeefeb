import type { Choice, Intent, Label } from "../../../intents.ts";
import { label } from "../../../intents.ts";
import type { Platform } from "../../../messages.ts";
import { lines, say, type Voice } from "../../replies/reply.ts";
import type { Examination, HealthFinding } from "../health-state.ts";
import { deskButton, toMenu } from "./button.ts";

/** So many advices fit into one message. */
const ADVICES: Record<Platform, number> = { telegram: 6, whatsapp: 2 };

/** The press is answered at once; what is found comes later. */
export function lookingReply(voice: Voice): Intent {
  return say(voice, { text: "desk-health-looking" });
}

export function lookedLately(voice: Voice, seconds: number): Intent {
  return say(voice, { text: "desk-health-lately", params: { seconds }, choices: [[mendButton(0), toMenu()]] });
}

/** What is not in order, then how much is, then the reminders to come. */
export function healthReply(voice: Voice, { findings, outlook }: Examination): Intent {
  const bad = findings.filter(isBad);
  const count = (status: HealthFinding["status"]) => findings.filter((finding) => finding.status === status).length;
  const unseen = findings.filter(({ status }) => status === "unseen").map(({ title }) => title);
  const notes = unseen.length
    ? [label("desk-health-unseen", { titles: { type: "list", items: unseen, between: "commas" } })]
    : [];
  return say(voice, {
    text: "desk-health",
    params: {
      broken: count("broken"),
      warnings: count("warning"),
      bad: lines(bad.map(({ status, title, words }) => label(`desk-health-${status}`, { title, words }))),
      well: count("ok"),
      notes: lines(notes),
      outlook: lines(outlook),
    },
    choices: [bad.length ? [mendButton(0)] : [], [deskButton("desk-button-look-again", { act: "health" }), toMenu()]],
  });
}

/** How it is mended, some at a time, from page 0. */
export function mendReply(voice: Voice, { at, zone, findings }: Examination, page: number): Intent {
  const bad = findings.filter(isBad);
  const again = deskButton("desk-button-look-again", { act: "health" });
  if (!bad.length) return say(voice, { text: "desk-health-mended", choices: [[again, toMenu()]] });
  const before = Math.min(page, Math.ceil(bad.length / ADVICES[voice.platform]) - 1) * ADVICES[voice.platform];
  const shown = bad.slice(before, before + ADVICES[voice.platform]);
  const more = before + shown.length < bad.length ? [mendButton(page + 1)] : [];
  return say(voice, {
    text: "desk-health-mend",
    params: {
      looked: { type: "moment", at, zone },
      items: lines(shown.map((finding, index) => toItem(finding, before + index + 1))),
    },
    choices: [more, [again, toMenu()]],
  });
}

function mendButton(page: number): Choice {
  return deskButton(page ? "desk-button-mend-more" : "desk-button-mend", { act: "mend", number: page });
}

function toItem({ title, words, advice }: HealthFinding, number: number): Label {
  return label("desk-health-advice", { number, title, words, advice: advice ?? "" });
}

function isBad({ status }: HealthFinding): boolean {
  return status === "broken" || status === "warning";
}
