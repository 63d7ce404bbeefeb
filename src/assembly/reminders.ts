import type { Reminded } from "../database/reminders.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { passOnOffers } from "../services/offers.ts";
import { remind } from "../services/reminders.ts";
import type { Ground } from "./ground.ts";

interface Parts {
  outbox: Outbox;
  sight: { reminded(reminded: Reminded): void };
}

export interface Reminders {
  /** Each minute. */
  remind(): Promise<void>;
  /** Offers that nobody answered go to the next. Each minute. */
  passOn(): Promise<void>;
  /** The same now, since the message of one may have ended unsent; the next minute's makes good what fails. */
  passOnSoon(): void;
  /** Resolves when nothing is being passed on. */
  idle(): Promise<void>;
  /** What falls due by the clock, and its sending: for tests and the sandbox, whose clock moves. */
  runJobs(): Promise<void>;
}

export function openReminders({ database, clock, log }: Ground, { outbox, sight }: Parts): Reminders {
  async function remindAll(): Promise<void> {
    await remind(database.rest, clock.now(), (batch) => {
      sight.reminded(batch);
      if (batch.waiting > 0) outbox.dispatcher.wake();
    });
  }
  let soon: Promise<void> | undefined;
  async function passOnAll(): Promise<void> {
    const { promoted, offered } = await passOnOffers(database.rest, clock.now());
    if (promoted + offered > 0) outbox.dispatcher.wake();
  }
  return {
    remind: remindAll,
    passOn: passOnAll,
    passOnSoon() {
      soon ??= passOnAll()
        .catch((err: unknown) => log.warn({ err }, "offers were not passed on, and will be within the minute"))
        .finally(() => {
          soon = undefined;
        });
    },
    idle: async () => soon,
    async runJobs() {
      await remindAll();
      await passOnAll();
      await outbox.processAll();
    },
  };
}
