import fc from "fast-check";
import { expect, test } from "vitest";
import { isTroubling, type Notice } from "./notices.ts";
import { parseWebhook } from "./parse.ts";

const now = new Date("2026-12-01T10:00:00Z");
const ours = { phoneNumberId: "1055", businessAccountId: "2066", now };

function read(field: string, value: unknown, account = "2066"): Notice[] {
  const body = { object: "whatsapp_business_account", entry: [{ id: account, changes: [{ field, value }] }] };
  const { notices, messages, reports } = parseWebhook(JSON.parse(JSON.stringify(body)), ours);
  expect([messages, reports]).toEqual([[], []]);
  return notices;
}

const template = {
  message_template_id: 594425479261596,
  message_template_name: "reminder_24h",
  message_template_language: "ru",
};
const named = { template: "reminder_24h", language: "ru" };

test.each<[event: string, more: object, reason: string | undefined, trouble: boolean]>([
  ["APPROVED", { reason: "NONE" }, undefined, false],
  ["PENDING", {}, undefined, false],
  [
    "REJECTED",
    { reason: "INVALID_FORMAT", rejection_info: { reason: "A variable\nis last", recommendation: "Move it" } },
    "INVALID_FORMAT: A variable is last",
    true,
  ],
  ["PAUSED", { reason: null, other_info: { title: "FIRST_PAUSE", description: "for 3 hours" } }, "for 3 hours", true],
  ["DISABLED", { disable_info: { disable_date: 1796000000 } }, undefined, true],
  ["SOMETHING_NEW", {}, undefined, true],
])("a template is %s", (event, more, reason, trouble) => {
  const [notice, ...others] = read("message_template_status_update", { ...template, event, ...more });
  expect(notice).toEqual({ type: "template-status", ...named, event, reason });
  expect(others).toEqual([]);
  expect(notice && isTroubling(notice)).toBe(trouble);
});

test("another category is told when it is announced, and when it is so", () => {
  const announced = {
    ...template,
    correct_category: "MARKETING",
    new_category: "UTILITY",
    category_update_timestamp: 1,
  };
  const done = { ...template, previous_category: "UTILITY", new_category: "MARKETING" };
  const notices = [...read("template_category_update", announced), ...read("template_category_update", done)];
  const notice = { type: "template-category", ...named, category: "MARKETING" };
  expect(notices).toEqual([
    { ...notice, soon: true },
    { ...notice, soon: false },
  ]);
  expect(notices.every(isTroubling)).toBe(true);
  const back = read("template_category_update", {
    ...template,
    previous_category: "MARKETING",
    new_category: "UTILITY",
  });
  expect(back.some(isTroubling)).toBe(false);
});

test("a template that people do not like is told by its quality", () => {
  const value = { ...template, previous_quality_score: "GREEN", new_quality_score: "RED" };
  const [notice] = read("message_template_quality_update", value);
  expect(notice).toEqual({ type: "template-quality", ...named, quality: "RED" });
  expect(notice && isTroubling(notice)).toBe(true);
});

test("other tools' templates on the same account, and other accounts, are none of our business", () => {
  const value = { ...template, event: "PAUSED" };
  expect(read("message_template_status_update", { ...value, message_template_name: "summer_sale" })).toEqual([]);
  expect(read("message_template_status_update", value, "9999")).toEqual([]);
});

test("a number whose quality falls, with how many a day it may write to", () => {
  const value = { display_phone_number: "16505551111", event: "FLAGGED", current_limit: "TIER_250" };
  const [notice] = read("phone_number_quality_update", value);
  expect(notice).toEqual({ type: "number-quality", event: "FLAGGED", limit: "TIER_250" });
  expect(notice && isTroubling(notice)).toBe(true);
  const more = { ...value, event: "UPGRADE", max_daily_conversations_per_business: "TIER_2K" };
  expect(read("phone_number_quality_update", more)).toEqual([
    { type: "number-quality", event: "UPGRADE", limit: "TIER_2K" },
  ]);
});

