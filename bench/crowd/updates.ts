import { createHmac } from "node:crypto";
import type { Platform } from "../../src/messages.ts";
import type { Message, Person } from "../../src/sandbox/conversation.ts";
import { SANDBOX_CREDENTIALS } from "../../src/sandbox/credentials.ts";
import { toUser } from "../../src/sandbox/telegram-shapes.ts";
import { toContact, toEnvelope, toSender, toStatus } from "../../src/sandbox/whatsapp-shapes.ts";
import type { Said } from "./said.ts";

/** The secret that every program is told to expect from Telegram. */
export const WEBHOOK_SECRET = "a-secret-for-webhooks-of-the-bench";

export type Doing = { text: string } | { press: string };

export interface Webhook {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Something a person does now, as the platform would bring it. `id` is never used twice. */
export function toWebhook(platform: Platform, person: Person, { does, id }: { does: Doing; id: number }): Webhook {
  return platform === "telegram" ? toTelegram(person, does, id) : toWhatsapp(person, does, id);
}

function toTelegram(person: Person, does: Doing, id: number): Webhook {
  const from = toUser(person);
  const chat = { id: person.telegram.id, first_name: person.telegram.firstName, type: "private" };
  const told = { message_id: id, date: Math.floor(Date.now() / 1000), chat };
  const press = "press" in does && { id: String(id), from, message: told, chat_instance: "1", data: does.press };
  const text = "text" in does && { ...told, from, text: does.text, ...toEntities(does.text) };
  return {
    path: "/telegram",
    headers: { "x-telegram-bot-api-secret-token": WEBHOOK_SECRET },
    body: JSON.stringify({ update_id: id, ...(press ? { callback_query: press } : { message: text }) }),
  };
}

/** Telegram marks commands, and libraries go by the mark. */
function toEntities(text: string): object {
  const command = /^\/\w+/.exec(text)?.[0];
  return command ? { entities: [{ type: "bot_command", offset: 0, length: command.length }] } : {};
}

function toWhatsapp(person: Person, does: Doing, id: number): Webhook {
  const content =
    "text" in does
      ? { type: "text", text: { body: does.text } }
      : { type: "interactive", interactive: { type: "button_reply", button_reply: { id: does.press, title: "x" } } };
  const timestamp = String(Math.floor(Date.now() / 1000));
  const messages = [{ ...toSender(person), id: `wamid.bench.${id}`, timestamp, ...content }];
  return toSigned({ contacts: [toContact(person)], messages });
}

/** How far a message came, as WhatsApp tells of each in this order. */
export const RECEIPTS = ["sent", "delivered", "read"] as const;

export function toReceipt(person: Person, { id = "", text, echo }: Said, status: (typeof RECEIPTS)[number]): Webhook {
  const at = new Date().toISOString();
  const message: Message = { id, author: "bot", at, kind: "text", text, raw: text, spans: [], rows: [] };
  return toSigned(toStatus(person, message, { status, at, echo }));
}

function toSigned(value: object): Webhook {
  const body = toEnvelope(SANDBOX_CREDENTIALS, value);
  const signature = createHmac("sha256", SANDBOX_CREDENTIALS.whatsapp.appSecret).update(body).digest("hex");
  return { path: "/whatsapp", headers: { "x-hub-signature-256": `sha256=${signature}` }, body };
}
