import type { Span, Style } from "./conversation.ts";
import { linkify } from "./linkify.ts";

const MARKS: Record<string, Style> = { "*": "bold", _: "italic", "~": "strike", "```": "code" };
// A mark counts when it hugs its words, and no letter stands right outside it.
const MARKED = /(?<![\p{L}\p{N}])(```|[*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/u;

/** What a reader sees of a text with WhatsApp's marks. */
export function readMarkup(raw: string): Span[] {
  return linkify(split(raw, []));
}

function split(text: string, styles: Style[]): Span[] {
  const match = MARKED.exec(text);
  const style = MARKS[match?.[1] ?? ""];
  if (!match || !style) return text ? [{ text, styles }] : [];
  return [
    ...split(text.slice(0, match.index), styles),
    ...split(match[2] ?? "", [...styles, style]),
    ...split(text.slice(match.index + match[0].length), styles),
  ];
}
