import type { Address, MailAddress } from "../messages.ts";
import type { ChannelName } from "./channel.ts";

/** So many in the long run, and at once after a pause; in any span of time at most `burst` + `perSecond` × seconds. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/**
 * How fast one channel may be used.
 *
 * @see ../../docs/decisions/0012-ways-and-pace.md
 */
export interface ChannelRates {
  /** Of everything; undefined where the platform holds back only what nobody asked for. */
  total: Rate | undefined;
  /** Of what nobody asked for: reminders, notices, broadcasts. */
  bulk: Rate;
  chat: Rate | undefined;
  /** Telegram's groups. */
  group: Rate | undefined;
}

export type Rates = Record<ChannelName, ChannelRates>;

/**
 * What the platforms allow, less a margin: a limit that is broken costs more than the seconds won, and what passed the
 * gate evenly may arrive in a bunch.
 */
const RATES: Rates = {
  // About 30 a second in bulk, 1 a second and chat with short bursts, 20 a minute and group.
  telegram: {
    total: undefined,
    bulk: { perSecond: 22, burst: 3 },
    chat: { perSecond: 1, burst: 3 },
    group: { perSecond: 17 / 60, burst: 3 },
  },
  // 80 a second and number, of which people's own messages are a part; 1 in 6 seconds and person, with a burst of 45.
  whatsapp: {
    total: { perSecond: 60, burst: 10 },
    bulk: { perSecond: 40, burst: 5 },
    chat: { perSecond: 1 / 6, burst: 20 },
    group: undefined,
  },
  mail: {
    total: undefined,
    bulk: { perSecond: 10, burst: 5 },
    chat: undefined,
    group: undefined,
  },
};

/** @param factor 10 is ten times as fast: for tests and the bench, together with their platforms. */
export function scaleRates(factor: number): Rates {
  const scaleRate = ({ perSecond, burst }: Rate) => ({
    perSecond: perSecond * factor,
    burst: Math.ceil(burst * factor),
  });
  const scaleChannel = ({ total, bulk, chat, group }: ChannelRates) => ({
    total: total && scaleRate(total),
    bulk: scaleRate(bulk),
    chat: chat && scaleRate(chat),
    group: group && scaleRate(group),
  });
  return {
    telegram: scaleChannel(RATES.telegram),
    whatsapp: scaleChannel(RATES.whatsapp),
    mail: scaleChannel(RATES.mail),
  };
}

/** Which rate holds for a chat: Telegram's groups have negative ids. */
export function rateOf({ chat, group }: ChannelRates, to: Address | MailAddress): Rate | undefined {
  return to.platform === "telegram" && to.telegramId < 0 ? group : chat;
}
