import type { Ground } from "./ground.ts";
import { isInstalled, PROGRAMS } from "./programs.ts";
import { startProgram } from "./running.ts";

/** Starts and stops each program before anything is measured, so that Node has compiled them all: an image is built so. */
export async function startOnce(ground: Ground): Promise<void> {
  for (const program of Object.values(PROGRAMS).filter(isInstalled)) {
    const databaseUrl = await ground.newDatabase(program.name);
    await program.store.prepare(databaseUrl);
    for (const platform of program.platforms) {
      const running = await startProgram(program, ground, { platform, databaseUrl, redisUrl: ground.redis.url });
      await running.stop();
    }
  }
}
