/** What waits in the outbox at one look. */
export interface Waiting {
  waiting: number;
  /** How long the oldest has been due, or tried in vain. */
  oldestMs: number;
}

const OLD_MS = 5 * 60_000;
/** So many looks in a row, each with more than the one before. */
const GROWING_LOOKS = 5;
/** Fewer than this may grow as they like: they are gone in seconds. */
const MANY = 100;

/**
 * Judges the outbox, look by look: trouble is what is old and does not get less, or what grows and grows. A long
 * broadcast that is being sent is neither.
 */
export function createBacklog(): { judge(now: Waiting): "fine" | "trouble" } {
  let before = 0;
  let growing = 0;
  let standing = false;
  return {
    judge({ waiting, oldestMs }) {
      growing = waiting > before ? growing + 1 : 0;
      const isOld = oldestMs >= OLD_MS && (standing || waiting >= before) && waiting > 0;
      before = waiting;
      standing = isOld || (growing >= GROWING_LOOKS && waiting >= MANY);
      return standing ? "trouble" : "fine";
    },
  };
}
