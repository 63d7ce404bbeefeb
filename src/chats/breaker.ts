import type { Logger } from "../logger.ts";

const SLOW_MS = 200;
/** How long Redis is left alone after it failed. */
const REST_MS = 3_000;

/** After a failure Redis is not asked for some seconds, so that a dead one costs one slow message and not all of them. */
export interface Breaker {
  /** undefined when Redis is away or slow. */
  ask<T>(command: () => Promise<T>): Promise<T | undefined>;
  state(): "up" | "down";
  onBack(listener: () => void): void;
}

interface Options {
  log: Logger;
  /** Hears once that it went, and once that it is back. */
  onChange(state: "up" | "down"): void;
  /** Whether it answers now; what does not is down from the start. */
  isReady: boolean;
}

export function createBreaker({ log, onChange, isReady }: Options): Breaker {
  const listeners: (() => void)[] = [];
  let restsUntil = 0;
  let down = false;

  function failed(error: unknown): undefined {
    restsUntil = performance.now() + REST_MS;
    if (down) return undefined;
    down = true;
    log.warn({ err: error }, "redis is away, snapshots are read from postgres");
    onChange("down");
    return undefined;
  }

  function worked(): void {
    if (!down) return;
    down = false;
    log.info("redis is back");
    onChange("up");
    for (const listener of listeners) listener();
  }

  if (!isReady) failed(new Error("redis did not answer at the start"));
  return {
    async ask(command) {
      if (performance.now() < restsUntil) return undefined;
      try {
        const answer = await within(SLOW_MS, command());
        worked();
        return answer;
      } catch (error) {
        return failed(error);
      }
    },
    state: () => (down ? "down" : "up"),
    onBack: (listener) => void listeners.push(listener),
  };
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`redis did not answer within ${ms} ms`)), ms);
    void promise.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
