import { join } from "node:path";
import { MUTATIONS, type Mutation } from "./mutations.ts";
import { copyPatched } from "./patched-copy.ts";
import { countViolations, writeReport } from "./report.ts";
import { runChaos } from "./run.ts";

export interface Proof {
  line: string;
  /** Violations of the product as it stands, and with the line switched off, in the same run. */
  kept: number;
  broken: number;
  /** Of the promises the first that was broken. */
  first: string | undefined;
}

/** That chaos bites: with a line switched off it finds a violation, and with the line none. */
export async function prove({
  folder,
  only,
  tell,
}: {
  folder: string;
  only: string | undefined;
  tell: (news: string) => void;
}): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const mutation of MUTATIONS.filter(({ line }) => only === undefined || line === only)) {
    const proof = await proveOne(mutation, folder);
    tell(`${proof.line}: ${proof.kept} violations with it, ${proof.broken} without (${proof.first ?? "none"})`);
    proofs.push(proof);
  }
  return proofs;
}

export function isProved({ kept, broken }: Proof): boolean {
  return kept === 0 && broken > 0;
}

async function proveOne({ line, patches, scenario }: Mutation, folder: string): Promise<Proof> {
  const asItStands = await runWith(scenario, { folder: join(folder, scenario.name), main: undefined });
  const copy = await copyPatched(patches);
  try {
    const without = await runWith(scenario, { folder: join(folder, `${scenario.name}-broken`), main: copy.main });
    const first = [...without.verdict].find(([, faults]) => faults.length > 0)?.[0];
    return { line, kept: countViolations(asItStands), broken: countViolations(without), first };
  } finally {
    await copy.remove();
  }
}

async function runWith(scenario: Mutation["scenario"], place: { folder: string; main: string | undefined }) {
  const outcome = await runChaos(scenario, place);
  await writeReport(place.folder, outcome);
  return outcome;
}
