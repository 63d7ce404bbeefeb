/** How often each thing was done to the app. */
export interface Tally {
  count(what: string, times?: number): void;
  list(): [string, number][];
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    count(what, times = 1) {
      counts.set(what, (counts.get(what) ?? 0) + times);
    },
    list: () => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}
