import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { run } from "./machine.ts";

interface Process {
  pid: number;
  parent: number;
  /** As `ps` has it; Z is one that has ended and that nobody has asked about. */
  state: string;
}

/** The processes that this one has started and that still run. */
export async function listChildren(parent: number): Promise<number[]> {
  const all = await listProcesses();
  return all.filter((each) => each.parent === parent).map(({ pid }) => pid);
}

/** Kills them and waits until they are gone, which `kill` alone does not. */
export async function killAll(pids: number[]): Promise<void> {
  for (const pid of pids) kill(pid);
  while ((await listProcesses()).some(({ pid, state }) => pids.includes(pid) && !state.startsWith("Z"))) {
    await setTimeout(5);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ended by itself meanwhile
  }
}

async function listProcesses(): Promise<Process[]> {
  const lines =
    process.platform === "linux"
      ? await readProc()
      : (await run("ps", ["-A", "-o", "pid=,stat=,ppid="])).stdout.split("\n");
  return lines.map((line) => {
    const [pid, state = "", parent] = line.trim().split(/\s+/);
    return { pid: Number(pid), state, parent: Number(parent) };
  });
}

/** Small containers have no `ps`. */
async function readProc(): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  return stats.filter(Boolean).map((stat) => stat.replace(/\(.*\)/s, "")); // a program's name may hold anything
}
