import type { Generated } from "kysely";
import type { BroadcastId, ChatId, EventId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Json, Maybe, MaybeMoment, Moment } from "./columns.ts";

export type OutboxStatus = "waiting" | "sent" | "delivered" | "read" | "failed" | "expired" | "skipped";

export interface OutboxTable {
  id: OutboxId;
  /** To this chat; else to whichever chat of `userId` works; else to the mailbox `mailTo`. */
  chatId: Maybe<ChatId>;
  userId: Maybe<UserId>;
  mailTo: Maybe<string>;
  /** What it is about: it is told with the facts of this event when it goes. */
  eventId: Maybe<EventId>;
  registrationId: Maybe<RegistrationId>;
  /** What an organiser wrote, to them and to others. */
  broadcastId: Maybe<BroadcastId>;
  /** The start of the event that it speaks of. */
  startsAt: MaybeMoment;
  kind: string;
  intent: Json<Intent>;
  dedupeKey: string;
  priority: Generated<number>;
  dueAt: Moment;
  expiresAt: MaybeMoment;
  attempts: Generated<number>;
  leaseToken: Maybe<string>;
  leasedUntil: MaybeMoment;
  status: Generated<OutboxStatus>;
  reason: Maybe<string>;
  /** Which way it goes or went: the channel, and the chat. Chosen when it is due. */
  platform: Maybe<string>;
  way: Maybe<ChatId>;
  /** Chats that could not take it. */
  tried: Generated<ChatId[]>;
  /** Opens a conversation, which WhatsApp counts by the day. */
  opens: Generated<boolean>;
  providerMessageId: Maybe<string>;
  createdAt: Moment;
  sentAt: MaybeMoment;
  deliveredAt: MaybeMoment;
  readAt: MaybeMoment;
  failedAt: MaybeMoment;
  /** What the platform counts it as, once it says. */
  priceCategory: Maybe<string>;
  priceBillable: Maybe<boolean>;
}
