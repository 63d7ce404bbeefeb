import { expect, test } from "vitest";
import { readReport } from "./reports.ts";

const now = new Date("2026-12-01T10:00:00Z");
const outboxId = "0192f0c1-2345-7abc-8def-0123456789ab";
const status = { id: "wamid.9", status: "sent", timestamp: "1796000000", biz_opaque_callback_data: outboxId };
const failed = (code: number, title = "Meta's words") =>
  readReport({ ...status, status: "failed", errors: [{ code, title }] }, now);

test("a status tells which message of ours it is about and how far it came, and nothing of whose it is", () => {
  const recipient = { recipient_id: "4915112345678", recipient_user_id: "DE.134" };
  expect(readReport({ ...status, ...recipient, status: "delivered" }, now)).toEqual({
    platform: "whatsapp",
    providerMessageId: "wamid.9",
    outboxId,
    status: "delivered",
    at: new Date(1796000000 * 1000),
    pricing: undefined,
    code: undefined,
  });
});

test("a played voice note was read; unknown statuses and strangers' callback data are left out", () => {
  const items = [
    { id: "wamid.1", status: "played", biz_opaque_callback_data: "drop table" },
    { id: "wamid.2", status: "warning" },
    { id: "wamid.3", status: "constructor" },
    { status: "sent" },
    { id: "wamid.4", status: "sent", errors: "no" },
  ];
  const reports = items.flatMap((item) => readReport(item, now) ?? []);
  expect(reports.map((r) => [r.providerMessageId, r.status, r.outboxId, r.code])).toEqual([
    ["wamid.1", "read", undefined, undefined],
    ["wamid.4", "sent", undefined, undefined],
  ]);
});

test.each([
  [131047, "the 24 hours are over", { type: "template" }],
  [131026, "there is no WhatsApp that could take it", { type: "chat-off" }],
  [130497, "the country is closed to us", { type: "chat-off" }],
  [131000, "something of theirs broke", { type: "again", afterMs: 60_000 }],
  [131049, "the person has had enough for now", { type: "again", afterMs: 24 * 3_600_000 }],
  [131042, "nothing is paid", { type: "again", afterMs: 30 * 60_000 }],
  [132001, "the template is not there", undefined],
  [999_999, "nobody knows", undefined],
])("%i, %s: the remedy is that of the same code in an answer", (code, _, remedy) => {
  expect(failed(code)).toMatchObject({ code, detail: "Meta's words", remedy });
});

test("only a failed message needs a remedy", () => {
  expect(readReport({ ...status, errors: [{ code: 131047 }] }, now)).toMatchObject({ code: undefined });
  expect(readReport({ ...status, errors: [{ code: 131047 }] }, now)?.remedy).toBeUndefined();
  for (const errors of [undefined, [], [{}], [{ code: "131047" }], "no"]) {
    expect(readReport({ ...status, status: "failed", errors }, now)).toMatchObject({
      status: "failed",
      code: undefined,
    });
  }
});

test.each([
  [
    { category: "utility", billable: true, type: "regular" },
    { category: "utility", billable: true },
  ],
  [
    { category: "service", type: "regular" },
    { category: "service", billable: true },
  ],
  [
    { category: "service", billable: false },
    { category: "service", billable: false },
  ],
  [
    { category: "service", type: "free_customer_service" },
    { category: "service", billable: false },
  ],
  [{ category: "'; drop" }, undefined],
  [{ billable: true }, undefined],
  ["utility", undefined],
])("what it is charged as: %j", (pricing, expected) => {
  expect(readReport({ ...status, pricing }, now)?.pricing).toEqual(expected);
});
