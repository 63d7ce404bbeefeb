import type { Reminded } from "../database/reminders.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { remind } from "../services/reminders.ts";
import type { Ground } from "./ground.ts";

interface Parts {
  outbox: Outbox;
  sight: { reminded(reminded: Reminded): void };
}

export interface Reminders {
  /** Each minute. */
  remind(): Promise<void>;
  /** What falls due by the clock, and its sending: for tests and the sandbox, whose clock moves. */
  runJobs(): Promise<void>;
}

export function openReminders({ database, clock }: Ground, { outbox, sight }: Parts): Reminders {
  async function remindAll(): Promise<void> {
    const reminded = await remind(database.rest, clock.now());
    sight.reminded(reminded);
    if (reminded.waiting > 0) outbox.dispatcher.wake();
  }
  return {
    remind: remindAll,
    async runJobs() {
      await remindAll();
      await outbox.processAll();
    },
  };
}
