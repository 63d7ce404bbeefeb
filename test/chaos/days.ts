import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import type { House } from "./house.ts";
import type { Turnstile } from "./turnstile.ts";

/** Lets hours pass in a moment, but never while something is still on its way that could not wait so long. */
export interface Days {
  /** Puts all clocks to this moment, and lets every process do what falls due. */
  goTo(moment: Date): Promise<void>;
  /** Until nothing that is due waits any more; minutes pass for what is to be tried again. */
  settle(): Promise<void>;
}

const MINUTE_MS = 60_000;
const PATIENCE_MS = 240_000;

interface Ways {
  /** Runs what no process may be paused or killed in: one that wakes hours late has no likeness outside. */
  still: (work: () => Promise<void>) => Promise<void>;
  turnstile: Turnstile;
  /** Minutes are waited for and not passed over: platforms that keep their limits count in real time. */
  inEarnest: boolean;
}

export function createDays(house: House, { still, turnstile, inEarnest }: Ways): Days {
  const { clock, runners, postgres, tally } = house;

  const moveTo = (moment: Date) =>
    still(async () => {
      clock.moveForward(Math.max(0, moment.getTime() - clock.now().getTime()));
      // First all clocks, for what one does by the new time another must not write down by the old.
      for (const runner of runners) await untilDone(runner.followClock);
      await Promise.all(runners.map((runner) => untilDone(runner.passTime)));
    });

  async function settle(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const now = clock.now();
      const counted = await count(postgres.url, now, new Date(now.getTime() + 30 * MINUTE_MS));
      if (counted && counted.due + counted.soon === 0) return;
      if (counted?.due === 0 && !inEarnest) await moveTo(new Date(now.getTime() + 1.5 * MINUTE_MS));
      else await setTimeout(300);
    }
  }

  return {
    async goTo(moment) {
      await turnstile.hold(async () => {
        await house.sandbox.settled();
        await settle();
        tally.count("clock-moved");
        await moveTo(moment);
      }, settle);
    },
    settle,
  };
}

/** The database may be away for a while. */
async function untilDone(act: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 40 && !(await act()); tries++) await setTimeout(500);
}

interface Counted {
  due: number;
  soon: number;
}

/** Of what waits; undefined while the database is away. */
async function count(url: string, now: Date, soon: Date): Promise<Counted | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ due: string; soon: string }>(
      `select count(*) filter (where due_at <= $1) as due, count(*) filter (where due_at > $1) as soon
        from outbox where status = 'waiting' and due_at <= $2`,
      [now, soon],
    );
    const [row] = rows;
    return row && { due: Number(row.due), soon: Number(row.soon) };
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}
