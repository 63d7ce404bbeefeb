import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Facts, readFacts } from "./facts.ts";
import type { PartName } from "./plan.ts";

/** One measurement: what was done to whom, and its figures by name. */
export interface Sample {
  part: PartName;
  /** Who was measured. */
  subject: string;
  scene: string;
  /** People, callers or connections at once, or rows in the tables. */
  size: number;
  round: number;
  /** Of the project, at that time. */
  commit: string;
  figures: Record<string, number | undefined>;
}

/** What the runs so far have measured, in a file that is not part of the project. */
export interface Results {
  facts: Facts;
  samples: readonly Sample[];
  has(key: Key): boolean;
  /** Writes it down at once, in place of an earlier one, so that a run that is broken off is not lost. */
  add(sample: Omit<Sample, "commit">): Promise<void>;
}

export type Key = Pick<Sample, "part" | "subject" | "scene" | "size" | "round">;

export const RESULTS = join(import.meta.dirname, ".results");

/** @param keep what an earlier run has measured stays until it is measured again */
export async function openResults(name: "full" | "quick", { keep }: { keep: boolean }): Promise<Results> {
  const file = join(RESULTS, `${name}.json`);
  const before = keep ? await readStored(file) : undefined;
  const facts = await readFacts();
  let samples = before?.samples ?? [];
  return {
    facts,
    get samples() {
      return samples;
    },
    has: (key) => samples.some((sample) => isSame(sample, key)),
    async add(sample) {
      samples = [...samples.filter((one) => !isSame(one, sample)), { ...sample, commit: facts.commit }];
      await mkdir(RESULTS, { recursive: true });
      await writeFile(`${file}.new`, JSON.stringify({ samples }, undefined, 1));
      await rename(`${file}.new`, file);
    },
  };
}

async function readStored(file: string): Promise<{ samples: Sample[] } | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isSame(a: Key, b: Key): boolean {
  const isSameThing = a.part === b.part && a.subject === b.subject && a.scene === b.scene;
  return isSameThing && a.size === b.size && a.round === b.round;
}
