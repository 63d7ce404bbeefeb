import { Cron } from "croner";
import type { Logger } from "../logger.ts";

export interface Job {
  name: string;
  /** Five fields, or six with the second first, in UTC. */
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

/**
 * For a clock that is moved, and so passes by the timetable's own: does what fell due since it was last asked, each job
 * once. One that fails is reported, and the others go on.
 */
export function createCatchUp(
  jobs: Job[],
  { log, since }: { log: Logger; since: Date },
): (until: Date) => Promise<void> {
  const plans = jobs.map((job) => ({ job, cron: new Cron(job.pattern, { timezone: "UTC", paused: true }) }));
  let after = since;
  return async (until) => {
    const due = plans.filter(
      ({ cron }) => (cron.nextRun(after)?.getTime() ?? Number.POSITIVE_INFINITY) <= until.getTime(),
    );
    after = until;
    for (const { job } of due) await job.run().catch((error: unknown) => reportFault(log, job, error));
  };
}

function reportFault(log: Logger, { name }: Job, error: unknown): void {
  log.error({ err: error, job: name }, "a job failed and will come round again");
}

/** The timetable. A job that is still running is not started again; one that fails is reported and comes round again. */
export function startJobs(jobs: Job[], log: Logger): Timetable {
  const crons = jobs.map((job) => {
    const onFault = (error: unknown) => reportFault(log, job, error);
    return new Cron(job.pattern, { timezone: "UTC", protect: true, catch: onFault }, job.run);
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
