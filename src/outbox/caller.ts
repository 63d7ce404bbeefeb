import { LEASE_SECONDS } from "../database/steps.ts";
import type { Logger } from "../logger.ts";
import type { Channel, ChannelName, Delivery, OutgoingMessage } from "./channel.ts";
import type { Pauses } from "./pauses.ts";

/** The wait after a fault of ours, which may have come after the message went out. */
const UNKNOWN_MS = 60_000;
/** A call's time-out and some. */
const CALL_MS = 15_000;

/** Calls channels, and lets what they say of themselves be heeded. */
export type Call = (message: OutgoingMessage) => Promise<Delivery>;

interface Options {
  channels: ReadonlyMap<ChannelName, Channel>;
  pauses: Pauses;
  log: Logger;
  /** Nothing goes through this channel for long: what is for people is to go another way. */
  onAway(channel: ChannelName): void;
}

export function createCaller({ channels, pauses, log, onAway }: Options): Call {
  return async (message) => {
    const name = message.to.platform;
    const delivery = await callChannel(channels.get(name), message, log);
    if (delivery.type !== "sent")
      log.warn({ outboxId: message.id, channel: name, outcome: delivery.type }, "message not sent");
    if (pauses.heed(message.to, delivery)) onAway(name);
    return delivery;
  };
}

/** One call. A fault in a channel is a lost answer: it must not cost the other messages, nor the process. */
async function callChannel(channel: Channel | undefined, message: OutgoingMessage, log: Logger): Promise<Delivery> {
  if (!channel) return { type: "refused", reason: "rejected", detail: `${message.to.platform} is not configured` };
  try {
    return await channel.send(message);
  } catch (error) {
    log.error({ err: error, outboxId: message.id, channel: channel.name }, "a channel failed, will retry");
    return { type: "retry", afterMs: UNKNOWN_MS, scope: "chat", unknown: true, reason: "a fault of ours" };
  }
}

/**
 * Whether a call may still start under a lease that began at `since`: its answer must be there before the lease ends and
 * another process takes the message. A process that was paused in between finds out here.
 *
 * @param since of `performance.now()`
 */
export function isHeld(since: number): boolean {
  return performance.now() - since < LEASE_SECONDS * 1_000 - CALL_MS;
}
