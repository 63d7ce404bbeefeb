import type { Intent } from "../intents.ts";
import type { Address, MailAddress } from "../messages.ts";
import type { ChannelName } from "./channel.ts";
import type { Gate, Gates } from "./gates.ts";
import { type Rates, rateOf } from "./rates.ts";

/** `reply`: somebody waits for it. `bulk`: nobody asked for it now. */
export type Class = "reply" | "bulk";

/** How fast we send, so that no platform has to tell us to wait. */
export interface Pace {
  /** Passes up to so many at once through the gates of a channel. Gives 0, else when to ask again, in ms. */
  passChannel(channel: ChannelName, as: Class, count: number): Promise<number>;
  /** Those of them that were not needed. */
  giveBack(channel: ChannelName, as: Class, count: number): void;
  /** One message to one chat, which passed its channel's gate already. `calls`: what it takes to say it. */
  passChat(to: Address | MailAddress, calls: number): Promise<number>;
  /** One reply, through the gates of its channel and its chat. */
  passReply(to: Address, calls: number): Promise<number>;
  /** How many are worth asking for at once. */
  batch(channel: ChannelName, as: Class): number;
}

/** Replies that are given to the dispatcher where no gate holds them. */
const REPLIES_AT_ONCE = 20;

export function createPace(gates: Gates, rates: Rates): Pace {
  const gatesOf = (channel: ChannelName, as: Class): Gate[] => {
    const { total, bulk } = rates[channel];
    return [
      ...(as === "bulk" ? [{ key: `${channel}:bulk`, rate: bulk }] : []),
      ...(total ? [{ key: channel, rate: total }] : []),
    ];
  };
  const gateOfChat = (to: Address | MailAddress): Gate[] => {
    const rate = rateOf(rates[to.platform], to);
    return rate ? [{ key: toKey(to), rate }] : [];
  };
  const pass = async (passed: Gate[], count: number) => (passed.length ? gates.pass(passed, count) : 0);
  return {
    passChannel: (channel, as, count) => pass(gatesOf(channel, as), count),
    giveBack(channel, as, count) {
      const passed = gatesOf(channel, as);
      if (count > 0 && passed.length) gates.giveBack(passed, count);
    },
    passChat: (to, calls) => pass(gateOfChat(to), calls),
    passReply: (to, calls) => pass([...gatesOf(to.platform, "reply"), ...gateOfChat(to)], calls),
    batch(channel, as) {
      const { total, bulk } = rates[channel];
      if (as === "bulk") return Math.min(bulk.burst, total?.burst ?? bulk.burst);
      return Math.min(total?.burst ?? REPLIES_AT_ONCE, REPLIES_AT_ONCE);
    },
  };
}

/** Taking the buttons off an answered question is a call of its own; what does not fit below a file is a message. */
export function countCalls({ retires, file }: Intent): number {
  return 1 + (retires === undefined ? 0 : 1) + (file === undefined ? 0 : 1);
}

/** One chat, by whichever of its ids. */
export function toKey(to: Address | MailAddress): string {
  if (to.platform === "mail") return `mail:${to.email}`;
  return `${to.platform}:${to.platform === "telegram" ? to.telegramId : (to.userId ?? to.phone)}`;
}
