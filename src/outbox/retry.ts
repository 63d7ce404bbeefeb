/** The first pause, doubled with each attempt. */
const BASE_MS = 2_000;
const LONGEST_MS = 10 * 60_000;
/** About five hours of trying. */
export const MOST_ATTEMPTS = 40;

/**
 * How long to wait after this many attempts: exponential with jitter, so that many messages that failed
 * together are not tried together. The platform's own wait is obeyed to the millisecond.
 *
 * @param random between 0 and 1
 */
export function pauseMs(attempts: number, { asked, random }: { asked: number | undefined; random: number }): number {
  if (asked !== undefined) return asked;
  const full = Math.min(LONGEST_MS, BASE_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
