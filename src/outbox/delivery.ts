import type { LeasedMessage, Settlement } from "../database/deliveries.ts";
import type { OutboxId } from "../ids.ts";
import type { Address, MailAddress } from "../messages.ts";
import type { ChannelName, Delivery } from "./channel.ts";
import { MOST_ATTEMPTS, pauseMs } from "./retry.ts";

/** How long a stopped channel rests before it is asked again. */
const STOPPED_MS = 60_000;

export interface Attempt {
  id: OutboxId;
  token: string;
  attempts: number;
  channel: ChannelName | undefined;
  farewell: boolean;
  now: Date;
}

/** What is written about a message after a call, in words that an organiser can read. */
export function toSettlement(delivery: Delivery, attempt: Attempt): Settlement {
  const { id, token, channel, farewell, now, attempts } = attempt;
  const base = {
    id,
    token,
    platform: channel,
    farewell,
    providerMessageId: undefined,
    dueAt: undefined,
    blocks: false,
  };
  switch (delivery.type) {
    case "sent":
      return { ...base, status: "sent", reason: undefined, providerMessageId: delivery.providerMessageId };
    case "refused":
      return {
        ...base,
        status: "failed",
        reason: `${delivery.reason}: ${delivery.detail}`,
        blocks: delivery.reason !== "rejected",
      };
    case "needs-template":
      return { ...base, status: "skipped", reason: "outside the 24-hour window of WhatsApp" };
    case "channel-stopped":
      return { ...base, status: "waiting", reason: delivery.reason, dueAt: after(now, STOPPED_MS) };
    case "retry": {
      if (attempts >= MOST_ATTEMPTS)
        return { ...base, status: "failed", reason: `gave up after ${attempts} tries: ${delivery.reason}` };
      const pause = pauseMs(attempts, { asked: delivery.afterMs, random: Math.random() });
      return { ...base, status: "waiting", reason: delivery.reason, dueAt: after(now, pause) };
    }
  }
}

/** Why a leased message is not sent at all; undefined if it is to be. */
export function findObstacle(message: LeasedMessage, now: Date): Pick<Settlement, "status" | "reason"> | undefined {
  if (message.expiresAt && message.expiresAt <= now) return { status: "expired", reason: "its time had passed" };
  if (message.mailTo) return undefined;
  if (message.kind !== "reply" && message.silencedAt) return { status: "skipped", reason: "the person said stop" };
  if (!toAddress(message)) return { status: "skipped", reason: "no chat of this person can be reached" };
  if (message.kind !== "reply" && message.blockedAt) return { status: "skipped", reason: "the person blocked us" };
  return undefined;
}

/** Where a leased message goes. */
export function toAddress(message: LeasedMessage): Address | MailAddress | undefined {
  const { platform, telegramId, whatsappUserId, whatsappPhone, mailTo } = message;
  if (mailTo) return { platform: "mail", email: mailTo };
  if (platform === "telegram" && telegramId !== null) return { platform, telegramId };
  if (platform === "whatsapp" && (whatsappUserId ?? whatsappPhone)) {
    return { platform, userId: whatsappUserId ?? undefined, phone: whatsappPhone ?? undefined };
  }
  return undefined;
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
