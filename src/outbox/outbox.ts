import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { Logger } from "../logger.ts";
import type { Channel, ChannelName } from "./channel.ts";
import { createDispatcher, type Dispatcher } from "./dispatcher.ts";
import { createSender, type Sender } from "./sender.ts";
import { createSettler } from "./settler.ts";

export interface Outbox {
  sender: Sender;
  dispatcher: Dispatcher;
  /** Sends all that is due and waits for what is under way, for tests and the sandbox. */
  processAll(): Promise<void>;
  /** Takes nothing new, and resolves when what is under way is sent and written down. */
  stop(): Promise<void>;
}

interface Options {
  db: Kysely<Database>;
  channels: ReadonlyMap<ChannelName, Channel>;
  clock: Clock;
  log: Logger;
}

/** The way out: replies by the sender, everything else by the dispatcher, results written down together. */
export function createOutbox({ db, channels, clock, log }: Options): Outbox {
  const settler = createSettler({ db, clock, log, onSettled: () => dispatcher.settled() });
  const sender = createSender({ channels, settler, clock, log });
  const dispatcher = createDispatcher({ db, channels, settler, clock, log });
  const idle = async () => {
    await sender.idle();
    await settler.idle();
  };
  return {
    sender,
    dispatcher,
    async processAll() {
      await idle();
      await dispatcher.processAll();
      await idle();
    },
    async stop() {
      await dispatcher.stop();
      await idle();
      await settler.catchUp().catch((error: unknown) => {
        log.error({ err: error }, "sent messages could not be settled, and will go again");
      });
    },
  };
}
