import { setImmediate } from "node:timers/promises";
import type { MovableClock } from "../clock.ts";

/** Longer steps would jump over a minute in which a job has something to do. */
const STEP_MS = 60_000;
const FARTHEST_MS = 31 * 24 * 60 * 60_000;

interface Deps {
  clock: MovableClock;
  /** What falls due at each step. */
  runJobs(): Promise<void>;
  /** Kept, so that a restart does not go back in time. */
  keepOffset(offsetMs: number): Promise<void>;
}

/** Moves the clock that app and doubles share: forward, a minute at most at a time, with the jobs run at each step. */
export function createTimeTravel({ clock, runJobs, keepOffset }: Deps): (ms: number) => Promise<void> {
  return async (ms) => {
    let left = Math.min(Math.max(0, ms), FARTHEST_MS);
    while (left > 0) {
      const step = Math.min(left, STEP_MS);
      clock.moveForward(step);
      left -= step;
      await runJobs();
      // An embedded database never lets go of the thread by itself, and a day is 1440 steps: others are to be answered.
      await setImmediate();
    }
    await keepOffset(clock.offsetMs());
  };
}
