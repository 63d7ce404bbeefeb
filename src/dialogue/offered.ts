import type { Choice, Intent, Label, Param } from "../intents.ts";
import type { Locale, Platform } from "../messages.ts";
import { isNumber } from "../press-words.ts";
import { labelText } from "../texts/texts.ts";
import type { Offered } from "./state.ts";
import { toWords } from "./words.ts";

type PressChoice = Extract<Choice, { type: "press" }>;

/** The buttons of a reply, as they are remembered so that they can be typed too. */
export function toOffered({ choices }: Intent): Offered[] {
  return choices
    .flat()
    .filter((choice): choice is PressChoice => choice.type === "press")
    .map(({ data, label, says }) => ({ data, ...remember(label), ...(says ? { says } : {}) }));
}

/** Facts of an event are not kept in the snapshot: its number stands for it. */
function remember(label: Label): Pick<Offered, "label" | "number"> {
  const params = Object.values(label.params ?? {});
  const number = label.params?.number;
  return {
    ...(params.some(isFact) ? {} : { label }),
    ...(typeof number === "number" ? { number } : {}),
  };
}

function isFact(param: Param): boolean {
  return typeof param === "object";
}

const YES = new Set([
  "yes",
  "y",
  "yeah",
  "yep",
  "ok",
  "okay",
  "sure",
  "да",
  "ага",
  "угу",
  "ок",
  "хорошо",
  "конечно",
  "+",
  "👍",
  "👌",
]);
const NO = new Set(["no", "n", "nope", "нет", "не", "не надо", "-"]);

/** No name, and no answer to a question of ours that did not ask for it. */
export function yesOrNo(text: string): "yes" | "no" | undefined {
  const words = toWords(text);
  return YES.has(words) ? "yes" : NO.has(words) ? "no" : undefined;
}

/** Which of the buttons under our last message these words name: its number, "yes" or "no", or what stands on it. */
export function findOffered(text: string, offered: Offered[], platform: Platform): string | undefined {
  const words = toWords(text);
  if (isNumber(words)) return byNumber(Number(words), offered);
  const says = yesOrNo(text);
  if (says) return offered.find((one) => one.says === says)?.data;
  return offered.find(({ label }) => label && isNamed(words, label, platform))?.data;
}

function byNumber(number: number, offered: Offered[]): string | undefined {
  const numbered = offered.filter((one) => one.number !== undefined);
  if (numbered.length > 0) return numbered.find((one) => one.number === number)?.data;
  return offered[number - 1]?.data;
}

const LOCALES: Locale[] = ["en", "ru"];

function isNamed(words: string, label: Label, platform: Platform): boolean {
  return words !== "" && LOCALES.some((locale) => toWords(labelText(locale, label, platform)) === words);
}
