import { OperatorError } from "../src/errors.ts";
import { openGround } from "./ground.ts";
import { installPeers } from "./install.ts";
import { drawPage } from "./page/page.ts";
import { runPart } from "./parts.ts";
import { PARTS, readPlan } from "./plan.ts";
import { type Key, openResults } from "./results.ts";
import { startOnce } from "./warming.ts";

/*
 * `npm run bench`: Doorlist beside what one would write instead of it, and beside the limits of the machine, in turns, on
 * one Postgres and one Redis of its own. What it measures is kept in `bench/.results`, and drawn as docs/performance.md.
 */

async function main(): Promise<void> {
  const started = performance.now();
  const plan = readPlan(process.argv.slice(2));
  const isWhole = plan.parts.length === PARTS.length;
  const results = await openResults(plan.quick ? "quick" : "full", { keep: plan.draw || plan.resume || !isWhole });
  const tell = (line: string) => console.log(`${toMinutes(performance.now() - started)} ${line}`);
  if (!plan.draw) {
    await installPeers(tell);
    const wants = (key: Key) => !(plan.resume && results.has(key));
    const ground = await openGround();
    try {
      await startOnce(ground);
      for (const part of plan.parts) await runPart({ ground, plan, results, wants, tell }, part).catch(report);
    } finally {
      await ground.remove();
    }
  }
  tell(`drawn: ${await drawPage(results, { quick: plan.quick })}`);
}

/** One part that fails is no reason to lose the others. */
function report(error: unknown): void {
  console.error(error);
  process.exitCode = 1;
}

function toMinutes(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

process.once("SIGINT", () => process.exit(1)); // what was started ends with us
process.once("SIGTERM", () => process.exit(1));

try {
  await main();
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
