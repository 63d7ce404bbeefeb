import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Settlement } from "../database/deliveries.ts";
import type { Database } from "../database/schema.ts";
import type { OutboxId } from "../ids.ts";
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
  /** Seats are held from when these messages are tried for the first time, which is now. */
  startHolds(ids: OutboxId[]): Promise<void>;
  /** Messages ended without having been sent. */
  onUnsent(): void;
}

const UNSENT = new Set<Settlement["status"]>(["failed", "skipped", "expired"]);

/** The way out: replies by the sender, everything else by the dispatcher, results written down together. */
export function createOutbox({ gates, rates, dailyLimit, startHolds, onUnsent, ...ground }: Options): Outbox {
  const { clock, log } = ground;
  const onSettled = (batch: Settlement[]) => {
    sender.settled(batch);
    dispatcher.settled();
    if (batch.some(({ status }) => UNSENT.has(status))) onUnsent();
  };
  const settler = createSettler({ ...ground, onSettled });
  const pace = createPace(gates, rates);
  const pauses = createPauses(clock);
  const onWait = (ms: number) => dispatcher.wakeIn(ms);
  const call = createCaller({ ...ground, pauses, onAway: (channel) => dispatcher.avoid(channel) });
  const parts = { ...ground, call, pace, pauses, settler, onWait };
  const sender = createSender(parts);
  const deliver = createDelivering({ ...parts, dailyLimit, startHolds });
  const dispatcher = createDispatcher({ ...parts, deliver, onUnsent });
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
