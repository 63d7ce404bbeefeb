import type { Kysely } from "kysely";
import { countReach, type Means } from "../database/reach.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import { type Audience, type Obstacle, type Platform, WHATSAPP_WINDOW_MS } from "../messages.ts";

/** By what this deployment can write to people. */
export interface Carriers {
  platforms: readonly Platform[];
  mail: boolean;
}

export interface Unreached {
  registration: RegistrationId;
  userId: UserId;
  name: string | undefined;
  why: Obstacle[];
}

/** Whom a message to an audience would reach if it went now. */
export interface Reach {
  total: number;
  /** In our own words: in Telegram, in WhatsApp within 24 hours of their last word, or by letter. */
  free: number;
  /** In WhatsApp after them: by a template, which the account pays for and may send to so many a day. */
  byTemplate: number;
  /** Of those by template: how many are more than the account may write to now. Another way reaches them, or none. */
  overLimit: number;
  /** How many nothing reaches, */
  unreached: number;
  /** and who, as far as they were asked for, with why. */
  unreachable: Unreached[];
}

interface Question extends Carriers {
  eventId: EventId;
  audience: Audience;
  /** Whether there is a WhatsApp template for what is to be said. */
  template: boolean;
  /** With how many people the WhatsApp account may open a conversation in 24 hours; undefined without a limit. */
  dailyLimit?: number | undefined;
  now: Date;
  /** Which of those whom nothing reaches are named: so many, from so many on. */
  named?: { limit: number; offset?: number };
}

/**
 * Tells whom a message to all, to those with a seat, or to those who wait would reach, and by which way. Decided by the
 * same facts and in the same order as when such a message is sent; a test sends them to see that it is so.
 */
export async function findReach(db: Kysely<Database>, question: Question): Promise<Reach> {
  const { eventId, audience, dailyLimit, now, named } = question;
  const { limit = 100, offset = 0 } = named ?? {};
  const row = await countReach(db, { eventId, audience, means: toMeans(question), now, limit, offset });
  const { telegram = 0, whatsapp = 0, template = 0, mail = 0 } = row.ways;
  const left = dailyLimit === undefined ? row.opening : Math.max(0, dailyLimit - row.opened);
  const free = telegram + whatsapp + mail;
  return {
    total: row.total,
    free,
    byTemplate: template,
    overLimit: Math.max(0, row.opening - left),
    unreached: row.total - free - template,
    unreachable: row.unreached.map(({ registrationId, userId, name, obstacles }) => ({
      registration: registrationId,
      userId,
      name: name ?? undefined,
      why: obstacles,
    })),
  };
}

/** What people can be written to by at this moment. */
export function toMeans({ platforms, mail, template, now }: Carriers & { template: boolean; now: Date }): Means {
  return { platforms, mail, template, windowSince: new Date(now.getTime() - WHATSAPP_WINDOW_MS) };
}
