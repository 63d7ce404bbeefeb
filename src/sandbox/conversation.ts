import type { Platform } from "../messages.ts";

/** What the two phones show: plain data, kept in one file and sent to the page as it is. */

export interface Person {
  /** How tests and the page call them. */
  name: string;
  telegram: { id: number; firstName: string; lastName?: string; userName?: string; languageCode?: string };
  /** At least one of `phone` (digits) and `userId` (BSUID). Without a phone the number is hidden from the business. */
  whatsapp: { profileName: string; phone?: string; userId?: string; userName?: string };
}

export interface Thread {
  key: string;
  platform: Platform;
  /** Whose phone it is on; undefined for a group. */
  person: string | undefined;
  title: string;
  /** Telegram: Start was pressed. WhatsApp: something was written. */
  started: boolean;
  blocked: boolean;
  /** Telegram: the account was deleted. */
  gone: boolean;
  /** The last thing written by the person: WhatsApp's 24-hour window counts from here. */
  lastInboundAt: string | undefined;
  /** How far WhatsApp reports what is sent here. */
  receipts: "sent" | "delivered" | "read";
  /** WhatsApp: the code with which all that is sent here fails, if it does. */
  failure?: number | undefined;
  messages: Message[];
}

export interface Message {
  id: string;
  author: "bot" | "person";
  at: string;
  editedAt?: string;
  kind: "text" | "photo" | "document" | "sticker" | "voice";
  /** As a person reads it, without markup. */
  text: string;
  /** As it was sent, with markup. */
  raw: string;
  spans: Span[];
  header?: string;
  footer?: string;
  /** `size` in bytes; pictures have measures. */
  media?: { id: string; type: string; fileName: string; size?: number; width?: number; height?: number };
  /** Telegram: sent together with others. */
  album?: string;
  /** WhatsApp: made of a template, so its buttons answer in another shape. */
  template?: string;
  rows: Choice[][];
  list?: { button: string; sections: { title: string; rows: ListRow[] }[] };
  status?: "sent" | "delivered" | "read" | "failed";
}

export interface Span {
  text: string;
  styles: Style[];
  href?: string;
}

export type Style = "bold" | "italic" | "underline" | "strike" | "code" | "quote" | "spoiler";

export type Choice =
  | { type: "press"; title: string; data: string }
  | { type: "url"; title: string; url: string }
  | { type: "copy"; title: string; text: string };

export interface ListRow {
  title: string;
  description: string;
  data: string;
}

/** Everything that can be pressed on a message: keyboard, reply buttons, rows of a list. */
export function choicesOf(message: Message): Choice[] {
  const rows = message.list?.sections.flatMap((section) => section.rows) ?? [];
  return [...message.rows.flat(), ...rows.map(({ title, data }): Choice => ({ type: "press", title, data }))];
}

/** The titles of `choicesOf`, for tests and for messages about a button that is not there. */
export function titlesOf(message: Message): string[] {
  return choicesOf(message).map((choice) => choice.title);
}
