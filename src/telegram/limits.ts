/**
 * What Telegram takes in one message. Texts are counted in UTF-16 units after entity parsing,
 * which is never less than the characters that Telegram counts.
 */
export const LIMITS = {
  text: 4096,
  caption: 1024,
  /** UTF-8 bytes. */
  callbackData: 64,
  copyText: 256,
  buttons: 100,
  buttonsPerRow: 8,
  /** No documented limit: beyond this a phone shows nothing of it. */
  buttonTitle: 64,
} as const;

const ELLIPSIS = "…";
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The text if it fits, else as many whole graphemes as leave room for an ellipsis. Never markup: cut before escaping. */
export function cutToFit(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return cutToLength(text, limit - ELLIPSIS.length) + ELLIPSIS;
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
