import { execFile } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram, makeTempFolder } from "../test/machine.ts";

/** Of the machine and the programs that a run was made with; nothing that tells whose machine it is. */
export interface Facts {
  date: string;
  commit: string;
  processors: string;
  memory: string;
  system: string;
  node: string;
  postgres: string;
  redis: string;
  /** How often a second this disk can be made to keep 8 kB: no commit of one connection is faster. */
  syncsPerSecond: number;
}

const run = promisify(execFile);
const SYNC_FOR_MS = 500;

export async function readFacts(): Promise<Facts> {
  const all = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: await say("git", ["rev-parse", "--short", "HEAD"]),
    processors: `${all.length} × ${all[0]?.model.trim()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    postgres: await say(findProgram("postgres") ?? "postgres", ["--version"]),
    redis: (await say(findProgram("redis-server") ?? "redis-server", ["--version"])).split(" sha=")[0] ?? "",
    syncsPerSecond: await countSyncs(),
  };
}

async function say(program: string, args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { cwd: import.meta.dirname });
  return stdout.trim();
}

async function countSyncs(): Promise<number> {
  const folder = await makeTempFolder();
  const file = openSync(join(folder.path, "synced"), "w");
  const page = Buffer.alloc(8192, 1);
  const until = performance.now() + SYNC_FOR_MS;
  let syncs = 0;
  while (performance.now() < until) {
    writeSync(file, page, 0, page.length, 0);
    fdatasyncSync(file);
    syncs++;
  }
  closeSync(file);
  await folder.remove();
  return Math.round((syncs * 1_000) / SYNC_FOR_MS);
}
