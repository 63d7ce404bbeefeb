import { expect, test } from "vitest";
import { createWebhookJudge } from "./webhook.ts";

const now = new Date("2026-11-21T12:00:00Z");
const fine = { isOurs: true, pending: 3, error: undefined };
const failed = (minutesAgo: number) => ({
  ...fine,
  error: { at: new Date(now.getTime() - minutesAgo * 60_000), words: "Read timeout expired" },
});

test("a delivery that failed a moment ago is trouble once, in Telegram's words", () => {
  const { judge } = createWebhookJudge();
  expect(judge(fine, now)).toBeUndefined();
  expect(judge(failed(2), now)).toBe("Read timeout expired");
  expect(judge(failed(2), now)).toBeUndefined();
  expect(judge(failed(1), now)).toBe("Read timeout expired");
});

test("one that failed long ago is over", () => {
  expect(createWebhookJudge().judge(failed(11), now)).toBeUndefined();
});

test("a webhook that leads elsewhere is trouble at every look", () => {
  const { judge } = createWebhookJudge();
  expect([1, 2].map(() => judge({ ...fine, isOurs: false }, now))).toEqual([
    expect.stringContaining("elsewhere"),
    expect.stringContaining("elsewhere"),
  ]);
});

test("many updates may wait at one look, and not at two in a row", () => {
  const { judge } = createWebhookJudge();
  const many = { ...fine, pending: 240 };
  expect([many, fine, many, many].map((sight) => judge(sight, now))).toEqual([
    undefined,
    undefined,
    undefined,
    "240 updates wait",
  ]);
});
