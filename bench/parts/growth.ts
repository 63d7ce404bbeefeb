import { toFigures } from "../figures.ts";
import { fill } from "../filling.ts";
import { PROGRAMS } from "../programs.ts";
import type { Sample } from "../results.ts";
import type { Run } from "../run.ts";
import { startProgram } from "../running.ts";
import { come, openStand, type Stand } from "./talks.ts";

const CROWD = 32;

/** The same people sign up with the same program, over tables of different sizes. */
export async function growth(run: Run): Promise<void> {
  const { plan, results, tell } = run;
  const keyOf = (size: number, round: number) =>
    ({ part: "growth", subject: "doorlist", scene: "cold", size, round }) as const;
  const rounds = Array.from({ length: plan.rounds }, (_, n) => n + 1);
  const stands = [];
  for (const size of plan.sizes.filter((one) => rounds.some((round) => run.wants(keyOf(one, round))))) {
    const stand = await openStand(run, PROGRAMS.doorlist, "telegram");
    const started = performance.now();
    await fill(stand.databaseUrl, size);
    tell(`growth: ${size} users and registrations in ${Math.round((performance.now() - started) / 1000)} s`);
    stands.push({ size, stand });
  }
  for (const round of rounds) {
    for (const { size, stand } of stands) {
      if (!run.wants(keyOf(size, round))) continue;
      const figures = await signUp(run, stand);
      await results.add({ ...keyOf(size, round), figures });
      tell(`growth ${size}, round ${round}: ${figures.registrationsPerSecond?.toFixed(0)} registrations/s`);
    }
  }
}

async function signUp(run: Run, stand: Stand): Promise<Sample["figures"]> {
  const { ground, plan } = run;
  const start = { platform: "telegram", databaseUrl: stand.databaseUrl, redisUrl: ground.redis.url } as const;
  const running = await startProgram(stand.program, ground, start);
  const until = { type: "time", warmMs: plan.warmMs, forMs: plan.forMs } as const;
  const report = await come(run, stand, running, { atOnce: CROWD, until }).finally(running.stop);
  return { ...toFigures(report), startMs: running.startMs };
}
