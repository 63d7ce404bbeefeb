import { makeTempFolder } from "../../test/machine.ts";
import { readProfile, shareOut } from "../profile.ts";
import { PROGRAMS } from "../programs.ts";
import type { Run } from "../run.ts";
import { startProgram } from "../running.ts";
import { come, openStand } from "./talks.ts";

const CROWD = 32;

/** Where our own processor time goes while people sign up: Doorlist with V8's profiler, which slows it by a few percent. */
export async function profile(run: Run): Promise<void> {
  const { ground, plan, results, wants, tell } = run;
  for (const platform of ["telegram", "whatsapp"] as const) {
    const key = { part: "profile", subject: "doorlist", scene: platform, size: CROWD, round: 1 } as const;
    if (!wants(key)) continue;
    const folder = await makeTempFolder();
    const flags = ["--cpu-prof", `--cpu-prof-dir=${folder.path}`];
    const stand = await openStand(run, PROGRAMS.doorlist, platform);
    const start = { platform, databaseUrl: stand.databaseUrl, redisUrl: ground.redis.url, flags };
    const running = await startProgram(stand.program, ground, start);
    const window = { fromMs: running.startMs + plan.warmMs, forMs: plan.forMs };
    const until = { type: "time", warmMs: plan.warmMs, forMs: plan.forMs } as const;
    try {
      await come(run, stand, running, { atOnce: CROWD, until });
    } finally {
      await running.stop();
    }
    await results.add({ ...key, figures: shareOut(await readProfile(folder.path), window) });
    await folder.remove();
    tell(`profile: ${platform}`);
  }
}
