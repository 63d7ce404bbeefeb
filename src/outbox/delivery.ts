import type { LeasedMessage, Settlement } from "../database/deliveries.ts";
import type { OutboxId } from "../ids.ts";
import type { Logger } from "../logger.ts";
import type { Address, MailAddress } from "../messages.ts";
import type { Channel, ChannelName, Delivery, OutgoingMessage } from "./channel.ts";
import { MOST_ATTEMPTS, pauseMs } from "./retry.ts";

/** How long a stopped channel rests before it is asked again. */
const STOPPED_MS = 60_000;
/** The wait after a fault of ours, which may have come after the message went out. */
const UNKNOWN_MS = 60_000;

export interface Attempt {
  id: OutboxId;
  token: string;
  attempts: number;
  channel: ChannelName | undefined;
  farewell: boolean;
  now: Date;
}

/** One call. A fault in a channel is a lost answer: it must not cost the other messages, nor the process. */
export async function callChannel(
  channel: Channel | undefined,
  message: OutgoingMessage,
  log: Logger,
): Promise<Delivery> {
  if (!channel) return { type: "refused", reason: "rejected", detail: `${message.to.platform} is not configured` };
  try {
    return await channel.send(message);
  } catch (error) {
    log.error({ err: error, outboxId: message.id, channel: channel.name }, "a channel failed, will retry");
    return { type: "retry", afterMs: UNKNOWN_MS, scope: "chat", unknown: true, reason: "a fault of ours" };
  }
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
