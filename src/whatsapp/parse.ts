import type { OutboxId } from "../ids.ts";
import type { DeliveryReport, InboundMessage } from "../messages.ts";
import { readCard } from "./address.ts";
import { readMessage, readMoment } from "./inbound.ts";
import { fieldsOf, idOf, listOf } from "./json.ts";

export interface Delivered {
  messages: InboundMessage[];
  reports: DeliveryReport[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// A voice note that was played was read.
const STATUSES = { sent: "sent", delivered: "delivered", read: "read", played: "read", failed: "failed" } as const;

/**
 * Reads what Meta delivered, each item on its own: what cannot be understood is left out, and nothing throws.
 * One app may serve several numbers; only what is about ours counts.
 */
export function parseWebhook(body: unknown, { phoneNumberId, now }: { phoneNumberId: string; now: Date }): Delivered {
  const delivered: Delivered = { messages: [], reports: [] };
  for (const entry of listOf(fieldsOf(body).entry)) {
    for (const change of listOf(fieldsOf(entry).changes)) {
      const { field, value } = fieldsOf(change);
      const { metadata, contacts, messages, statuses } = fieldsOf(value);
      if (field !== "messages" || fieldsOf(metadata).phone_number_id !== phoneNumberId) continue;
      const cards = listOf(contacts).map(readCard);
      for (const item of listOf(messages)) {
        const message = readMessage(item, cards, now);
        if (message) delivered.messages.push(message);
      }
      for (const item of listOf(statuses)) {
        const report = readReport(item, now);
        if (report) delivered.reports.push(report);
      }
    }
  }
  return delivered;
}

function readReport(item: unknown, now: Date): DeliveryReport | undefined {
  const { id, status, timestamp, biz_opaque_callback_data, errors } = fieldsOf(item);
  const providerMessageId = idOf(id);
  if (!providerMessageId || !isStatus(status)) return undefined;
  const code = fieldsOf(listOf(errors)[0]).code;
  return {
    platform: "whatsapp",
    providerMessageId,
    outboxId: isOutboxId(biz_opaque_callback_data) ? biz_opaque_callback_data : undefined,
    status: STATUSES[status],
    at: readMoment(timestamp, now),
    code: typeof code === "number" ? code : undefined,
  };
}

function isStatus(value: unknown): value is keyof typeof STATUSES {
  return typeof value === "string" && Object.hasOwn(STATUSES, value);
}

function isOutboxId(value: unknown): value is OutboxId {
  return typeof value === "string" && UUID.test(value);
}
