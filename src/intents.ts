import type { EventId, UserId } from "./ids.ts";
import type { EventFacts, Locale, Platform } from "./messages.ts";

/**
 * What is to be said, before anyone words it: a text's key, what varies, and what can be chosen.
 * Plain JSON, because it waits in the outbox; `texts/` words it, each platform's `render.ts` draws it.
 */
export interface Intent {
  text: string;
  params: Params;
  /** Said first, in a paragraph of its own: what was wrong with the last message, or what was just done. */
  lead?: Label;
  /** Left out for somebody whose language nothing told: the house's own is spoken then. */
  locale?: Locale | undefined;
  /** The person's own IANA zone, told beside the event's where the two differ; undefined when not known. */
  zone?: string | undefined;
  /** Rows of a Telegram keyboard; WhatsApp reads them in order. */
  choices: Choice[][];
  /** The title of WhatsApp's list, when there are too many choices for buttons; "list-choose" if left out. */
  listLabel?: Label;
  /** In the same message: the QR of a ticket; or the picture of an event, which is left out where the words have no room below it. */
  picture?: { type: "ticket"; code: string } | { type: "event"; fileId: string };
  /** A file in the same message, which has no picture besides and is written over no other. Letters go without. */
  file?: FileOf;
  /** Telegram: write this over the message with this id, as an answer to a tap on it. */
  edits?: string;
  /** A question, which a newer one overtakes: it is worth nothing to whoever did not read it in time. */
  asks?: true;
  /** Telegram: take the buttons off the message with this id, since its question is answered. */
  retires?: string;
}

/** Which file it is, and never what stands in it: that is made anew whenever it is sent. */
export type FileOf =
  /** The people of an event, as a table; made only while whoever asked for it may see them. */
  { type: "people"; event: EventId; by: UserId } | { type: "poster"; event: EventId; as: "pdf" | "png" };

export type Params = { [name: string]: Param };

export type Param =
  | string
  | number
  /** Gives `$name-title`, `$name-when`, `$name-day`, `$name-time`, `$name-where` to the text. */
  | { type: "event"; event: EventFacts }
  /** An instant, told with day and time in `zone`. */
  | { type: "moment"; at: string; zone: string }
  /** A phrase of ours inside a sentence. */
  | Label
  /** Phrases and facts, one a line or with commas between. */
  | { type: "list"; items: Label[]; between: "lines" | "commas" }
  | { type: "link"; link: Link };

export interface Label {
  type: "text";
  key: string;
  params?: Params;
  /** In the words of this messenger, wherever it is said: a preview. */
  as?: Platform;
}

/** A page or a chat of this deployment; its URL is known where the message is worded. */
export type Link =
  | { to: "ticket" | "calendar" | "map"; code: string }
  | { to: "telegram"; start: string }
  | { to: "whatsapp"; text: string }
  | { to: "my-data"; token: string }
  | { to: "privacy" };

export type Choice =
  /** `says` lets "yes"/"no" be typed in its place; `description` is the second line of a WhatsApp list row; `only` keeps it off the other messenger. */
  | { type: "press"; label: Label; data: string; says?: "yes" | "no"; description?: Label; only?: Platform }
  /** WhatsApp leaves these two out: its texts carry the link and the code. A link without a URL here is left out. */
  | { type: "url"; label: Label; link: Link }
  | { type: "copy"; label: Label; text: string };

/** A phrase by its key. */
export function label(key: string, params?: Params): Label {
  return params ? { type: "text", key, params } : { type: "text", key };
}
