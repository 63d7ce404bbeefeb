import { isInstalled, PROGRAMS } from "../programs.ts";
import type { Run } from "../run.ts";
import { startProgram } from "../running.ts";

/** From the start of each process to its first answer, on a database that is there already. */
export async function starts({ ground, plan, results, wants, tell }: Run): Promise<void> {
  const programs = Object.values(PROGRAMS).filter(isInstalled);
  const databases = new Map<string, string>();
  for (const { name, store } of programs) {
    const url = await ground.newDatabase(name);
    await store.prepare(url);
    databases.set(name, url);
  }
  for (let round = 1; round <= plan.rounds; round++) {
    for (const program of programs) {
      const key = { part: "start", subject: program.name, scene: "start", size: 1, round } as const;
      if (!wants(key)) continue;
      const platform = program.platforms[0] ?? "telegram";
      const start = { platform, databaseUrl: databases.get(program.name), redisUrl: ground.redis.url };
      const running = await startProgram(program, ground, start);
      await running.stop();
      await results.add({ ...key, figures: { startMs: running.startMs } });
      tell(`start, round ${round}: ${program.title} ${running.startMs.toFixed(0)} ms`);
    }
  }
}
