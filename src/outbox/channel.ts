import type { OutboxId } from "../ids.ts";
import type { FileOf, Intent } from "../intents.ts";
import type { Address, DeliveryReport, InboundMessage, Locale, MailAddress, Platform } from "../messages.ts";

export type ChannelName = Platform | "mail";

export interface OutgoingMessage {
  id: OutboxId;
  to: Address | MailAddress;
  intent: Intent;
  /** The person's last message to us in this chat; decides WhatsApp's 24-hour window. */
  lastInboundAt: Date | undefined;
}

/**
 * What came of one call. `unknown` on a retry: the answer was lost, so it may have arrived.
 */
export type Delivery =
  | { type: "sent"; providerMessageId: string | undefined }
  | { type: "retry"; afterMs: number | undefined; scope: Scope; unknown: boolean; reason: string }
  | { type: "refused"; reason: Refusal; detail: string }
  | { type: "needs-template" }
  | { type: "channel-stopped"; reason: string };

/** Who must wait: this chat; the whole bot or number; all that it says unasked; this chat or the bot, which is not said. */
export type Scope = "chat" | "channel" | "bulk" | "chat-or-channel";

/** `blocked`, `unreachable`: the chat is off until the person writes again. `rejected`: our message is at fault. */
export type Refusal = "blocked" | "unreachable" | "rejected";

/** The only thing that calls a platform. Never throws: what the platform says is a value. */
export interface Channel {
  name: ChannelName;
  /** Gives up after about 10 seconds, well before a lease ends. */
  send(message: OutgoingMessage): Promise<Delivery>;
  /** Whether it would open a conversation, of which the platform allows so many a day. Left out where none are counted. */
  opens?(message: Pick<OutgoingMessage, "lastInboundAt">): boolean;
}

/** A file as it is sent; one of `image/png` or `image/jpeg` is shown as a picture. */
export interface Attachment {
  /** With its ending, by which phones know what to open it with. */
  name: string;
  mime: string;
  bytes: Uint8Array;
}

/**
 * Makes the file of a message as it is sent; undefined when there is nothing to make it of any more, and the words go alone.
 *
 * @throws AttachFailed for what may heal
 */
export type Attach = (file: FileOf, locale: Locale) => Promise<Attachment | undefined>;

/** The file could not be made just now. Nothing has been said yet, so trying again cannot say it twice. */
export class AttachFailed extends Error {
  override name = "AttachFailed";
}

/** Gets the picture of an event from where it is kept; undefined when it cannot be had now, and the words go alone. Never throws. */
export type FetchPicture = (fileId: string) => Promise<Attachment | undefined>;

/** What a channel makes of it. */
export const FILE_TO_COME: Delivery = {
  type: "retry",
  afterMs: undefined,
  scope: "chat",
  unknown: false,
  reason: "its file could not be made",
};

/** A platform is given these two doors. `receive` resolves when all is committed, and throws `Unavailable` if it could not be. */
export type Receive = (messages: InboundMessage[]) => Promise<Receipt>;
export type Report = (reports: DeliveryReport[]) => Promise<void>;

export interface Receipt {
  handled: number;
  repeated: number;
}
