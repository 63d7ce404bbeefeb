import { cutSpans } from "../texts/cut.ts";
import type { Span } from "../texts/worded.ts";

// WhatsApp has no escape character. What people typed is drawn with characters that look the same and mean nothing;
// putting invisible ones between would leave it to each client whether they still count as markup.
const LOOKALIKES: Record<string, string> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ", ">": "˃" };
// In a link the same address can be written without them.
const PERCENT: Record<string, string> = { "*": "%2A", _: "%5F", "~": "%7E", "`": "%60" };

const LINK = /(https?:\/\/\S+)/;
// An underscore inside a word is no markup, and stays: e-mail addresses and names of bots have them.
const MARKS = /[*~`]|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])|(?<=^[^\S\n]*)>/gmu;
const MARKS_IN_LINK = /(?<![\p{L}\p{N}_])[*_~`]+|[*_~`]+(?![\p{L}\p{N}_])/gu;
const WORD = /[\p{L}\p{N}]/u;

/** Draws spans in WhatsApp's markup, never longer than `limit` with all its marks. */
export function drawSpans(body: Span[], limit: number): string {
  const spans = mergeSpans(body);
  for (let room = limit; ; ) {
    const drawn = draw(cutSpans(spans, room));
    if (drawn.length <= limit) return drawn;
    // A mark costs room as well; the fuller a text is of them, the more of it goes.
    room = Math.floor((room * limit) / drawn.length);
  }
}

/** Neighbours of one kind become one: `*a**b*` is bold to nobody. */
function mergeSpans(body: Span[]): Span[] {
  const merged: Span[] = [];
  for (const { text, bold } of body) {
    const last = merged.at(-1);
    if (last?.bold === bold) last.text += text;
    else merged.push({ text, bold });
  }
  return merged.map(({ text, bold }) => ({ text: text.toWellFormed(), bold }));
}

function draw(spans: Span[]): string {
  return spans
    .map(({ text, bold }, at) => {
      const safe = neutralise(text);
      if (!bold) return safe;
      return embolden(safe, { before: spans[at - 1]?.text.at(-1), after: spans[at + 1]?.text.at(0) });
    })
    .join("");
}

function neutralise(text: string): string {
  return text
    .split(LINK)
    .map((part, at) => (at % 2 ? replaceMarks(part, MARKS_IN_LINK, PERCENT) : replaceMarks(part, MARKS, LOOKALIKES)))
    .join("");
}

function replaceMarks(text: string, marks: RegExp, by: Record<string, string>): string {
  return text.replace(marks, (run) => [...run].map((mark) => by[mark] ?? mark).join(""));
}

/** Bold lives within a line, and neither next to a letter nor next to a space inside; a link would swallow the mark. */
function embolden(text: string, { before, after }: { before: string | undefined; after: string | undefined }): string {
  const lines = text.split("\n");
  return lines
    .map((line, at) => {
      const words = line.trim();
      const start = line.indexOf(words);
      const end = start + words.length;
      const left = start > 0 || at > 0 ? undefined : before;
      const right = end < line.length || at < lines.length - 1 ? undefined : after;
      if (!words || isWord(left) || isWord(right) || LINK.test(words)) return line;
      return `${line.slice(0, start)}*${words}*${line.slice(end)}`;
    })
    .join("\n");
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && WORD.test(character);
}
