import type { Message } from "./conversation.ts";
import type { ShownMedia } from "./media.ts";
import type { Shape } from "./shape.ts";
import { readMarkup } from "./whatsapp-markup.ts";

export type FindMedia = (given: Shape, type: string) => ShownMedia;

/** A message of the business as the phone will show it. */
export type Drawn = Pick<Message, "author" | "text" | "raw" | "spans" | "rows"> & Partial<Message>;

export function draw(message: Pick<Message, "raw" | "rows"> & Partial<Message>): Drawn {
  const spans = readMarkup(message.raw);
  return { author: "bot", text: spans.map((span) => span.text).join(""), spans, ...message };
}
