import type { WhatsappAddress } from "../messages.ts";
import { isAtAll, readAddress } from "./address.ts";
import { readMoment } from "./inbound.ts";
import { type Fields, fieldsOf, listOf, textOf } from "./json.ts";
import type { TemplateTrouble } from "./template-troubles.ts";
import { TEMPLATES } from "./templates.ts";

/** What Meta tells of our account, our number, our templates; `event` and `reason` are its own words. */
export type Notice =
  | { type: "template-status"; template: string; language: string; event: string; reason: string | undefined }
  /** `soon`: it is announced, and is not yet so. */
  | { type: "template-category"; template: string; language: string; category: string; soon: boolean }
  | { type: "template-quality"; template: string; language: string; quality: string }
  /** Meta did not take a message that was made of it. */
  | ({ type: "template-refused" } & TemplateTrouble)
  | { type: "number-quality"; event: string; limit: string | undefined }
  /** What the account may do has changed; `limit` as `readDailyLimit` reads it. */
  | { type: "capability"; limit: string | undefined }
  | { type: "account"; event: string; reason: string | undefined }
  /** A person wants no marketing, or wants it again. Ours is none, so nothing changes but that we know. */
  | { type: "marketing"; address: WhatsappAddress; stopped: boolean; at: Date }
  | { type: "error"; errorCode: number; reason: string };

export type OnNotice = (notice: Notice) => void | Promise<void>;

/** How much of Meta's words is passed on. */
const LONGEST = 200;
const OURS = new Set(TEMPLATES.map(({ name }) => name));
const FINE_FOR_TEMPLATES = new Set(["APPROVED", "REINSTATED", "UNARCHIVED", "PENDING", "IN_APPEAL"]);
const BAD_FOR_NUMBERS = new Set(["FLAGGED", "DOWNGRADE", "RATE_LIMITED"]);
const BAD_FOR_ACCOUNTS = new Set([
  "ACCOUNT_DELETED",
  "ACCOUNT_OFFBOARDED",
  "ACCOUNT_RESTRICTION",
  "ACCOUNT_VIOLATION",
  "DISABLED_UPDATE",
  "PARTNER_APP_UNINSTALLED",
  "PARTNER_REMOVED",
]);

/** Reads a change that brings no messages; nothing for what we do not know, or what is about another tool's templates. */
export function readNotices(field: string, value: Fields, now: Date): Notice[] {
  switch (field) {
    case "message_template_status_update":
    case "message_template_quality_update":
    case "template_category_update":
      return readTemplateNotice(field, value);
    case "phone_number_quality_update":
      return [{ type: "number-quality", event: wordOf(value.event) ?? "UNKNOWN", limit: readLimit(value) }];
    case "business_capability_update":
      return [{ type: "capability", limit: readLimit(value) }];
    case "account_update":
      return [{ type: "account", event: wordOf(value.event) ?? "UNKNOWN", reason: readAccountReason(value) }];
    case "user_preferences":
      return listOf(value.user_preferences).flatMap((item) => readPreference(fieldsOf(item), now));
    default:
      return [];
  }
}

/** What went wrong on Meta's side with messages to us: `value.errors`. */
export function readErrors(errors: unknown): Notice[] {
  return listOf(errors).flatMap((item): Notice[] => {
    const { code, title, message, error_data } = fieldsOf(item);
    if (typeof code !== "number") return [];
    const reason = wordOf(fieldsOf(error_data).details) ?? wordOf(message) ?? wordOf(title) ?? "";
    return [{ type: "error", errorCode: code, reason }];
  });
}

/** Whether somebody has to look at it. */
export function isTroubling(notice: Notice): boolean {
  switch (notice.type) {
    case "template-status":
      return !FINE_FOR_TEMPLATES.has(notice.event);
    case "template-category":
      return notice.category !== "UTILITY";
    case "template-quality":
      return notice.quality === "RED";
    case "number-quality":
      return BAD_FOR_NUMBERS.has(notice.event);
    case "account":
      return BAD_FOR_ACCOUNTS.has(notice.event) && notice.reason !== "REINSTATE";
    case "template-refused":
    case "error":
      return true;
    case "capability":
    case "marketing":
      return false;
  }
}

/** Under the name of now, or one of those it had before. */
function readLimit(value: Fields): string | undefined {
  const { max_daily_conversations_per_business: limit, max_daily_conversation_per_phone, current_limit } = value;
  return wordOf(limit) ?? wordOf(max_daily_conversation_per_phone) ?? wordOf(current_limit);
}

function readTemplateNotice(field: string, value: Fields): Notice[] {
  const template = textOf(value.message_template_name) ?? "";
  const about = { template, language: wordOf(value.message_template_language) ?? "" };
  if (!OURS.has(template)) return [];
  if (field === "message_template_quality_update") {
    return [{ type: "template-quality", ...about, quality: wordOf(value.new_quality_score) ?? "UNKNOWN" }];
  }
  if (field === "template_category_update") {
    const coming = wordOf(value.correct_category);
    const category = coming ?? wordOf(value.new_category) ?? "UNKNOWN";
    return [{ type: "template-category", ...about, category, soon: coming !== undefined }];
  }
  const event = wordOf(value.event) ?? "UNKNOWN";
  return [{ type: "template-status", ...about, event, reason: readStatusReason(value) }];
}

function readStatusReason({ reason, rejection_info, other_info }: Fields): string | undefined {
  const given = wordOf(reason);
  const more = wordOf(fieldsOf(rejection_info).reason) ?? wordOf(fieldsOf(other_info).description);
  return [given === "NONE" ? undefined : given, more].filter(Boolean).join(": ") || undefined;
}

function readAccountReason({ ban_info, violation_info, restriction_info }: Fields): string | undefined {
  const restrictions = listOf(restriction_info).map((item) => wordOf(fieldsOf(item).restriction_type));
  const reasons = [
    wordOf(fieldsOf(ban_info).waba_ban_state),
    wordOf(fieldsOf(violation_info).violation_type),
    ...restrictions,
  ];
  return reasons.filter(Boolean).join(", ") || undefined;
}

function readPreference({ wa_id, user_id, category, value, timestamp }: Fields, now: Date): Notice[] {
  const address = readAddress({ id: user_id, phone: wa_id });
  if (category !== "marketing_messages" || !isAtAll(address)) return [];
  if (value !== "stop" && value !== "resume") return [];
  return [{ type: "marketing", address, stopped: value === "stop", at: readMoment(timestamp, now) }];
}

/** A word or a sentence of Meta's, fit for a log and for a message. */
function wordOf(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : textOf(value);
  return text
    ?.toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, " ")
    .slice(0, LONGEST)
    .trim();
}
