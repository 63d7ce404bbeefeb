import { makeTempFolder } from "../../test/machine.ts";
import { toFigures } from "../figures.ts";
import { PROGRAMS } from "../programs.ts";
import type { Run } from "../run.ts";
import { type Running, startProgram } from "../running.ts";
import { come, openStand, type Stand } from "./talks.ts";

const EVENTS = 100;
const ONLY_CROWD = 32;

/** Doorlist with nothing installed, PGlite and no Redis, against itself on the real Postgres and Redis. */
export async function embedded(run: Run): Promise<void> {
  const folder = await makeTempFolder();
  const real = await openStand(run, PROGRAMS.doorlist, "telegram");
  const slugs = new Map<string, string[]>();
  const stands = [
    { subject: "postgres", stand: real, start: { databaseUrl: real.databaseUrl, redisUrl: run.ground.redis.url } },
    { subject: "pglite", stand: { ...real }, start: { databaseUrl: undefined, dataDir: folder.path } },
  ];
  for (let round = 1; round <= run.plan.rounds; round++) {
    for (const { subject, stand, start } of stands) {
      if (!run.wants(keyOf(subject, round))) continue;
      const running = await startProgram(stand.program, run.ground, { platform: "telegram", ...start });
      try {
        if (!slugs.has(subject)) slugs.set(subject, await publish(running));
        await measure(run, { subject, stand, slugs: slugs.get(subject) ?? [], running, round });
      } finally {
        await running.stop();
      }
    }
  }
  await folder.remove();
}

function keyOf(subject: string, round: number) {
  return { part: "embedded", subject, scene: "cold", size: ONLY_CROWD, round } as const;
}

interface Turn {
  subject: string;
  stand: Stand;
  slugs: string[];
  running: Running;
  round: number;
}

async function measure(run: Run, { subject, stand, slugs, running, round }: Turn): Promise<void> {
  const { warmMs, forMs } = run.plan;
  const until = { type: "time", warmMs, forMs } as const;
  const figures = toFigures(await come(run, stand, running, { atOnce: ONLY_CROWD, slugs, until }));
  const { startMs } = running;
  await run.results.add({ ...keyOf(subject, round), figures: { ...figures, startMs } });
  run.tell(`embedded, round ${round}: ${subject} ${figures.registrationsPerSecond?.toFixed(0)} registrations/s`);
}

/** Events with seats for all, by the API, since only the process itself can reach into PGlite. */
async function publish({ port }: Running): Promise<string[]> {
  const startsAt = new Date(Date.now() + 5 * 24 * 3_600_000).toISOString();
  const slugs: string[] = [];
  for (let n = 1; n <= EVENTS; n++) {
    const event = { title: `Event ${n}`, startsAt, timeZone: "Europe/Moscow", location: "Library hall" };
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
      method: "POST",
      headers: { authorization: "Bearer bench", "content-type": "application/json" },
      body: JSON.stringify({ ...event, maxParticipants: 10_000, status: "published" }),
    });
    if (response.status !== 201) throw new Error(`no event: ${await response.text()}`);
    slugs.push(String((await response.json()).slug));
  }
  return slugs;
}
