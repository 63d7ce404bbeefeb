import type { WordsReading } from "../../../event-fields.ts";
import { type Label, label } from "../../../intents.ts";
import { shorten } from "../../words.ts";
import type { Refusal } from "../outcome.ts";
import type { When } from "../when.ts";

/** What is said first at the desk, before a question or a page. */

export const changedMeanwhile = label("desk-lead-changed-meanwhile");

/** Why a moment was not taken. */
export function whenUnclear(
  when: Exclude<When, { type: "moment" | "either" }>,
  { text, zone }: { text: string; zone: string },
): Label {
  if (when.type === "past") return label("desk-lead-past", { at: { type: "moment", at: when.at, zone } });
  return label(`desk-lead-${when.type}`, { typed: shorten(text) });
}

export function seatsUnclear(why: "unknown" | "too-few" | "too-many"): Label {
  return label(`desk-lead-seats-${why}`);
}

export function eventChanged(counts: { told: number; unreached: number; promoted: number; offered: number }): Label {
  return label("desk-lead-changed", counts);
}

export function changeRefused(why: Refusal): Label {
  return label(`desk-lead-refused-${why.type}`, { taken: why.type === "below-taken" ? why.taken : 0 });
}

/** Why a text to people was not taken. */
export function wordsUnclear(reading: Exclude<WordsReading, { type: "words" }>, longest: number): Label {
  if (reading.type === "empty") return label("desk-lead-nothing-written");
  return label("desk-lead-too-long", { length: reading.length, longest });
}
