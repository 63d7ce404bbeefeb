import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** What was asked of a script, by its flags. Ends the process, with how it is meant, for anything else: nothing is done by guess. */
export function readFlags<T extends ParseArgsOptionsConfig>(script: string, options: T) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const flags = Object.entries(options).map(([name, { type }]) => ` [--${name}${type === "string" ? "=..." : ""}]`);
    const what = error instanceof Error ? error.message.split(". ")[0] : "";
    console.error(`${what}.\nUsage: npm run ${script}${flags.length ? ` --${flags.join("")}` : ""}`);
    process.exit(2);
  }
}
