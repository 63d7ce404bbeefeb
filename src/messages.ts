import type { ChatId, EventId, OutboxId, UserId } from "./ids.ts";

/** The shapes that cross a border between rooms. */

export type Platform = "telegram" | "whatsapp";
export type Locale = "en" | "ru";

/**
 * How long after somebody's last word WhatsApp takes our own words: its 24 hours, less a margin, since our clock and
 * Meta's differ and a message takes its time.
 */
export const WHATSAPP_WINDOW_MS = (24 * 60 - 15) * 60_000;

export interface TelegramAddress {
  platform: "telegram";
  telegramId: number;
}

/** At least one of the two is present. `userId` is the business-scoped user id (BSUID); `phone` is digits only. */
export interface WhatsappAddress {
  platform: "whatsapp";
  userId: string | undefined;
  phone: string | undefined;
}

/** One account on one messenger: what a chat is about. */
export type Address = TelegramAddress | WhatsappAddress;

export interface MailAddress {
  platform: "mail";
  email: string;
}

export interface InboundMessage {
  address: Address;
  /** The platform's own id of the update (update_id, wamid): the same for every redelivery. */
  updateKey: string;
  /** Telegram's update_id, which grows; undefined on WhatsApp. */
  updateNumber: number | undefined;
  /** When the platform says it was written; a redelivery can be days old. */
  sentAt: Date;
  /** As the person calls themselves there. */
  profileName: string | undefined;
  /** IETF tag, if the platform tells. */
  languageCode: string | undefined;
  content: Content;
}

export type Content =
  /** Anything typed: words, commands with their slash ("/start e_slug"), numbers. */
  | { type: "text"; text: string }
  /** A button. `messageId` is the message it hangs on, when the platform tells; `data` can be forged. */
  | { type: "press"; data: string; messageId: string | undefined }
  /** An earlier message was changed by its author. */
  | { type: "edited" }
  /** A point on the map. */
  | ({ type: "place" } & Point)
  | Picture
  /** Something we cannot read: "sticker", "voice", "reaction", ... */
  | { type: "unsupported"; kind: string }
  /** The person blocked or unblocked us (Telegram's my_chat_member in a private chat). */
  | { type: "reachability"; blocked: boolean }
  /** We were added to a group, or addressed in one. `address.telegramId` is the group's id. */
  | { type: "group" }
  /** WhatsApp's system message: the account goes on under another id or number. `address` is the new one. */
  | { type: "moved"; previous: WhatsappAddress };

/** One picture. Several that are sent together are one message each, and share their `album`. */
export interface Picture {
  type: "picture";
  /** By which Telegram sends it again; undefined on WhatsApp, which keeps none for long. */
  fileId: string | undefined;
  album: string | undefined;
}

export interface Point {
  latitude: number;
  longitude: number;
  /** As the map calls it: "Library hall, Lesnaya 5". */
  name: string | undefined;
}

/** What became of a sent message, told later by the platform. */
export interface DeliveryReport {
  platform: Platform;
  providerMessageId: string;
  /** Our own id, when the platform echoes it. */
  outboxId: OutboxId | undefined;
  status: "sent" | "delivered" | "read" | "failed";
  at: Date;
  /** The platform's error code of a failed one. */
  code: number | undefined;
  /** What the platform says of it; never anything of people's. */
  detail?: string | undefined;
  /** What is to be done about a failed one, as the platform's own room judges it; undefined: nothing helps. */
  remedy?: Remedy | undefined;
  /** What the platform counts it as, where it charges. */
  pricing?: { category: string; billable: boolean } | undefined;
}

export type Remedy =
  | { type: "again"; afterMs: number }
  /** Said again, but as a template: WhatsApp's 24 hours were over. */
  | { type: "template" }
  /** Nothing reaches the person there. */
  | { type: "chat-off" };

/** What people are told about an event. Times are instants; `timeZone` is IANA. */
export interface EventFacts {
  id: EventId;
  slug: string;
  title: string;
  startsAt: string;
  endsAt: string | null;
  timeZone: string;
  location: string;
  locationUrl: string | null;
}

export interface SeatCount {
  /** null: no limit. */
  capacity: number | null;
  /** Seats that people have, and those held for someone who is asked. */
  taken: number;
  waiting: number;
}

/** Of those who have a place at an event: everybody, those with a seat, or those who wait and those who are asked. */
export type Audience = "all" | "coming" | "waiting";

/** Why a message does not reach a person; of each chat of theirs another reason may hold. */
export type Obstacle =
  | "stopped"
  | "blocked-telegram"
  | "blocked-whatsapp"
  /** WhatsApp's 24 hours are over, and there is no template for what is to be said. */
  | "window-closed"
  /** That messenger is not connected here. */
  | "off"
  | "no-chat"
  /** Written down by an organiser or a program: there never was a chat. */
  | "by-hand"
  | "forgotten";

/** How a person stands towards an event. */
export type Standing =
  | { type: "none" }
  | { type: "confirmed"; ticketCode: string }
  /** A seat is held for them until this moment; they are asked whether they take it. */
  | { type: "offered"; until: string }
  | { type: "waitlisted"; position: number };

export type EventRef = { slug: string } | { id: EventId };

/** An event with how full it is and how this person stands towards it. */
export interface Card {
  event: EventFacts;
  /** What its organisers wrote about it. */
  description: string | null;
  /** Telegram's file_id. */
  picture?: string | null;
  seats: SeatCount;
  standing: Standing;
  /** `closed` holds once the event has started or was cancelled. */
  closed: "started" | "cancelled" | undefined;
  /** What we know of the person, if a registration made them known. */
  person: { name: string; email: string | null; reminders: boolean } | undefined;
  /** There are other published events to look at. */
  others: boolean;
}

export interface Listed {
  event: EventFacts;
  seats: SeatCount;
}

export interface Held {
  event: EventFacts;
  standing: Standing;
}

/** Who acts, in the transaction of one update. The chat's row is locked by then, so `userId` cannot change under us. */
export interface Actor {
  chatId: ChatId;
  /** undefined until a registration makes the person known. */
  userId: UserId | undefined;
  platform: Platform;
  locale: Locale;
  zone: string | undefined;
  profileName: string | undefined;
  /** The configuration names this chat as the admin's. */
  isAdmin?: boolean;
}
