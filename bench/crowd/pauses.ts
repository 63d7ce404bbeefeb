/** How many messages a conversation may have at most, so that each has a number of its own. */
export const LINES_EACH = 10;

/** What somebody is about to say: which person of a crowd, and which of their lines. */
export interface Moment {
  person: number;
  line: number;
  lines: number;
}

/**
 * How long a person takes before a line, in milliseconds: exponentially spread, and the same in every crowd.
 *
 * The people with whom a crowd begins take no time for their first lines, one for none and the next for one more, so
 * that they are at once spread over the whole conversation as those are who have been there for long.
 */
export function pauseOf(
  { person, line, lines }: Moment,
  { meanMs, atOnce }: { meanMs: number; atOnce: number },
): number {
  if (person < atOnce && line < person % lines) return 0;
  return -meanMs * Math.log(1 - drawOf(person * LINES_EACH + line));
}

/** Splitmix: a number spread evenly from 0 to below 1, always the same one for each place. */
function drawOf(place: number): number {
  let bits = Math.imul(place + 1, 0x9e3779b9);
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}
