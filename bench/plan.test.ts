import { expect, test } from "vitest";
import { PARTS, readPlan } from "./plan.ts";

test("without a word everything is done, five times", () => {
  expect(readPlan([])).toMatchObject({ parts: PARTS, crowds: [1, 32, 256], rounds: 5, resume: false });
});

test("a scene and a crowd choose the talks of both messengers", () => {
  expect(readPlan(["hot", "32"])).toMatchObject({ parts: ["telegram", "whatsapp"], scenes: ["hot"], crowds: [32] });
});

test("those who take their time are always as many, and stay away where other crowds are asked for", () => {
  expect(readPlan(["calm"]).crowdsOf("calm")).toEqual([256]);
  expect(readPlan(["--quick"]).crowdsOf("calm")).toEqual([256]);
  expect(readPlan(["32"]).crowdsOf("calm")).toEqual([]);
  expect(readPlan(["calm"])).toMatchObject({ parts: ["telegram", "whatsapp"], scenes: ["calm"] });
});

test("receipts are measured with one crowd", () => {
  expect(readPlan([]).crowdsOf("receipts")).toEqual([32]);
  expect(readPlan(["receipts", "256"]).crowdsOf("receipts")).toEqual([]);
});

test("a part goes alone, and as often as one wants", () => {
  expect(readPlan(["growth", "--rounds=2"])).toMatchObject({ parts: ["growth"], rounds: 2 });
});

test("the quick run is one round of one crowd", () => {
  expect(readPlan(["--quick"])).toMatchObject({ quick: true, rounds: 1, crowds: [32] });
});

test("a word nobody knows is no reason to measure for half an hour", () => {
  expect(() => readPlan(["hott"])).toThrow("hott: not known");
});
