import type { Choice, Span } from "./conversation.ts";
import { linkify } from "./linkify.ts";
import { badRequest } from "./refusal.ts";
import type { Arguments } from "./telegram-arguments.ts";
import { parseTelegramHtml } from "./telegram-html.ts";
import { parseKeyboard } from "./telegram-keyboard.ts";

const MOST_TEXT = 4096;
const MOST_CAPTION = 1024;

export interface Words {
  raw: string;
  text: string;
  spans: Span[];
  rows: Choice[][];
}

/** The text of a message with its keyboard. @throws TelegramRefusal */
export function readText(args: Arguments): Words {
  const words = readWords(args, "text");
  if (!/[^\s\p{C}]/u.test(words.text)) throw badRequest("message text is empty");
  if (words.text.length > MOST_TEXT) throw badRequest("message is too long");
  return words;
}

/** What stands below a picture; may be nothing. @throws TelegramRefusal */
export function readCaption(args: Arguments): Words {
  const words = readWords(args, "caption");
  if (words.text.length > MOST_CAPTION) throw badRequest("message caption is too long");
  return words;
}

/** Limits count what is read, so markup is taken out first; in UTF-16 units, as Telegram's entities do. */
function readWords(args: Arguments, name: string): Words {
  const raw = args.text(name) ?? "";
  const mode = args.text("parse_mode")?.toLowerCase();
  if (mode !== undefined && mode !== "html") throw badRequest("unsupported parse_mode");
  const spans = mode === "html" ? parseTelegramHtml(raw) : [{ text: raw, styles: [] }];
  const text = spans.map((span) => span.text).join("");
  return { raw, text, spans: linkify(spans), rows: parseKeyboard(args.json("reply_markup")) };
}
