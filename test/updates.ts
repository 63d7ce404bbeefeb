import type { Person } from "../src/sandbox/conversation.ts";
import { SANDBOX_CREDENTIALS } from "../src/sandbox/credentials.ts";
import { toUser } from "../src/sandbox/telegram-shapes.ts";
import { toContact, toEnvelope, toSender } from "../src/sandbox/whatsapp-shapes.ts";

/** Something a person does, as it is told to a webhook: past the phones, so that a test decides when and how often. */
export interface Doing {
  person: Person;
  at: Date;
  does: { text: string } | { press: string };
}

/** The body of one update of Telegram. */
export function toTelegramUpdate({ person, at, does }: Doing, updateId: number): string {
  const from = toUser(person);
  const chat = { id: person.telegram.id, first_name: person.telegram.firstName, type: "private" };
  const told = { message_id: 1_000_000 + updateId, date: Math.floor(at.getTime() / 1000), chat };
  if ("text" in does) return JSON.stringify({ update_id: updateId, message: { ...told, from, text: does.text } });
  const press = { id: String(updateId), from, message: told, chat_instance: "1", data: does.press };
  return JSON.stringify({ update_id: updateId, callback_query: press });
}

/** The body of one delivery of WhatsApp, with a message of each of them; its ids are the same every time. */
export function toWhatsappDelivery(doings: readonly Doing[], id: string): string {
  const messages = doings.map(({ person, at, does }, n) => ({
    ...toSender(person),
    id: `wamid.${id}.${n}`,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    ...("text" in does
      ? { type: "text", text: { body: does.text } }
      : { type: "interactive", interactive: { type: "button_reply", button_reply: { id: does.press, title: "x" } } }),
  }));
  return toEnvelope(SANDBOX_CREDENTIALS, { contacts: doings.map(({ person }) => toContact(person)), messages });
}
