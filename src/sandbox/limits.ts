import type { Clock } from "../clock.ts";
import type { Platform } from "../messages.ts";
import type { Lending, Rate } from "./rates.ts";
import { createTelegramLimits, type TelegramLimits } from "./telegram-rate-limits.ts";
import { createWhatsappLimits, type WhatsappLimits } from "./whatsapp-rate-limits.ts";

/** What the platforms let through, in real time; the people of a day alone are counted by the shared clock. */
export interface Rates {
  telegram: { bulk: Rate; chat: Lending; group: Rate };
  whatsapp: { number: Rate; person: Lending; peoplePerDay: number };
}

/**
 * Telegram's are its own FAQ's, as "about"; how short a burst one chat takes it does not say.
 * Meta's are of a number that nobody has upgraded, and of a new account.
 */
const TRUE_RATES: Rates = {
  telegram: {
    bulk: { most: 30, withinMs: 1_000 },
    chat: { everyMs: 1_000, burst: 10 },
    group: { most: 20, withinMs: 60_000 },
  },
  whatsapp: {
    number: { most: 80, withinMs: 1_000 },
    person: { everyMs: 6_000, burst: 45 },
    peoplePerDay: 250,
  },
};

export interface LimitOptions {
  /**
   * 10 lets ten times as much through in the same stretches of time. Shorter stretches would be the same rate, and
   * would mistake a busy machine's pause of some milliseconds for a breach.
   */
  scale?: number;
  rates?: { telegram?: Partial<Rates["telegram"]>; whatsapp?: Partial<Rates["whatsapp"]> };
  /** Milliseconds that only grow. */
  now?: () => number;
}

/** A call that was one too many. `flood`: the whole bot was told to wait, and did not. */
export interface Breach {
  platform: Platform;
  limit: "bulk" | "flood" | "chat" | "group" | "number" | "person" | "day";
  at: number;
  chat: string;
}

export interface Limits {
  telegram: TelegramLimits;
  whatsapp: WhatsappLimits;
  /** Everything that was refused for its pace, oldest first. */
  broken: readonly Breach[];
}

/** The platforms' limits; without options there are none. */
export function createLimits(clock: Clock, options: LimitOptions | undefined): Limits {
  const broken: Breach[] = [];
  if (!options) return { broken, telegram: NO_TELEGRAM_LIMITS, whatsapp: NO_WHATSAPP_LIMITS };
  const { scale = 1, now = () => performance.now() } = options;
  const telegram = { ...TRUE_RATES.telegram, ...options.rates?.telegram };
  const whatsapp = { ...TRUE_RATES.whatsapp, ...options.rates?.whatsapp };
  const scaled: Rates = {
    telegram: {
      bulk: faster(telegram.bulk, scale),
      chat: sooner(telegram.chat, scale),
      group: faster(telegram.group, scale),
    },
    whatsapp: {
      ...whatsapp,
      number: faster(whatsapp.number, scale),
      person: sooner(whatsapp.person, scale),
    },
  };
  const note = (breach: Breach) => void broken.push(breach);
  return {
    broken,
    telegram: createTelegramLimits({ rates: scaled.telegram, scale, now, note }),
    whatsapp: createWhatsappLimits({ rates: scaled.whatsapp, clock, now, note }),
  };
}

function faster({ most, withinMs }: Rate, scale: number): Rate {
  return { most: most * scale, withinMs };
}

function sooner({ everyMs, burst }: Lending, scale: number): Lending {
  return { everyMs: everyMs / scale, burst: burst * scale };
}

const NO_TELEGRAM_LIMITS: TelegramLimits = { heard() {}, meet: () => undefined };
const NO_WHATSAPP_LIMITS: WhatsappLimits = {
  peoplePerDay: 250,
  heard() {},
  meet: () => undefined,
  opens: () => true,
};
