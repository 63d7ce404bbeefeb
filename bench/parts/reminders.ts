import { join } from "node:path";
import { run as execute } from "../../test/machine.ts";
import type { Run } from "../run.ts";

const PROGRAM = join(import.meta.dirname, "..", "reminders.ts");

const LAST = { part: "reminders", subject: "doorlist", scene: "100,000 due", size: 100_000, round: 3 } as const;

/** What `bench/reminders.ts` prints of each look, as figures. */
export async function reminders({ results, wants, tell }: Run): Promise<void> {
  if (!wants(LAST)) return;
  const { stdout } = await execute(process.execPath, [PROGRAM], { maxBuffer: 1e8 });
  const looks = stdout.matchAll(/^(.+ due): (\d+) ms \((\d+) ms .*\), read (\d+)/gm);
  const rounds = new Map<string, number>();
  for (const [line, scene = "", ms, work, size] of looks) {
    const round = (rounds.get(scene) ?? 0) + 1;
    rounds.set(scene, round);
    const figures = { lookMs: Number(ms), postgresMs: Number(work) };
    await results.add({ part: "reminders", subject: "doorlist", scene, size: Number(size), round, figures });
    tell(`reminders: ${line}`);
  }
}
