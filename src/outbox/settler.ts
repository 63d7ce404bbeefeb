import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import { dropForgottenAddresses, type Settlement, settleMessages } from "../database/deliveries.ts";
import type { Database } from "../database/schema.ts";
import type { Logger } from "../logger.ts";

/** Writes down what came of the sends: all that arrive while one write is under way share the next. */
export interface Settler {
  settle(settlement: Settlement): void;
  /** Resolves when everything handed in so far is written, or could not be. */
  idle(): Promise<void>;
}

interface Options {
  db: Kysely<Database>;
  clock: Clock;
  log: Logger;
  onSettled(): void;
}

export function createSettler({ db, clock, log, onSettled }: Options): Settler {
  let queue: Settlement[] = [];
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (queue.length) {
      const batch = queue;
      queue = [];
      try {
        await settleMessages(db, batch, clock.now());
        if (batch.some((settlement) => settlement.farewell)) await dropForgottenAddresses(db);
        onSettled();
      } catch (error) {
        // The leases run out, and the messages are sent again: at least once.
        log.error({ err: error, messages: batch.length }, "sent messages could not be settled");
      }
    }
    writing = undefined;
  }

  return {
    settle(settlement) {
      queue.push(settlement);
      writing ??= write();
    },
    idle: async () => {
      while (writing) await writing;
    },
  };
}
