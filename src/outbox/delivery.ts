import type { LeasedMessage, Settlement } from "../database/deliveries.ts";
import type { OutboxId } from "../ids.ts";
import type { Address, MailAddress } from "../messages.ts";
import type { Delivery } from "./channel.ts";
import { MOST_ATTEMPTS, pauseMs } from "./retry.ts";

/** When a stopped channel is asked again. */
const STOPPED_MS = 60_000;

export interface Attempt {
  id: OutboxId;
  token: string;
  attempts: number;
  /** It is for a person, whom another way may reach. */
  isPersonal: boolean;
  isLetter: boolean;
  isReply: boolean;
  farewell: boolean;
  now: Date;
}

type Verdict = Pick<Settlement, "status" | "reason"> & Partial<Settlement>;

/** What is written about a message after a call, in words that an organiser can read. */
export function toSettlement(delivery: Delivery, attempt: Attempt): Settlement {
  const { now, attempts } = attempt;
  switch (delivery.type) {
    case "sent":
      return conclude(attempt, { status: "sent", reason: undefined, providerMessageId: delivery.providerMessageId });
    case "refused": {
      const blocks = delivery.reason !== "rejected";
      return { ...giveUp(attempt, `${delivery.reason}: ${delivery.detail}`), blocks };
    }
    case "needs-template":
      return giveUp(attempt, "outside the 24-hour window of WhatsApp", "skipped");
    case "channel-stopped":
      return avoid(attempt, STOPPED_MS, delivery.reason);
    case "retry": {
      if (attempts >= MOST_ATTEMPTS) return giveUp(attempt, `gave up after ${attempts} tries: ${delivery.reason}`);
      const pause = pauseMs(attempts, { asked: delivery.afterMs, random: Math.random() });
      return conclude(attempt, { status: "waiting", reason: delivery.reason, dueAt: after(now, pause) });
    }
  }
}

/** This way is no way. What is for a person takes the next; a letter is the last. */
export function giveUp(attempt: Attempt, reason: string, status: "failed" | "skipped" = "failed"): Settlement {
  const hasAnother = attempt.isPersonal && !attempt.isLetter;
  return conclude(attempt, hasAnother ? { status: "waiting", reason, reroute: "failed" } : { status, reason });
}

/** Nothing goes this way for so long: what is for a person takes another, and the rest waits. */
export function avoid(attempt: Attempt, ms: number, reason?: string): Settlement {
  if (!attempt.isPersonal) return putBack(attempt, ms, reason);
  return conclude(attempt, { ...putOff(attempt, 0, reason), reroute: "anew" });
}

/** It waits as if it had not been taken. */
export function putBack(attempt: Attempt, ms: number, reason?: string): Settlement {
  return conclude(attempt, putOff(attempt, ms, reason));
}

export function conclude({ id, token, farewell }: Attempt, verdict: Verdict): Settlement {
  return {
    id,
    token,
    farewell,
    providerMessageId: undefined,
    dueAt: undefined,
    unspent: false,
    reroute: undefined,
    blocks: false,
    ...verdict,
  };
}

function putOff({ now }: Attempt, ms: number, reason: string | undefined): Verdict {
  return { status: "waiting", reason, dueAt: after(now, ms), unspent: true };
}

/** Why a leased message is not sent, at least not this way; undefined if it is to be. */
export function findObstacle(message: LeasedMessage, attempt: Attempt): Settlement | undefined {
  const { expiresAt, superseded, kind, silencedAt, blockedAt } = message;
  const isUnasked = kind !== "reply";
  if (expiresAt && expiresAt <= attempt.now)
    return conclude(attempt, { status: "expired", reason: "its time had passed" });
  if (superseded) return conclude(attempt, { status: "skipped", reason: "superseded by a newer question" });
  if (isUnasked && silencedAt) return conclude(attempt, { status: "skipped", reason: "the person said stop" });
  if (isUnasked && blockedAt) return giveUp(attempt, "the person blocked us", "skipped");
  return undefined;
}

/** Where a leased message goes. */
export function toAddress(message: LeasedMessage): Address | MailAddress | undefined {
  const { platform, telegramId, whatsappUserId, whatsappPhone, email } = message;
  if (platform === "mail") return email ? { platform, email } : undefined;
  if (platform === "telegram") return telegramId === null ? undefined : { platform, telegramId };
  if (!(whatsappUserId ?? whatsappPhone)) return undefined;
  return { platform, userId: whatsappUserId ?? undefined, phone: whatsappPhone ?? undefined };
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
