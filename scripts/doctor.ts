import { styleText } from "node:util";
import { toHouse } from "../src/assembly/ground.ts";
import { createClock } from "../src/clock.ts";
import { type Config, examineConfig } from "../src/config.ts";
import { INSTRUMENTS } from "../src/doctor/deployment.ts";
import { examine } from "../src/doctor/examination.ts";
import type { Status } from "../src/doctor/finding.ts";
import { toExitCode, toReport } from "../src/doctor/report.ts";
import { loadEnvFile } from "../src/env-file.ts";
import { OperatorError } from "../src/errors.ts";
import { sandboxMessengers } from "../src/sandbox/messengers.ts";
import { createTexts } from "../src/texts/texts.ts";
import { listStrangers } from "../src/variables.ts";
import { readFlags } from "./flags.ts";

const COLOURS = { ok: "green", warning: "yellow", broken: "red", unseen: "dim" } as const satisfies Record<
  Status,
  string
>;

/** Looks at this deployment from the inside: 0 if all is well, 1 if something is broken, 2 if there are warnings only. */
async function main(): Promise<number> {
  loadEnvFile(process.env);
  const { config: given, problems } = examineConfig(process.env);
  const config = given.sandbox ? await withSandbox(given) : given;
  const texts = createTexts(toHouse(config, config.port));
  const clock = createClock();
  const deployment = {
    config,
    problems,
    strangers: listStrangers(process.env),
    clock,
    word: texts.word,
    db: undefined,
    instruments: INSTRUMENTS,
  };
  const findings = await examine(deployment);
  const report = toReport(findings, {
    say: (phrase) => texts.plainText(phrase, config.locale),
    paint: (status, text) => styleText(COLOURS[status], text),
    at: clock.now(),
    timeZone: config.timeZone,
  });
  console.log(`\n${report}\n`);
  return toExitCode(findings);
}

/** The simulated messengers are looked at like real ones, where Doorlist runs and they are there. */
async function withSandbox(config: Config): Promise<Config> {
  const url = `http://127.0.0.1:${config.port}/sandbox`;
  const isThere = await fetch(url, { signal: AbortSignal.timeout(3_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return isThere ? { ...config, ...sandboxMessengers(config.port) } : config;
}

readFlags("doctor", {});
// What hangs is told of, and not waited for.
process.exit(
  await main().catch((error: unknown) => {
    console.error(error instanceof OperatorError ? error.message : error);
    return 1;
  }),
);
