import type { DeliveryReport, InboundMessage } from "../messages.ts";
import { readCard } from "./address.ts";
import { readMessage } from "./inbound.ts";
import { type Fields, fieldsOf, listOf, textOf } from "./json.ts";
import { type Notice, readErrors, readNotices } from "./notices.ts";
import { readReport } from "./reports.ts";

export interface Delivered {
  messages: InboundMessage[];
  reports: DeliveryReport[];
  notices: Notice[];
}

interface Ours {
  phoneNumberId: string;
  businessAccountId: string;
  now: Date;
}

/**
 * Reads what Meta delivered, each item on its own: what cannot be understood is left out, and nothing throws.
 * One app may serve several accounts and numbers; only what is about ours counts.
 */
export function parseWebhook(body: unknown, ours: Ours): Delivered {
  const delivered: Delivered = { messages: [], reports: [], notices: [] };
  for (const item of listOf(fieldsOf(body).entry)) {
    const entry = fieldsOf(item);
    for (const change of listOf(entry.changes)) {
      const { field, value } = fieldsOf(change);
      if (field === "messages") readMessages(delivered, fieldsOf(value), ours);
      else if (isOurs(entry, fieldsOf(value), ours)) {
        delivered.notices.push(...readNotices(textOf(field) ?? "", fieldsOf(value), ours.now));
      }
    }
  }
  return delivered;
}

function readMessages(delivered: Delivered, value: Fields, { phoneNumberId, now }: Ours): void {
  const { metadata, contacts, messages, statuses, errors } = value;
  if (fieldsOf(metadata).phone_number_id !== phoneNumberId) return;
  const cards = listOf(contacts).map(readCard);
  for (const item of listOf(messages)) {
    const message = readMessage(item, cards, now);
    if (message) delivered.messages.push(message);
  }
  for (const item of listOf(statuses)) {
    const report = readReport(item, now);
    if (report) delivered.reports.push(report);
  }
  delivered.notices.push(...readErrors(errors));
}

/** News of the account name no number; those of people do. */
function isOurs({ id }: Fields, { metadata }: Fields, { phoneNumberId, businessAccountId }: Ours): boolean {
  const number = fieldsOf(metadata).phone_number_id;
  return id === businessAccountId && (number === undefined || number === phoneNumberId);
}
