import { newId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Locale, MailAddress, TelegramAddress } from "../messages.ts";
import type { Channel } from "../outbox/channel.ts";
import type { News } from "./alarms.ts";
import { keyOf } from "./trouble.ts";
import { toIntent, toSummary } from "./words.ts";

/** By which way the admins heard; `log`: they have given us no other. */
export interface Told {
  by: "telegram" | "mail" | "sentry" | "log";
  messageId: string | undefined;
}

/** Tells another company of our troubles; resolves to false if it could not be reached. */
export type TellElsewhere = (words: string) => Promise<boolean>;

interface Options {
  /** Asked at each use, since channels are opened after this. */
  telegram: () => { channel: Channel; chatId: number; locale?: Locale | undefined } | undefined;
  mail: () => { channel: Channel; email: string } | undefined;
  sentry: TellElsewhere | undefined;
  locale: Locale;
  timeZone: string;
  log: Logger;
}

/**
 * Brings news to the admins, past the outbox, so that it goes even while Postgres is away: to their chat on Telegram,
 * and what Telegram cannot carry by e-mail and to Sentry.
 */
export function createPost(options: Options): (news: News) => Promise<Told | undefined> {
  const { telegram, mail, sentry, log } = options;
  return async (news) => {
    const { trouble, times, over } = news;
    log.warn({ trouble: keyOf(trouble), times, over: over !== undefined }, "an alert");
    const intent = toIntent(news, options);
    const chat = telegram();
    const inTheirs = toIntent(news, { ...options, locale: chat?.locale ?? options.locale });
    const byTelegram = await sendTo(chat, inTheirs, toTelegramAddress);
    if (byTelegram) return { by: "telegram", messageId: byTelegram.id };

    const byMail = await sendTo(mail(), intent, toMailAddress);
    const bySentry = await sentry?.(toSummary(news));
    if (byMail) return { by: "mail", messageId: undefined };
    if (bySentry) return { by: "sentry", messageId: undefined };
    if (!telegram() && !mail() && !sentry) return { by: "log", messageId: undefined };
    log.error({ trouble: keyOf(trouble) }, "an alert reached nobody and will be tried again");
    return undefined;
  };
}

async function sendTo<Way extends { channel: Channel }>(
  way: Way | undefined,
  intent: Intent,
  toAddress: (way: Way) => TelegramAddress | MailAddress,
): Promise<{ id: string | undefined } | undefined> {
  if (!way) return undefined;
  const delivery = await way.channel.send({ id: newId(), to: toAddress(way), intent, lastInboundAt: undefined });
  return delivery.type === "sent" ? { id: delivery.providerMessageId } : undefined;
}

function toTelegramAddress({ chatId }: { chatId: number }): TelegramAddress {
  return { platform: "telegram", telegramId: chatId };
}

function toMailAddress({ email }: { email: string }): MailAddress {
  return { platform: "mail", email };
}
