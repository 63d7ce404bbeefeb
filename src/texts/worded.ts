import type { Locale } from "../messages.ts";

/** What `texts/` makes of an intent: words in one language, still without any platform's markup or limits. */
export interface Worded {
  body: Span[];
  /** Rows of choices; url choices without a URL in this deployment are gone already. */
  rows: WordedChoice[][];
  /** The title of the button that opens WhatsApp's list. */
  listButton: string;
  /** The language it was said in. */
  locale: Locale;
  /** Drawn of the text that a QR holds; or kept by Telegram under this id. */
  picture: { qr: string } | { fileId: string } | undefined;
}

/** Text made by people and by us, never markup: the platform's renderer escapes it. */
export interface Span {
  text: string;
  bold: boolean;
}

export type WordedChoice =
  | { type: "press"; title: string; data: string; description: string | undefined }
  | { type: "url"; title: string; url: string }
  | { type: "copy"; title: string; text: string };

/** Who speaks, and where its pages and bots are. */
export interface House {
  organisation: string;
  /** Where people can ask; empty: "the organisers", in the language spoken. */
  contact: string;
  retentionDays: number;
  /** Spoken to people whose language nothing told. */
  locale: Locale;
  publicUrl: string;
  /** Without the @; learned from Telegram at start. */
  telegramBot: string | undefined;
  /** Digits, for wa.me; learned from Meta at start. */
  whatsappPhone: string | undefined;
}
