import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { Logger } from "../logger.ts";
import { createCaller } from "./caller.ts";
import type { Channel, ChannelName } from "./channel.ts";
import { createDelivering } from "./delivering.ts";
import { createDispatcher, type Dispatcher } from "./dispatcher.ts";
import type { Gates } from "./gates.ts";
import { createPace } from "./pace.ts";
import { createPauses } from "./pauses.ts";
import type { Rates } from "./rates.ts";
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
  gates: Gates;
  rates: Rates;
  clock: Clock;
  log: Logger;
  /** With how many people the WhatsApp account may open a conversation in 24 hours; undefined without a limit. */
  dailyLimit(): number | undefined;
}

/** The way out: replies by the sender, everything else by the dispatcher, results written down together. */
export function createOutbox({ gates, rates, dailyLimit, ...ground }: Options): Outbox {
  const { clock, log } = ground;
  const settler = createSettler({ ...ground, onSettled: () => dispatcher.settled() });
  const pace = createPace(gates, rates);
  const pauses = createPauses(clock);
  const onWait = (ms: number) => dispatcher.wakeIn(ms);
  const call = createCaller({ ...ground, pauses, onAway: (channel) => dispatcher.avoid(channel) });
  const parts = { ...ground, call, pace, pauses, settler, onWait };
  const sender = createSender(parts);
  const deliver = createDelivering({ ...parts, dailyLimit });
  const dispatcher = createDispatcher({ ...parts, deliver });
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