test.each([
  [{ max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 }, "2000"],
  [{ max_daily_conversations_per_business: "TIER_UNLIMITED", max_daily_conversation_per_phone: 250 }, "TIER_UNLIMITED"],
  [{ max_daily_conversation_per_phone: -1 }, "-1"],
  [{ max_phone_numbers_per_business: 20 }, undefined],
])("what the account may do from now on: %j", (value, limit) => {
  const [notice, ...others] = read("business_capability_update", value);
  expect(notice).toEqual({ type: "capability", limit });
  expect(others).toEqual([]);
  expect(notice && isTroubling(notice)).toBe(false);
});

test.each<[value: object, reason: string | undefined, trouble: boolean]>([
  [{ event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SPAM" } }, "SPAM", true],
  [{ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE", waba_ban_date: "x" } }, "DISABLE", true],
  [{ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } }, "REINSTATE", false],
  [
    {
      event: "ACCOUNT_RESTRICTION",
      restriction_info: [
        { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: "2026-12-08T00:00:00+0000" },
        { restriction_type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION" },
      ],
    },
    "RESTRICTED_BIZ_INITIATED_MESSAGING, RESTRICTED_ADD_PHONE_NUMBER_ACTION",
    true,
  ],
  [{ event: "VERIFIED_ACCOUNT" }, undefined, false],
])("the account: %j", (value, reason, trouble) => {
  const [notice] = read("account_update", value);
  expect(notice).toMatchObject({ type: "account", reason });
  expect(notice && isTroubling(notice)).toBe(trouble);
});

test("who wants no marketing, and who wants it again", () => {
  const metadata = { display_phone_number: "79120000000", phone_number_id: "1055" };
  const choice = { wa_id: "4915112345678", user_id: "DE.134", category: "marketing_messages", timestamp: 1796000000 };
  const user_preferences = [
    { ...choice, value: "stop", detail: "User requested to stop marketing messages" },
    { ...choice, value: "resume" },
    { ...choice, value: "maybe" },
    { ...choice, category: "something_else", value: "stop" },
    { category: "marketing_messages", value: "stop" },
  ];
  const address = { platform: "whatsapp", userId: "DE.134", phone: "4915112345678" };
  const at = new Date(1796000000 * 1000);
  const notices = read("user_preferences", { metadata, user_preferences });
  expect(notices).toEqual([
    { type: "marketing", address, stopped: true, at },
    { type: "marketing", address, stopped: false, at },
  ]);
  expect(notices.some(isTroubling)).toBe(false);
  expect(read("user_preferences", { metadata: { phone_number_id: "1056" }, user_preferences })).toEqual([]);
});

test("an error on Meta's side is told with its code", () => {
  const metadata = { phone_number_id: "1055" };
  const errors = [
    { code: 130429, title: "Rate limit hit", message: "Rate limit hit", error_data: { details: "too many" } },
    { title: "no code" },
  ];
  const [notice, ...others] = read("messages", { metadata, errors });
  expect(notice).toEqual({ type: "error", errorCode: 130429, reason: "too many" });
  expect(others).toEqual([]);
  expect(read("messages", { metadata: { phone_number_id: "1056" }, errors })).toEqual([]);
});

test("fields that we do not know are taken and left alone", () => {
  expect(read("phone_number_name_update", { decision: "APPROVED" })).toEqual([]);
  expect(read("constructor", {})).toEqual([]);
});

test("no JSON in their place makes the reader throw", () => {
  const field = fc.constantFrom(
    "messages",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "phone_number_quality_update",
    "account_update",
    "business_capability_update",
    "user_preferences",
  );
  const part = fc.jsonValue();
  const value = fc.record(
    {
      message_template_name: fc.constantFrom("reminder_24h", 7),
      event: part,
      reason: part,
      rejection_info: part,
      restriction_info: part,
      max_daily_conversations_per_business: part,
      user_preferences: part,
      errors: part,
    },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(field, fc.oneof(value, part), (name, given) => void read(name, given)));
});
