import type { Locale } from "../messages.ts";
import type { Said, Speaker } from "./input.ts";

/** The words that our own links put into a new chat. */
const LINK_TEXTS: [RegExp, Locale][] = [
  [/^hello! i would like to come\b/iu, "en"],
  [/^здравствуйте! хочу прийти/iu, "ru"],
];

/**
 * The language of the link's text, else of the first words' script, else of the messenger's own settings.
 * undefined if nothing tells yet: then the default is spoken, and the next words may tell.
 */
export function guessLocale(said: Said, { languageCode }: Speaker): Locale | undefined {
  const text = said.type === "text" ? said.text.trim() : "";
  const link = LINK_TEXTS.find(([pattern]) => pattern.test(text));
  if (link) return link[1];
  if (/\p{Script=Cyrillic}/u.test(text)) return "ru";
  return fromCode(languageCode) ?? (isLatinWords(text) ? "en" : undefined);
}

function fromCode(code: string | undefined): Locale | undefined {
  const language = code?.toLowerCase().split(/[-_]/)[0];
  return language === "en" || language === "ru" ? language : undefined;
}

/** A command, a slug or a number is nobody's language. */
function isLatinWords(text: string): boolean {
  return /^\p{Script=Latin}[\p{Script=Latin}\s,.!?']+$/u.test(text);
}
