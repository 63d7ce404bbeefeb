import type { OutboxId } from "../ids.ts";
import type { DeliveryReport, Remedy } from "../messages.ts";
import { classifyRefusal } from "./classify.ts";
import { readMoment } from "./inbound.ts";
import { fieldsOf, idOf, listOf, textOf } from "./json.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// A voice note that was played was read.
const STATUSES = { sent: "sent", delivered: "delivered", read: "read", played: "read", failed: "failed" } as const;
const CATEGORY = /^[a-z_]{1,40}$/;
/** When nothing else is said. */
const AGAIN_MS = 60_000;
/** What nobody pays for is not delivered either when it is said again; mending it takes a person. */
const STOPPED_MS = 30 * 60_000;

/** Reads what became of a message of ours; undefined for what is no such thing. */
export function readReport(item: unknown, now: Date): DeliveryReport | undefined {
  const { id, status, timestamp, biz_opaque_callback_data, errors, pricing } = fieldsOf(item);
  const providerMessageId = idOf(id);
  if (!providerMessageId || !isStatus(status)) return undefined;
  return {
    platform: "whatsapp",
    providerMessageId,
    outboxId: isOutboxId(biz_opaque_callback_data) ? biz_opaque_callback_data : undefined,
    status: STATUSES[status],
    at: readMoment(timestamp, now),
    pricing: readPricing(pricing),
    ...(status === "failed" ? readFailure(errors) : { code: undefined }),
  };
}

function readFailure(errors: unknown): Pick<DeliveryReport, "code" | "detail" | "remedy"> {
  const { code, title } = fieldsOf(listOf(errors)[0]);
  if (typeof code !== "number") return { code: undefined };
  return { code, detail: textOf(title)?.toWellFormed().slice(0, 100), remedy: toRemedy(code) };
}

/** The same codes mean the same here as in the answer to a call. */
function toRemedy(code: number): Remedy | undefined {
  const delivery = classifyRefusal({ code, httpStatus: undefined, detail: "", retryAfterMs: undefined });
  switch (delivery.type) {
    case "needs-template":
      return { type: "template" };
    case "refused":
      return delivery.reason === "rejected" ? undefined : { type: "chat-off" };
    case "retry":
      return { type: "again", afterMs: delivery.afterMs ?? AGAIN_MS };
    case "channel-stopped":
      return { type: "again", afterMs: STOPPED_MS };
    case "sent":
      return undefined;
  }
}

function readPricing(pricing: unknown): DeliveryReport["pricing"] {
  const { category, billable, type } = fieldsOf(pricing);
  const name = textOf(category);
  if (!name || !CATEGORY.test(name)) return undefined;
  return { category: name, billable: billable !== false && !textOf(type)?.startsWith("free") };
}

function isStatus(value: unknown): value is keyof typeof STATUSES {
  return typeof value === "string" && Object.hasOwn(STATUSES, value);
}

function isOutboxId(value: unknown): value is OutboxId {
  return typeof value === "string" && UUID.test(value);
}
