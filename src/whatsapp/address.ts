import type { WhatsappAddress } from "../messages.ts";
import { type Fields, fieldsOf, textOf } from "./json.ts";

const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
// In the fields that are made for it, an id of a form Meta may yet think of is an id as well.
const ANY_ID = /^[\w.:-]{1,140}$/;
const PHONE = /^\+?(\d{5,15})$/;

/** Who a message is from. A field that says "phone" may hold the business-scoped id, if the person hides the number. */
export function readAddress(named: { id: unknown; phone: unknown }): WhatsappAddress {
  const phone = textOf(named.phone);
  return {
    platform: "whatsapp",
    userId: toUserId(named.id) ?? (phone && BSUID.test(phone) ? phone : undefined),
    phone: toPhone(phone),
  };
}

/** A contact that came beside the messages of a batch. */
export type Card = WhatsappAddress & { name: string | undefined };

export function readCard(contact: unknown): Card {
  const { user_id, wa_id, profile } = fieldsOf(contact);
  return { ...readAddress({ id: user_id, phone: wa_id }), name: textOf(fieldsOf(profile).name) };
}

/** The sender, with what the card that belongs to the message adds: the other half of the address, and a name. */
export function findSender(message: Fields, cards: Card[]): { address: WhatsappAddress; name: string | undefined } {
  const own = readAddress({ id: message.from_user_id, phone: message.from });
  const card = isAtAll(own)
    ? cards.find((each) => isSame(each, own))
    : // A message that names nobody can only be of the one person that is named beside it.
      cards.find(() => cards.length === 1);
  return {
    address: { platform: "whatsapp", userId: own.userId ?? card?.userId, phone: own.phone ?? card?.phone },
    name: card?.name,
  };
}

/** Whether it leads to anybody. */
export function isAtAll({ userId, phone }: WhatsappAddress): boolean {
  return userId !== undefined || phone !== undefined;
}

/** The id decides where both have one: a number can be another person's by now. */
function isSame(one: WhatsappAddress, other: WhatsappAddress): boolean {
  if (one.userId && other.userId) return one.userId === other.userId;
  return one.phone !== undefined && one.phone === other.phone;
}

function toUserId(value: unknown): string | undefined {
  const id = textOf(value);
  return id && ANY_ID.test(id) ? id : undefined;
}

function toPhone(phone: string | undefined): string | undefined {
  return PHONE.exec(phone ?? "")?.[1];
}
