import { Cron } from "croner";
import type { Logger } from "../logger.ts";

export interface Job {
  name: string;
  /** Five fields, in UTC. */
  pattern: string;
  run(): Promise<void>;
}

export interface Timetable {
  /** When the next job is due; undefined once it is stopped. */
  nextAt(): Date | undefined;
  /** When a job was last begun; undefined before the first. */
  lastAt(): Date | undefined;
  stop(): void;
}

/** The timetable. A job that is still running is not started again; one that fails is reported and comes round again. */
export function startJobs(jobs: Job[], log: Logger): Timetable {
  const crons = jobs.map(({ name, pattern, run }) => {
    const onFault = (error: unknown) => log.error({ err: error, job: name }, "a job failed and will come round again");
    return new Cron(pattern, { timezone: "UTC", protect: true, catch: onFault }, run);
  });
  return {
    nextAt() {
      return sorted(crons.flatMap((cron) => cron.nextRun() ?? [])).at(0);
    },
    lastAt() {
      return sorted(crons.flatMap((cron) => cron.currentRun() ?? [])).at(-1);
    },
    stop() {
      for (const cron of crons) cron.stop();
    },
  };
}

function sorted(moments: Date[]): Date[] {
  return moments.toSorted((a, b) => a.getTime() - b.getTime());
}
