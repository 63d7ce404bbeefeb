import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import { type Settlement, settleMessages } from "../database/deliveries.ts";
import { isTransient } from "../database/faults.ts";
import type { Database } from "../database/schema.ts";
import type { Logger } from "../logger.ts";

/** Within which sent replies wait for others. */
const GATHER_MS = 20;

/** Writes down what came of the sends: all that arrive while one write is under way share the next. */
export interface Settler {
  settle(settlement: Settlement): void;
  /** The same within some moments: of a reply that is out this process knows, and the chat's next one goes at once. */
  settleSoon(settlement: Settlement): void;
  /** Writes what could not be written before. Throws while the database is away. */
  catchUp(): Promise<void>;
  /** Writes what it has, and resolves when nothing is being written; what could not be is kept for `catchUp`. */
  idle(): Promise<void>;
}

interface Options {
  db: Kysely<Database>;
  clock: Clock;
  log: Logger;
  onSettled(batch: Settlement[]): void;
}

/** A message that went out and is not settled goes out again when its lease ends, so what is known is not given up. */
export function createSettler({ db, clock, log, onSettled }: Options): Settler {
  let queue: Settlement[] = [];
  let writing: Promise<void> | undefined;
  let isGathering = false;
  let isDue = false;

  async function writeAll(): Promise<void> {
    try {
      while (isDue && queue.length) {
        isDue = false;
        const batch = queue;
        queue = [];
        await writeBatch(batch).catch((error: unknown) => {
          queue = [...batch, ...queue];
          throw error;
        });
        onSettled(batch);
      }
    } finally {
      writing = undefined; // in the same turn as the last look at the queue, so that nothing is left in it
    }
  }

  /** A bad result is dropped alone: its message goes again when its lease ends. */
  async function writeBatch(batch: Settlement[]): Promise<void> {
    try {
      await settleMessages(db, batch, clock.now());
    } catch (error) {
      if (isTransient(error)) throw error;
      const [only, ...others] = batch;
      if (only && !others.length) log.error({ err: error, outboxId: only.id }, "a sent message could not be settled");
      else for (const settlement of batch) await writeBatch([settlement]);
    }
  }

  /** Of nothing there is nothing to wait for: what ends at once would end before it is known to be under way. */
  async function write(): Promise<void> {
    isDue = true;
    if (queue.length) writing ??= writeAll();
    await writing;
  }

  return {
    settle(settlement) {
      queue.push(settlement);
      write().catch(() => {}); // kept, and the dispatcher's next look tells
    },
    settleSoon(settlement) {
      queue.push(settlement);
      if (isGathering) return;
      isGathering = true;
      setTimeout(() => {
        isGathering = false;
        write().catch(() => {});
      }, GATHER_MS);
    },
    catchUp: write,
    async idle() {
      await write().catch(() => {});
    },
  };
}
