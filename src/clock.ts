/** Where every moment comes from. Only the sandbox moves it, and only forward. */
export interface Clock {
  now(): Date;
}

export interface MovableClock extends Clock {
  /** How far ahead of real time this clock is, in milliseconds. */
  offsetMs(): number;
  /** Moves the clock ahead. Going back would undo reminders already sent, so it is refused. */
  moveForward(ms: number): void;
}

export function createClock(offsetMs = 0): MovableClock {
  let offset = offsetMs;
  return {
    now: () => new Date(Date.now() + offset),
    offsetMs: () => offset,
    moveForward(ms) {
      if (!(ms >= 0)) throw new RangeError("a clock moves forward only");
      offset += ms;
    },
  };
}
