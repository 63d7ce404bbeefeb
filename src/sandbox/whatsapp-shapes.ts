import { randomBytes } from "node:crypto";
import type { Message, Person } from "./conversation.ts";
import type { SandboxCredentials } from "./credentials.ts";
import { titleOf } from "./refusal.ts";
import { toSeconds } from "./telegram-shapes.ts";

/** As long as Meta's; and as little opaque: of whoever shows their number, it stands in it. */
export function newWamid(person?: Person): string {
  const { phone } = person?.whatsapp ?? {};
  const number = phone === undefined ? randomBytes(12) : Buffer.from(`\x1c\x18\x0b${phone}`, "latin1");
  return `wamid.${Buffer.concat([number, randomBytes(18)]).toString("base64")}`;
}

/** The envelope of every webhook about our number. */
export function toEnvelope(credentials: SandboxCredentials, value: object): string {
  const { phone, phoneNumberId } = credentials.whatsapp;
  const metadata = { display_phone_number: phone, phone_number_id: phoneNumberId };
  return toChange(credentials, "messages", { messaging_product: "whatsapp", metadata, ...value });
}

/** The envelope of all others. Meta escapes what is not ASCII, so a body parsed and written anew has another signature. */
export function toChange({ whatsapp }: SandboxCredentials, field: string, value: object): string {
  const entry = [{ id: whatsapp.businessAccountId, time: 0, changes: [{ field, value }] }];
  return JSON.stringify({ object: "whatsapp_business_account", entry }).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A person who hides the number has neither `wa_id` nor `from`; an account from before BSUIDs has no `user_id`. */
export function toContact({ whatsapp }: Person): object {
  return {
    profile: { name: whatsapp.profileName, username: whatsapp.userName },
    wa_id: whatsapp.phone,
    user_id: whatsapp.userId,
  };
}

export function toSender({ whatsapp }: Person): object {
  return { from: whatsapp.phone, from_user_id: whatsapp.userId };
}

/** Something a person did, as one element of `messages`. */
export function toInbound(person: Person, { id, at, content }: { id: string; at: string; content: object }): object {
  return {
    contacts: [toContact(person)],
    messages: [{ ...toSender(person), id, timestamp: String(toSeconds(at)), ...content }],
  };
}

export interface StatusNews {
  status: NonNullable<Message["status"]>;
  at: string;
  /** `biz_opaque_callback_data`, as it was sent. */
  echo: string | undefined;
  /** Of a failed one. */
  code?: number | undefined;
}

/** What became of a sent message. Failed ones come without contacts and price, as they may. */
export function toStatus(person: Person, message: Message, { status, at, echo, code }: StatusNews): object {
  const news = {
    id: message.id,
    status,
    timestamp: String(toSeconds(at)),
    recipient_id: person.whatsapp.phone,
    recipient_user_id: person.whatsapp.userId,
    biz_opaque_callback_data: echo,
  };
  if (status !== "failed") {
    const category = message.template === undefined ? "service" : "utility";
    const pricing = { billable: true, pricing_model: "PMP", category, type: "regular" };
    return { contacts: [toContact(person)], statuses: [{ ...news, pricing }] };
  }
  const title = titleOf(code ?? 131026);
  const error = { code, title, message: title, error_data: { details: title }, href: "/docs/whatsapp/error-codes/" };
  return { statuses: [{ ...news, errors: [error] }] };
}
