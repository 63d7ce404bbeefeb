import { setTimeout } from "node:timers/promises";
import type { Runner } from "../runner.ts";
import type { House } from "./house.ts";
import type { Disturbance } from "./plan.ts";
import type { Mischief } from "./scenario.ts";
import type { Troubles } from "./troubles.ts";

type Done = Extract<Disturbance, { type: Exclude<Mischief, "event-moved"> }>;

interface Deps {
  house: House;
  troubles: Troubles;
  /** What was held by a process that was killed, or that never heard of its commit, is held by nobody. */
  onLost(): void;
}

/** Does one thing to the processes or the servers, and resolves when all is as it was. */
export function createMischief({ house, troubles, onLost }: Deps) {
  const { redis, postgres, tally } = house;

  async function kill(runner: Runner): Promise<void> {
    const over = troubles.begin(runner.host);
    await runner.kill();
    over();
    onLost();
    await startAgain(runner);
  }

  async function pause(runner: Runner, forMs: number): Promise<void> {
    const over = troubles.begin(runner.host);
    runner.pause();
    await setTimeout(forMs);
    runner.resume();
    over();
  }

  async function stopRedis(forMs: number, keepData: boolean | "remembered"): Promise<void> {
    if (keepData === "remembered") {
      await redis.remember();
      await setTimeout(forMs); // what people do meanwhile is what Redis will have forgotten
    }
    await redis.kill();
    await setTimeout(forMs / 2);
    await redis.restart({ keepData });
  }

  async function stopPostgres(forMs: number, mode: "fast" | "immediate"): Promise<void> {
    const over = troubles.begin(undefined);
    await postgres.stop(mode);
    await setTimeout(forMs / 2);
    await postgres.restart();
    over();
    onLost();
  }

  return async function make({ type, app, forMs }: Done): Promise<void> {
    tally.count(type);
    const runner = house.runners[app % house.runners.length];
    if (!runner) return;
    switch (type) {
      case "app-killed":
        return kill(runner);
      case "app-paused":
        return pause(runner, forMs);
      case "redis-killed":
        return stopRedis(forMs, true);
      case "redis-emptied":
        return stopRedis(forMs, false);
      case "redis-set-back":
        return stopRedis(forMs, "remembered");
      case "redis-paused":
        redis.pause();
        await setTimeout(forMs);
        return redis.resume();
      case "postgres-stopped":
        return stopPostgres(forMs, "fast");
      case "postgres-crashed":
        return stopPostgres(forMs, "immediate");
    }
  };
}

/** As whatever keeps it running would, which a database that is away makes try again. */
async function startAgain(runner: Runner): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      await runner.start();
      await runner.followClock();
      return;
    } catch {
      await runner.kill();
      await setTimeout(500);
    }
  }
  throw new Error("a process does not start any more");
}
