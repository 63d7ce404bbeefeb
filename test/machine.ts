import { type ChildProcess, execFile, type SpawnOptions, spawn } from "node:child_process";
import { accessSync, constants, readdirSync, rmSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { listenOnLoopback } from "./loopback.ts";

export const run = promisify(execFile);

/** Who a server runs as: Postgres refuses to be root. */
export type Account = { uid: number; gid: number };

/** The path of an installed program, looked for where Debian keeps those it does not put on the PATH, too. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...postgresFolders(), "/usr/sbin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function postgresFolders(): string[] {
  const root = "/usr/lib/postgresql";
  try {
    const newestFirst = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return newestFirst.map((version) => join(root, version, "bin"));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Undefined unless we are root: then another existing account, for programs that refuse root. */
export async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // no such account; the next
    }
  }
  throw new Error("Postgres refuses to run as root, and this machine has neither a user postgres nor nobody");
}

const folders = new Set<string>();
const children = new Set<ChildProcess>();

// Not the ordinary end, which is each server's stop(): what remains when a run is broken off.
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of this run, gone with `remove()` or with the run. */
export async function makeTempFolder(account?: Account): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "doorlist-test-"));
  folders.add(path);
  if (account) await chown(path, account.uid, account.gid);
  const remove = async () => {
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
    folders.delete(path);
  };
  return { path, remove };
}

export interface Server {
  pid: number;
  send(signal: NodeJS.Signals): void;
  /** With its exit code; null if a signal ended it, or it never began. */
  exited: Promise<number | null>;
  isRunning(): boolean;
}

/** Starts a server that does not outlive us: on Linux the kernel ends it even if we are killed. */
export function startServer(program: string, args: string[], options: SpawnOptions): Server {
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  const [command, ...rest] = setpriv ? [setpriv, "--pdeathsig", "INT", program, ...args] : [program, ...args];
  // Detached, so that Ctrl-C in the terminal reaches the tests first and the servers by their stop().
  const child = spawn(command ?? program, rest, { stdio: "ignore", detached: true, ...options });
  children.add(child);
  let running = true;
  const exited = new Promise<number | null>((resolve) => {
    const end = (code: number | null) => {
      running = false;
      children.delete(child);
      resolve(code);
    };
    child.once("exit", end);
    child.once("error", () => end(null));
  });
  child.unref();
  return { pid: child.pid ?? -1, send: (signal) => void child.kill(signal), exited, isRunning: () => running };
}

export async function findFreePort(): Promise<number> {
  const { port, close } = await listenOnLoopback(createServer());
  await close();
  return port;
}

/** Asks until the answer is yes. False when the server has ended, or `seconds` have passed. */
export async function waitUntilReady(server: Server, isReady: () => Promise<boolean>, seconds = 30): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (server.isRunning() && Date.now() < deadline) {
    if (await isReady()) return true;
    await setTimeout(25);
  }
  return false;
}
