/** What several rounds of one measurement came to. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** undefined of no round. With an even number the lower of the two in the middle, so that it is one that was measured. */
export function toSpread(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.ceil(sorted.length / 2) - 1];
  const [least] = sorted;
  const most = sorted.at(-1);
  return median === undefined || least === undefined || most === undefined ? undefined : { median, least, most };
}

/** One measurement of one round. */
export interface Turn {
  round: number;
  value: number;
}

/** How many times the other, round by round: what both share, such as a busy minute of the machine, drops out. */
export function toRatios(ours: readonly Turn[], theirs: readonly Turn[]): number[] {
  return ours.flatMap(({ round, value }) => {
    const other = theirs.find((turn) => turn.round === round);
    return other && other.value > 0 ? [value / other.value] : [];
  });
}
