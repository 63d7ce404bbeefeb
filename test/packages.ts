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
  const missing = findMissing();
  if (!missing.length) return;
  if (process.getuid?.() !== 0 || !findProgram("apt-get")) throw new Error(howToInstall(missing));
  try {
    await install(missing.map(({ debian }) => debian));
  } catch (error) {
    throw new Error(howToInstall(missing), { cause: error });
  }
  const stillMissing = findMissing();
  if (stillMissing.length) throw new Error(howToInstall(stillMissing));
}

/**
 * A Chromium to test pages in: the machine's own, else Debian's, installed as root.
 *
 * @throws with what to install, where we cannot.
 */
export async function findChromium(): Promise<string> {
  const find = () => ["chromium", "chromium-browser", "google-chrome"].map(findProgram).find(Boolean);
  const installed = find();
  if (installed) return installed;
  if (process.getuid?.() === 0 && findProgram("apt-get")) await install(["chromium"]);
  const found = find();
  if (!found) throw new Error("The browser tests need a Chromium. Debian, Ubuntu: sudo apt-get install chromium");
  return found;
}

type Needed = (typeof NEEDED)[number];

function findMissing(): Needed[] {
  return NEEDED.filter(({ program, variable }) => !process.env[variable] && !findProgram(program));
}

function howToInstall(missing: Needed[]): string {
  const packages = missing.map(({ debian }) => debian);
  const variables = missing.map(({ variable }) => variable);
  return [
    `The tests start a real Postgres and a real Redis of their own, and this machine lacks ${packages.join(" and ")}.`,
    `Debian, Ubuntu: sudo apt-get install ${packages.join(" ")}`,
    `macOS: brew install ${packages.map((name) => name.replace("-server", "")).join(" ")}`,
    `Or give the address of a server that the tests may make databases in: ${variables.join(", ")}`,
  ].join("\n");
}

async function install(packages: string[]): Promise<void> {
  console.log(`Installing ${packages.join(" and ")} for the tests...`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 1e8 };
  const forbade = await forbidServices();
  try {
    await run("apt-get", ["update", "-q"], options);
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], options);
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
