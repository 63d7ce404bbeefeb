import type { Rate } from "./rates.ts";

/** One gate to be passed: what is counted under `key` at `rate`. */
export interface Gate {
  key: string;
  rate: Rate;
}

/** Counts what passes, at rates that are told with each asking. */
export interface Gates {
  /** Passes `count` through all of these or none. Gives 0, else in how many ms it is worth asking again; never waits. */
  pass(gates: Gate[], count: number): Promise<number>;
  /** What passed and was not used. */
  giveBack(gates: Gate[], count: number): void;
}

/** How many milliseconds one costs. */
export function intervalMs({ perSecond }: Rate): number {
  return 1_000 / perSecond;
}

/** Kept keys beyond this are looked through for those whose time is over. */
const MANY_KEYS = 10_000;

/**
 * The generic cell rate algorithm: for each key the moment by which all that passed will have been paid for. Exact over
 * any span of time, where counters by fixed windows let twice as much through around a window's edge.
 *
 * @param now milliseconds of real time, since it is real time that platforms count in
 */
export function createGates(now: () => number): Gates {
  const paidAt = new Map<string, number>();

  function prune(at: number): void {
    if (paidAt.size > MANY_KEYS) for (const [key, paid] of paidAt) if (paid <= at) paidAt.delete(key);
  }

  return {
    async pass(gates, count) {
      const at = now();
      const next = gates.map(({ key, rate }) => Math.max(at, paidAt.get(key) ?? 0) + intervalMs(rate) * count);
      const waits = gates.map(({ rate }, n) => (next[n] ?? 0) - intervalMs(rate) * rate.burst - at);
      const wait = Math.max(0, ...waits);
      if (wait > 0.001) return Math.ceil(wait); // sums of fractions
      gates.forEach(({ key }, n) => {
        paidAt.set(key, next[n] ?? at);
      });
      prune(at);
      return 0;
    },
    giveBack(gates, count) {
      for (const { key, rate } of gates) paidAt.set(key, (paidAt.get(key) ?? 0) - intervalMs(rate) * count);
    },
  };
}
