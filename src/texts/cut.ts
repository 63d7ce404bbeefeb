import type { Span } from "./worded.ts";

const ELLIPSIS = "…";
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * The text if it fits, else as many whole graphemes as leave room for an ellipsis.
 *
 * Counts UTF-16 units, which is never less than what a platform counts. Never give it markup: cut, then escape.
 */
export function cutToFit(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return cutToLength(text, limit - ELLIPSIS.length) + ELLIPSIS;
}

/** The same of a text that is partly bold: the spans, and the beginning of one, that fit. */
export function cutSpans(spans: Span[], limit: number): Span[] {
  const kept = cutToFit(spans.map((span) => span.text).join(""), limit);
  let at = 0;
  return spans.flatMap(({ text, bold }) => {
    const part = kept.slice(at, at + text.length);
    at += text.length;
    return part ? [{ text: part, bold }] : [];
  });
}

function cutToLength(text: string, limit: number): string {
  let end = 0;
  // No grapheme that ends within the limit needs to look further than one unit past it.
  for (const { segment, index } of segmenter.segment(text.slice(0, limit + 2))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
