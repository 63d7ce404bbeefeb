import type { Choice } from "./conversation.ts";
import { badRequest } from "./refusal.ts";
import { type Shape, toList, toShape, toText } from "./shape.ts";

const MOST_BUTTONS = 100;
const MOST_IN_A_ROW = 8;
const MOST_DATA_BYTES = 64;
const MOST_COPIED = 256;
const KINDS = ["callback_data", "url", "copy_text"] as const;

/** Reads an inline keyboard; nothing given is no keyboard. @throws TelegramRefusal */
export function parseKeyboard(markup: unknown): Choice[][] {
  if (markup === undefined) return [];
  const given = toShape(markup);
  if (!given) throw badRequest("object expected as reply markup");
  if (given.remove_keyboard === true || given.force_reply === true || given.keyboard !== undefined) return [];
  const rows = toList(given.inline_keyboard);
  if (!rows) throw badRequest("can't parse reply keyboard markup JSON object: Can't find field \"inline_keyboard\"");
  const keyboard = rows.map(parseRow).filter((row) => row.length > 0);
  if (keyboard.flat().length > MOST_BUTTONS) throw badRequest("reply markup is too long");
  return keyboard;
}

function parseRow(row: unknown): Choice[] {
  const buttons = toList(row);
  if (!buttons) throw badRequest("can't parse inline keyboard: an array of arrays of buttons was expected");
  if (buttons.length > MOST_IN_A_ROW) throw badRequest("reply markup is too long");
  return buttons.map((button) => parseButton(toShape(button) ?? {}));
}

function parseButton(button: Shape): Choice {
  const title = toText(button.text);
  if (title === undefined) throw unreadable('Can\'t find field "text"');
  if (!title.trim()) throw badRequest("BUTTON_TEXT_INVALID");
  const kinds = KINDS.filter((kind) => button[kind] !== undefined);
  if (kinds.length !== 1) throw unreadable("Text buttons are unallowed in the inline keyboard");
  switch (kinds[0]) {
    case "url":
      return { type: "url", title, url: parseUrl(toText(button.url) ?? "") };
    case "copy_text":
      return { type: "copy", title, text: parseCopied(toText(toShape(button.copy_text)?.text) ?? "") };
    default:
      return { type: "press", title, data: parseData(toText(button.callback_data) ?? "") };
  }
}

function parseData(data: string): string {
  const bytes = Buffer.byteLength(data);
  if (bytes < 1 || bytes > MOST_DATA_BYTES) throw badRequest("BUTTON_DATA_INVALID");
  return data;
}

function parseCopied(text: string): string {
  if (text.length < 1 || text.length > MOST_COPIED) throw badRequest("BUTTON_COPY_TEXT_INVALID");
  return text;
}

function parseUrl(url: string): string {
  if (!/^(https?|tg):\/\//i.test(url)) throw invalidUrl(url, "Unsupported URL protocol");
  if (!URL.canParse(url) || /\s/.test(url)) throw invalidUrl(url, "Wrong HTTP URL");
  return url;
}

function invalidUrl(url: string, why: string) {
  return badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`);
}

function unreadable(why: string) {
  return badRequest(`can't parse inline keyboard button: ${why}`);
}
