import type { PartName } from "../plan.ts";
import type { Sample } from "../results.ts";
import { type Spread, type Turn, toRatios, toSpread } from "../spread.ts";
import { toFigure } from "../table.ts";

/** What is looked up among the samples. */
export interface Pick {
  part: PartName;
  subject: string;
  scene: string;
  size: number;
  figure: string;
}

/** What each round measured of it. */
export function pick(samples: readonly Sample[], { part, subject, scene, size, figure }: Pick): Turn[] {
  return samples
    .filter((s) => s.part === part && s.subject === subject && s.scene === scene && s.size === size)
    .flatMap(({ round, figures }) => {
      const value = figures[figure];
      return value === undefined || value === null ? [] : [{ round, value }]; // JSON has null for what is no number
    });
}

export function spreadOf(samples: readonly Sample[], wanted: Pick): Spread | undefined {
  return toSpread(pick(samples, wanted).map(({ value }) => value));
}

/** How many times the other, with its spread. */
export function ratioOf(samples: readonly Sample[], ours: Pick, theirs: Partial<Pick>): Spread | undefined {
  return toSpread(toRatios(pick(samples, ours), pick(samples, { ...ours, ...theirs })));
}

/** "12.3 (11.0 to 14.1)" */
export function toWords(spread: Spread | undefined): string {
  if (!spread) return "–";
  return `${toFigure(spread.median)} (${toFigure(spread.least)} to ${toFigure(spread.most)})`;
}

/** All that one part measured of something, in the order of its sizes. */
export function sizesOf(samples: readonly Sample[], part: PartName, scene: string): number[] {
  const sizes = samples.filter((s) => s.part === part && s.scene === scene).map(({ size }) => size);
  return [...new Set(sizes)].sort((a, b) => a - b);
}
