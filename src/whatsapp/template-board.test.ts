import { expect, test } from "vitest";
import type { Notice } from "./notices.ts";
import { createTemplateBoard } from "./template-board.ts";
import type { TemplateStanding, TemplateState } from "./template-status.ts";

const reminder = { template: "reminder_24h", language: "ru" };
const status = (event: string): Notice => ({ type: "template-status", ...reminder, event, reason: undefined });
const category = (to: string, soon: boolean): Notice => {
  return { type: "template-category", ...reminder, category: to, soon };
};
const quality = (of: string): Notice => ({ type: "template-quality", ...reminder, quality: of });
const stands = (state: TemplateState, name = "reminder_24h"): TemplateStanding => {
  return { name, language: "ru", state, detail: undefined };
};

function boardAfter(...news: (Notice | TemplateStanding[])[]) {
  const board = createTemplateBoard();
  for (const each of news) Array.isArray(each) ? board.asked(each) : board.heard(each);
  return board.flawed().map(({ template, flaw }) => `${template} ${flaw}`);
}

test.each<TemplateState>(["missing", "pending", "rejected", "paused", "disabled", "recategorised", "differs"])(
  "a template that is %s is flawed until Meta says that it is approved",
  (state) => {
    const flawed = [stands(state), stands("approved", "seat_yours")];
    expect(boardAfter(flawed)).toEqual([`reminder_24h ${state}`]);
    expect(boardAfter(flawed, [stands("approved")])).toEqual([]);
  },
);

test.each([
  ["PAUSED", "paused"],
  ["REJECTED", "rejected"],
  ["DISABLED", "disabled"],
  ["FLAGGED", "disliked"],
  ["PENDING_DELETION", "missing"],
])("news that a template is %s counts at once, and ends with better news", (event, flaw) => {
  expect(boardAfter([stands("approved")], status(event))).toEqual([`reminder_24h ${flaw}`]);
  expect(boardAfter(status(event), status("APPROVED"))).toEqual([]);
});

test("another category counts from its announcement on, though the list does not show it yet", () => {
  const announced = category("MARKETING", true);
  expect(boardAfter(announced, [stands("approved")])).toEqual(["reminder_24h announced"]);
  expect(boardAfter(announced, [stands("recategorised")])).toEqual(["reminder_24h recategorised"]);
  expect(boardAfter(announced, [stands("recategorised")], [stands("approved")])).toEqual([]);
  expect(boardAfter(announced, category("UTILITY", false))).toEqual([]);
  expect(boardAfter(category("MARKETING", false))).toEqual(["reminder_24h recategorised"]);
});

test("a template that people do not like counts until they like it better", () => {
  expect(boardAfter(quality("RED"), [stands("approved")])).toEqual(["reminder_24h disliked"]);
  expect(boardAfter(quality("RED"), [stands("paused")])).toEqual(["reminder_24h paused"]);
  expect(boardAfter(quality("RED"), quality("YELLOW"))).toEqual([]);
});

test("a template that was refused counts until Meta is asked about it", () => {
  const refused: Notice = { type: "template-refused", ...reminder, problem: "is paused by Meta", errorCode: 132015 };
  expect(boardAfter([stands("approved")], refused)).toEqual(["reminder_24h refused"]);
  expect(boardAfter(refused, [stands("approved")])).toEqual([]);
});

test("what is not about templates is left to others", () => {
  const board = createTemplateBoard();
  expect(board.heard({ type: "capability", limit: "TIER_2K" })).toBe(false);
  expect(board.heard(status("APPROVED"))).toBe(true);
});
