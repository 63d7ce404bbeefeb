import pRetry from "p-retry";
import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import type { Channel, ChannelName, Delivery, OutgoingMessage } from "./channel.ts";
import { callChannel, toSettlement } from "./delivery.ts";
import type { Settler } from "./settler.ts";

/** A wait longer than this is the dispatcher's. */
const SHORT_MS = 3_000;

/** Sends replies at once, from the process that committed them and holds their lease. */
export interface Sender {
  send(message: OutgoingMessage, leaseToken: string): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface Options {
  channels: ReadonlyMap<ChannelName, Channel>;
  settler: Settler;
  clock: Clock;
  log: Logger;
}

export function createSender({ channels, settler, clock, log }: Options): Sender {
  const underWay = new Set<Promise<void>>();

  async function deliver(message: OutgoingMessage, token: string): Promise<void> {
    const channel = channels.get(message.to.platform);
    const delivery = await tryThrice(() => callChannel(channel, message, log));
    const { id, intent } = message;
    const attempt = {
      id,
      token,
      attempts: 1,
      channel: channel?.name,
      farewell: intent.text === "forgotten",
      now: clock.now(),
    };
    settler.settle(toSettlement(delivery, attempt));
  }

  return {
    send(message, leaseToken) {
      // After this turn of the event loop, so that the webhook's 200 goes first.
      const sending = new Promise<void>((resolve) => setImmediate(resolve)).then(() => deliver(message, leaseToken));
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    },
    idle: async () => {
      while (underWay.size) await Promise.all(underWay);
    },
  };
}

/** Three tries within a few seconds; what needs longer is given back. */
async function tryThrice(call: () => Promise<Delivery>): Promise<Delivery> {
  let last: Delivery | undefined;
  try {
    return await pRetry(
      async () => {
        last = await call();
        if (last.type === "retry" && last.afterMs === undefined) throw new TryAgain();
        return last;
      },
      { retries: 2, minTimeout: 300, factor: 3, maxTimeout: SHORT_MS, randomize: true },
    );
  } catch (error) {
    if (error instanceof TryAgain && last) return last;
    throw error;
  }
}

class TryAgain extends Error {
  override name = "TryAgain";
}
