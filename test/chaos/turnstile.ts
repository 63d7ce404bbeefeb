import { setTimeout } from "node:timers/promises";

/** Lets people act, and now and then holds them up until nobody is waiting for an answer. */
export interface Turnstile {
  pass<T>(act: () => Promise<T>): Promise<T>;
  /** `meanwhile`: what brings the answers about that are waited for. */
  hold(work: () => Promise<void>, meanwhile: () => Promise<void>): Promise<void>;
}

/** Beyond this somebody waits for what will not come, which is judged later. */
const PATIENCE_MS = 130_000;

export function createTurnstile(): Turnstile {
  let inside = 0;
  let held: Promise<void> | undefined;
  return {
    async pass(act) {
      while (held) await held;
      inside++;
      try {
        return await act();
      } finally {
        inside--;
      }
    },
    async hold(work, meanwhile) {
      const release = Promise.withResolvers<void>();
      held = release.promise;
      try {
        const deadline = performance.now() + PATIENCE_MS;
        while (inside > 0 && performance.now() < deadline) await Promise.all([meanwhile(), setTimeout(50)]);
        await work();
      } finally {
        held = undefined;
        release.resolve();
      }
    },
  };
}
