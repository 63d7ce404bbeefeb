import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "./run.ts";

const EXAMPLES = 10;

export function countViolations({ verdict }: Outcome): number {
  return [...verdict.values()].reduce((sum, faults) => sum + faults.length, 0);
}

/** For people: what was done, what was promised, and how far that was kept. */
export function toReport(outcome: Outcome): string {
  const { scenario, done, verdict, seconds } = outcome;
  const { name, seed, people } = scenario;
  const promises = [...verdict].map(([promise, faults]) => [
    promise,
    faults.length ? `${faults.length} VIOLATIONS` : "kept",
  ]);
  const examples = [...verdict].flatMap(([promise, faults]) =>
    faults.length ? [`\n${promise}:`, ...summarise(faults).map((line) => `  ${line}`)] : [],
  );
  return [
    `Chaos "${name}", seed ${seed}: ${people} people, ${scenario.seconds} s of disturbances, ${seconds} s in all`,
    "",
    ...toTable([["done to it", "times"], ...done.map(([what, times]) => [what, String(times)])]),
    "",
    ...toTable([["promised", "found"], ...promises]),
    ...examples,
    "",
    `${countViolations(outcome)} violations`,
  ].join("\n");
}

/** As text, and with every violation as JSON. */
export async function writeReport(folder: string, outcome: Outcome): Promise<void> {
  const { verdict, ...rest } = outcome;
  await writeFile(join(folder, "report.txt"), `${toReport(outcome)}\n`);
  await writeFile(
    join(folder, "report.json"),
    JSON.stringify({ ...rest, verdict: Object.fromEntries(verdict) }, null, 2),
  );
}

function summarise(faults: string[]): string[] {
  const counted = [...Map.groupBy(faults, (fault) => fault)].map(([fault, { length }]) => [fault, length] as const);
  const most = counted.toSorted((a, b) => b[1] - a[1]).slice(0, EXAMPLES);
  return most.map(([fault, count]) => (count > 1 ? `${fault} (${count} times)` : fault));
}

function toTable(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([first = ""]) => first.length));
  return rows.map(([first = "", ...rest]) => [first.padEnd(width), ...rest].join("  "));
}
