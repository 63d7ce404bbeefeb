import { access, rm, writeFile } from "node:fs/promises";
import { findProgram, run } from "./machine.ts";

const NEEDED = [
  { program: "initdb", debian: "postgresql", variable: "TEST_DATABASE_URL" },
  { program: "redis-server", debian: "redis-server", variable: "TEST_REDIS_URL" },
];

// Debian asks this file whether a freshly installed service may start. Ours may not.
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * Sees to it that the programs of real Postgres and Redis are here, installing them on Debian as root.
 *
 * @throws with what to install, where we cannot.
 */
export async function installMissingServers(): Promise<void> {
  const missing = NEEDED.filter(({ program, variable }) => !process.env[variable] && !findProgram(program));
  if (!missing.length) return;
  const packages = missing.map(({ debian }) => debian);
  if (process.getuid?.() !== 0 || !findProgram("apt-get")) {
    throw new Error(
      `The tests need ${packages.join(" and ")}, which this machine has not. Install ${packages.length > 1 ? "them" : "it"} ` +
        `(Debian: sudo apt-get install ${packages.join(" ")}; macOS: brew install postgresql redis), or give the address of ` +
        `a server to make databases in: ${missing.map(({ variable }) => variable).join(", ")}`,
    );
  }
  await install(packages);
}

async function install(packages: string[]): Promise<void> {
  console.log(`Installing ${packages.join(" and ")} for the tests...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const forbade = await forbidServices();
  try {
    await run("apt-get", ["update", "-q"], { env, maxBuffer: 1e8 });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env, maxBuffer: 1e8 });
  } finally {
    if (forbade) await rm(POLICY, { force: true });
  }
}

async function forbidServices(): Promise<boolean> {
  try {
    await access(POLICY);
    return false;
  } catch {
    await writeFile(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    return true;
  }
}
