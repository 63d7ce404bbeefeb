import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";
import type { Intent } from "../intents.ts";
import type { Attachment } from "../outbox/channel.ts";
import { cutSpans, cutToFit } from "../texts/cut.ts";
import type { Span, Worded, WordedChoice } from "../texts/worded.ts";
import { LIMITS } from "./limits.ts";

/** How a message is to appear: a new one, or written over one that stands. `plain` is the way out when markup is refused. */
export type Form = { chatId: number; plain: boolean } & (
  | { type: "message" }
  | { type: "photo"; qr: string }
  /** One that Telegram has already. */
  | { type: "photo"; fileId: string }
  /** `picture`: seen in the chat, where Telegram makes it smaller; `document`: as it is, under its name. */
  | { type: "picture" | "document"; file: Attachment }
  | { type: "text-edit" | "caption-edit"; messageId: number }
);

/** One call of the Bot API as JSON, but for what is uploaded: a photo drawn from `qr` when it is sent, or a file. */
export type TelegramCall =
  | { method: "sendMessage"; payload: Target & Text }
  | { method: "sendPhoto"; payload: Target & Caption; qr: string }
  | { method: "sendPhoto"; payload: Target & Caption & { photo: string } }
  | { method: "sendPhoto"; payload: Target & Caption; file: Attachment }
  | { method: "sendDocument"; payload: Target & Caption; file: Attachment }
  | { method: "editMessageText"; payload: EditTarget & Text }
  | { method: "editMessageCaption"; payload: EditTarget & Caption };

interface Target {
  chat_id: number;
  reply_markup?: InlineKeyboardMarkup;
}
interface EditTarget extends Target {
  message_id: number;
}
interface Text {
  text: string;
  parse_mode?: "HTML";
  link_preview_options: { is_disabled: true };
}
interface Caption {
  caption: string;
  parse_mode?: "HTML";
}

/** Draws words as one call that Telegram accepts, whatever people typed into titles and names. */
export function renderTelegram(worded: Worded, intent: Intent, chatId: number): TelegramCall {
  return renderAs(chooseForm(worded, intent, chatId), worded);
}

/**
 * A ticket is always a new photo: a text that stands cannot be trusted to turn into one. The card of an event that is
 * written over stays what it is, with its picture or without.
 */
export function chooseForm(worded: Worded, intent: Intent, chatId: number): Form {
  const { picture } = worded;
  if (picture && "qr" in picture) return { type: "photo", qr: picture.qr, chatId, plain: false };
  const messageId = toMessageId(intent.edits);
  if (messageId !== undefined) return { type: "text-edit", messageId, chatId, plain: false };
  if (picture && fitsBelow(worded)) return { type: "photo", fileId: picture.fileId, chatId, plain: false };
  return { type: "message", chatId, plain: false };
}

/** A file with the words below it, always as a new message. */
export function chooseFileForm(file: Attachment, chatId: number): Form {
  const isPicture = file.mime === "image/png" || file.mime === "image/jpeg";
  return { type: isPicture ? "picture" : "document", file, chatId, plain: false };
}

/** Whether the words have room below a file. */
export function fitsBelow({ body }: Worded): boolean {
  return body.reduce((length, { text }) => length + text.length, 0) <= LIMITS.caption;
}

/** Draws the same words in a form of the caller's choice, such as the next after one was refused. */
export function renderAs(form: Form, worded: Worded): TelegramCall {
  const keyboard = renderKeyboard(worded.rows);
  const target: Target = { chat_id: form.chatId, ...(keyboard && { reply_markup: keyboard }) };
  switch (form.type) {
    case "message":
      return { method: "sendMessage", payload: { ...target, ...renderText(worded.body, form.plain) } };
    case "photo": {
      const payload = { ...target, ...renderCaption(worded.body, form.plain) };
      if ("qr" in form) return { method: "sendPhoto", payload, qr: form.qr };
      return { method: "sendPhoto", payload: { ...payload, photo: form.fileId } };
    }
    case "picture":
    case "document": {
      const payload = { ...target, ...renderCaption(worded.body, form.plain) };
      const { file } = form;
      return form.type === "picture"
        ? { method: "sendPhoto", payload, file }
        : { method: "sendDocument", payload, file };
    }
    case "text-edit":
      return {
        method: "editMessageText",
        payload: { ...target, message_id: form.messageId, ...renderText(worded.body, form.plain) },
      };
    case "caption-edit":
      return {
        method: "editMessageCaption",
        payload: { ...target, message_id: form.messageId, ...renderCaption(worded.body, form.plain) },
      };
  }
}

/** Telegram's ids of messages are whole numbers; anything else came from another platform or from a forger. */
export function toMessageId(id: string | undefined): number | undefined {
  return id !== undefined && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

function renderText(body: Span[], plain: boolean): Text {
  const spans = cutBody(body, LIMITS.text);
  // Telegram refuses a message in which nothing can be seen.
  const visible = spans.some((span) => /[^\s\p{C}]/u.test(span.text)) ? spans : [{ text: "…", bold: false }];
  const preview = { link_preview_options: { is_disabled: true } } as const;
  if (plain) return { text: toPlain(visible), ...preview };
  return { text: toHtml(visible), parse_mode: "HTML", ...preview };
}

function renderCaption(body: Span[], plain: boolean): Caption {
  const spans = cutBody(body, LIMITS.caption);
  return plain ? { caption: toPlain(spans) } : { caption: toHtml(spans), parse_mode: "HTML" };
}

/** The spans that fit into `limit` characters, counted as people read them: before any escaping. */
function cutBody(body: Span[], limit: number): Span[] {
  return cutSpans(
    body.map(({ text, bold }) => ({ text: text.toWellFormed(), bold })),
    limit,
  );
}

function toPlain(spans: Span[]): string {
  return spans.map((span) => span.text).join("");
}

function toHtml(spans: Span[]): string {
  return spans.map(({ text, bold }) => (bold ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text))).join("");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A button that Telegram would refuse is left out: it must not cost the person the whole message. */
function renderKeyboard(rows: WordedChoice[][]): InlineKeyboardMarkup | undefined {
  const drawn: InlineKeyboardButton[][] = [];
  let left: number = LIMITS.buttons;
  for (const row of rows) {
    const buttons = row.flatMap(renderButton).slice(0, left);
    left -= buttons.length;
    for (let at = 0; at < buttons.length; at += LIMITS.buttonsPerRow) {
      drawn.push(buttons.slice(at, at + LIMITS.buttonsPerRow));
    }
  }
  return drawn.length ? { inline_keyboard: drawn } : undefined;
}

function renderButton(choice: WordedChoice): InlineKeyboardButton[] {
  const text = cutToFit(choice.title.toWellFormed().trim(), LIMITS.buttonTitle);
  if (!text) return [];
  switch (choice.type) {
    case "press":
      return isData(choice.data) ? [{ text, callback_data: choice.data }] : [];
    case "url":
      return /^(https?|tg):/.test(choice.url) && URL.canParse(choice.url) ? [{ text, url: choice.url }] : [];
    case "copy":
      return choice.text && choice.text.length <= LIMITS.copyText ? [{ text, copy_text: { text: choice.text } }] : [];
  }
}

function isData(data: string): boolean {
  return data !== "" && Buffer.byteLength(data) <= LIMITS.callbackData;
}
