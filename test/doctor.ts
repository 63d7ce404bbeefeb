import { toHouse } from "../src/assembly/ground.ts";
import { createClock } from "../src/clock.ts";
import { examineConfig } from "../src/config.ts";
import { type Deployment, INSTRUMENTS } from "../src/doctor/deployment.ts";
import { examine } from "../src/doctor/examination.ts";
import type { Check, Finding } from "../src/doctor/finding.ts";
import { createTexts } from "../src/texts/texts.ts";
import { listStrangers } from "../src/variables.ts";

type Environment = Record<string, string | undefined>;

/** A deployment as its environment makes it, with whatever a test knows better. */
export function toDeployment(env: Environment, more: Partial<Deployment> = {}): Deployment {
  const { config, problems } = examineConfig(env);
  const { word } = createTexts(toHouse(config, config.port));
  const strangers = listStrangers(env);
  return { config, problems, strangers, clock: createClock(), word, db: undefined, instruments: INSTRUMENTS, ...more };
}

/** What the doctor finds there, by the part it is about; of several the first. */
export async function diagnose(
  env: Environment,
  more: Partial<Deployment> = {},
  patienceMs?: number,
): Promise<Partial<Record<Check, Finding>>> {
  const findings = await examine(toDeployment(env, more), patienceMs);
  return Object.fromEntries(findings.toReversed().map((finding) => [finding.check, finding]));
}
