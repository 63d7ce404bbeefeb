import type { Span } from "./conversation.ts";

// Both messengers make links of addresses that stand in a text; Telegram makes buttons of commands.
const FOUND = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

/** Links for the addresses that stand in a text as they are. */
export function linkify(spans: Span[]): Span[] {
  return spans.flatMap((span) => (span.href === undefined ? splitLinks(span) : [span]));
}

function splitLinks(span: Span): Span[] {
  const pieces: Span[] = [];
  let end = 0;
  for (const match of span.text.matchAll(FOUND)) {
    pieces.push({ ...span, text: span.text.slice(end, match.index) });
    pieces.push({ ...span, text: match[0], href: match[0] });
    end = match.index + match[0].length;
  }
  pieces.push({ ...span, text: span.text.slice(end) });
  return pieces.filter(({ text }) => text !== "");
}
