import { join } from "node:path";
import { readFlags } from "../../scripts/flags.ts";
import { isProved, prove } from "./prove.ts";
import { countViolations, toReport, writeReport } from "./report.ts";
import { runChaos } from "./run.ts";
import { FULL, SHORT } from "./scenario.ts";

/** `npm run chaos`: lets processes die under a thousand people, and tells what became of what was promised to them. */
const ARTIFACTS = join(import.meta.dirname, "..", ".artifacts", "chaos");

const values = readFlags("chaos", {
  /** As in the tests, within a minute. */
  short: { type: "boolean", default: false },
  seed: { type: "string" },
  seconds: { type: "string" },
  people: { type: "string" },
  /** That it bites: with each safety line switched off in a copy of the source it must find a violation. */
  prove: { type: "boolean", default: false },
  /** Of the proofs this one alone, by its line. */
  only: { type: "string" },
});

async function runOnce(): Promise<boolean> {
  const usual = values.short ? SHORT : FULL;
  const { seed = usual.seed, seconds = usual.seconds, people = usual.people } = values;
  const scenario = { ...usual, seed: Number(seed), seconds: Number(seconds), people: Number(people) };
  const folder = join(ARTIFACTS, `seed-${seed}`);
  const outcome = await runChaos(scenario, { folder, tell: console.info });
  await writeReport(folder, outcome);
  console.info(`\n${toReport(outcome)}\n\nThe report, and what the processes said: ${folder}`);
  return countViolations(outcome) === 0;
}

async function proveAll(): Promise<boolean> {
  const folder = join(ARTIFACTS, "proof");
  const proofs = await prove({ folder, only: values.only, tell: console.info });
  const idle = proofs.filter((proof) => !isProved(proof));
  console.info(`\n${proofs.length - idle.length} of ${proofs.length} lines proved. The reports: ${folder}`);
  return idle.length === 0;
}

process.exit((values.prove ? await proveAll() : await runOnce()) ? 0 : 1);
