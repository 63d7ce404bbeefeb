import { readFamily, readLoad, readMachine } from "./load.ts";
import type { Order, Report } from "./order.ts";

type Reading = Pick<Report, "program" | "crowd" | "stores" | "machine">;

/** Processor time from now until `stop`: of the program, the crowd, the stores, and everything on the machine. */
export function startMeter({ pid, stores }: Pick<Order, "pid" | "stores">): { stop(): Reading } {
  const read = () => ({
    program: readLoad(pid),
    crowdMs: toMs(process.cpuUsage()),
    storesMs: stores.reduce((sum, each) => sum + readFamily(each), 0),
    machine: readMachine(),
  });
  const before = read();
  return {
    stop() {
      const after = read();
      const cpuMs = (after.program?.cpuMs ?? 0) - (before.program?.cpuMs ?? 0);
      const crowdMs = after.crowdMs - before.crowdMs;
      const storesMs = after.storesMs - before.storesMs;
      const busyMs = (after.machine?.busyMs ?? 0) - (before.machine?.busyMs ?? 0);
      const allMs = busyMs + (after.machine?.idleMs ?? 0) - (before.machine?.idleMs ?? 0);
      const othersMs = Math.max(0, busyMs - cpuMs - crowdMs - storesMs);
      return {
        program: after.program && { ...after.program, cpuMs },
        crowd: { cpuMs: crowdMs },
        stores: { cpuMs: storesMs },
        machine: allMs > 0 ? { busy: busyMs / allMs, others: othersMs / allMs } : undefined,
      };
    },
  };
}

function toMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
