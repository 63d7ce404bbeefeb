import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** Of a process, as Linux tells it; elsewhere undefined. */
export interface Load {
  cpuMs: number;
  peakBytes: number;
}

const TICK_MS = 10;

export function readLoad(pid: number): Load | undefined {
  try {
    const fields = readStat(pid);
    const [user = 0, system = 0] = fields.slice(11, 13).map(Number);
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return { cpuMs: (user + system) * TICK_MS, peakBytes: Number(peak?.[1] ?? 0) * 1024 };
  } catch {
    return undefined;
  }
}

/** Processor time of a server and of the processes it has started, with those that have ended. */
export function readFamily(pid: number): number {
  try {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return all.reduce((sum, each) => sum + cpuOfKin(Number(each), pid), 0);
  } catch {
    return 0;
  }
}

function cpuOfKin(each: number, pid: number): number {
  try {
    const fields = readStat(each);
    if (each !== pid && Number(fields[1]) !== pid) return 0;
    const ticks = fields.slice(11, each === pid ? 15 : 13).map(Number);
    return ticks.reduce((sum, n) => sum + n, 0) * TICK_MS;
  } catch {
    return 0; // ended meanwhile
  }
}

/** What stands after a program's name, which may hold anything. */
function readStat(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** From now on the peak is that of what comes. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
  } catch {
    // not on Linux, or not ours: the peak is then that of the whole life
  }
}

/** Milliseconds that all processors together worked and idled since the machine began. */
export function readMachine(): { busyMs: number; idleMs: number } | undefined {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const fields = line.split(/\s+/).slice(1, 9).map(Number);
    const all = fields.reduce((sum, field) => sum + field, 0);
    const idle = (fields[3] ?? 0) + (fields[4] ?? 0);
    return { busyMs: (all - idle) * TICK_MS, idleMs: idle * TICK_MS };
  } catch {
    return undefined;
  }
}
