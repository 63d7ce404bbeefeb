import { toLine } from "./fields.ts";

/** What an event may be made of, shared by dialogue and API. */

export const MAX_TITLE = 200;
export const MAX_PLACE = 300;
export const MAX_ABOUT = 4_000;
export const MAX_SEATS = 1_000_000;
export const MAX_WORDS = 700;

/** What WhatsApp takes in a message with buttons, and in a template, and how much of it our own words around them need. */
const MESSAGE = 1024;
const FRAME = 260;

export type LineReading = { type: "line"; line: string } | { type: "empty" } | { type: "too-long"; length: number };

/** One line, such as a title or a place. */
export function parseLine(text: string, longest: number): LineReading {
  const line = toLine(text);
  const { length } = [...line];
  if (length > longest) return { type: "too-long", length };
  return /[\p{L}\p{N}]/u.test(line) ? { type: "line", line } : { type: "empty" };
}

/** How long a word of the organisers about an event may be, so that it fits into one message of either messenger. */
export function roomForWords(title: string): number {
  return Math.min(MAX_WORDS, MESSAGE - FRAME - title.length);
}

export type WordsReading = { type: "words"; words: string } | Exclude<LineReading, { type: "line" }>;

/** What organisers write to people: as they typed it, lines and all. Counted as the messengers count. */
export function parseWords(text: string, longest: number): WordsReading {
  const words = toTyped(text);
  if (words.length > longest) return { type: "too-long", length: words.length };
  return /[^\s\p{C}]/u.test(words) ? { type: "words", words } : { type: "empty" };
}

export type ParagraphReading = { type: "paragraph"; paragraph: string | null } | { type: "too-long"; length: number };

const NONE = /^(?:-|no|none|skip|without(?: a description)?|нет|пропустить|без описания)\.?$/iu;

/** Several lines, or words for none. Counted as the API counts them. */
export function parseParagraph(text: string, longest: number): ParagraphReading {
  const paragraph = toTyped(text);
  if (paragraph.length > longest) return { type: "too-long", length: paragraph.length };
  return { type: "paragraph", paragraph: paragraph === "" || NONE.test(paragraph) ? null : paragraph };
}

/** In a chat a tab parts words like a space. */
function toTyped(text: string): string {
  return toParagraph(text.replaceAll(/[\t\r]+/g, " "));
}

/** Several lines, without what cannot be shown. */
export function toParagraph(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[^\P{C}\n]/gu, "")
    .trim();
}

export type SeatsReading = { type: "seats"; seats: number | null } | { type: "unknown" | "too-few" | "too-many" };

const NO_LIMIT =
  /^(?:no limit|without limit|unlimited|any|без (?:ограничени[йя]|лимита)|неограниченно|сколько угодно)$/u;

/** "300", "1 000 seats", "300 мест", "no limit". */
export function parseSeats(text: string): SeatsReading {
  const words = toLine(text).toLowerCase();
  if (NO_LIMIT.test(words)) return { type: "seats", seats: null };
  const digits = /^(-?)(\d{1,3}(?:[ ,.]\d{3})+|\d+)(?: (?:seats?|places?|people|мест[оа]?|человека?))?\.?$/u.exec(
    words,
  );
  if (!digits) return { type: "unknown" };
  const seats = Number(digits[2]?.replaceAll(/\D/g, ""));
  if (digits[1] || seats < 1) return { type: "too-few" };
  return seats > MAX_SEATS ? { type: "too-many" } : { type: "seats", seats };
}
