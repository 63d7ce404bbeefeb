import { join } from "node:path";
import { run } from "../test/machine.ts";
import { isInstalled, PEERS, PROGRAMS } from "./programs.ts";

/** The peers' packages, from their lockfiles; nothing but the bench has use for them. */
export async function installPeers(tell: (line: string) => void): Promise<void> {
  for (const program of Object.values(PROGRAMS)) {
    if (isInstalled(program)) continue;
    tell(`installing ${program.title}`);
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: join(PEERS, program.name) });
  }
}
