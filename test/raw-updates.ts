import { createHmac } from "node:crypto";
import type { Person } from "../src/sandbox/conversation.ts";
import { newWamid, toEnvelope, toInbound } from "../src/sandbox/whatsapp-shapes.ts";
import type { TestWorld } from "./world.ts";

/** Updates as the platforms would bring them, made by hand: late, twice, mutilated. */

interface Written {
  text: string;
  at: Date;
}

/** A WhatsApp message with an id that was never brought before. */
export function whatsappText({ sandbox }: TestWorld, person: Person, { text, at }: Written): string {
  const content = { type: "text", text: { body: text } };
  return toEnvelope(sandbox.credentials, toInbound(person, { id: newWamid(), at: at.toISOString(), content }));
}

/** A Telegram message under an id of the test's choice. */
export function telegramText({ telegram }: Person, { text, at, updateId }: Written & { updateId: number }): string {
  const chat = { id: telegram.id, type: "private", first_name: telegram.firstName };
  const from = { id: telegram.id, is_bot: false, first_name: telegram.firstName, language_code: telegram.languageCode };
  const message = { message_id: updateId, from, chat, date: Math.floor(at.getTime() / 1000), text };
  return JSON.stringify({ update_id: updateId, message });
}

interface Post {
  headers?: Record<string, string>;
}

/** Posts bytes to the app's webhook as Telegram does, with the right secret unless told otherwise. */
export function postToTelegram(world: TestWorld, body: string | Uint8Array, { headers }: Post = {}): Promise<Response> {
  const secret = world.sandbox.world.state.telegram.webhook?.secret ?? "";
  const usual = { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret };
  return world.fetch("/telegram", { method: "POST", body: Buffer.from(body), headers: { ...usual, ...headers } });
}

/** Posts bytes to the app's webhook as Meta does, rightly signed unless told otherwise. */
export function postToWhatsapp(world: TestWorld, body: string | Uint8Array, { headers }: Post = {}): Promise<Response> {
  const signature = signed(body, world.sandbox.credentials.whatsapp.appSecret);
  const usual = { "content-type": "application/json", "x-hub-signature-256": signature };
  return world.fetch("/whatsapp", { method: "POST", body: Buffer.from(body), headers: { ...usual, ...headers } });
}

export function signed(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
