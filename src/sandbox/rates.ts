/** At most so many in any stretch of so many milliseconds. */
export interface Rate {
  most: number;
  withinMs: number;
}

/** One each so often; a burst is lent, and paid back by waiting. */
export interface Lending {
  everyMs: number;
  burst: number;
}

/** Told the time, so that a test needs none. What is refused is not counted. */
export interface Meter {
  /** How long until there is room; 0 if there is. */
  waitMs(now: number): number;
  count(now: number): void;
}

export function createWindow({ most, withinMs }: Rate): Meter {
  const counted: number[] = [];
  return {
    waitMs(now) {
      while (counted[0] !== undefined && counted[0] <= now - withinMs) counted.shift();
      const oldest = counted[counted.length - most];
      return oldest === undefined ? 0 : oldest + withinMs - now;
    },
    count: (now) => void counted.push(now),
  };
}

export function createLoan({ everyMs, burst }: Lending): Meter {
  let paidAt = 0;
  return {
    waitMs: (now) => Math.max(0, paidAt - (burst - 1) * everyMs - now),
    count(now) {
      paidAt = Math.max(paidAt, now) + everyMs;
    },
  };
}

/** One meter for each key, made when it is first asked for. */
export function createMeters(create: () => Meter): (key: string) => Meter {
  const meters = new Map<string, Meter>();
  return (key) => {
    const meter = meters.get(key) ?? create();
    meters.set(key, meter);
    return meter;
  };
}
