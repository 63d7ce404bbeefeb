import { afterEach, beforeEach, expect, test } from "vitest";
import { type GraphApi, refusal, startGraphApi } from "../../test/graph-api.ts";
import { OperatorError } from "../errors.ts";
import { findDailyLimit, readDailyLimit } from "./daily-limit.ts";

const UNLIMITED = Number.POSITIVE_INFINITY;

test.each<[unknown, number | undefined]>([
  ["TIER_50", 50],
  ["TIER_250", 250],
  ["TIER_1K", 1_000],
  ["TIER_2K", 2_000],
  ["TIER_10K", 10_000],
  ["TIER_100K", 100_000],
  ["TIER_UNLIMITED", UNLIMITED],
  [2000, 2_000],
  ["2000", 2_000],
  [-1, UNLIMITED],
  ["-1", UNLIMITED],
  ["TIER_NOT_SET", undefined],
  ["TIER_", undefined],
  [0, undefined],
  [2.5, undefined],
  ["", undefined],
  [null, undefined],
  [undefined, undefined],
  [{ limit: 250 }, undefined],
])("the limit %j is understood", (said, limit) => {
  expect(readDailyLimit(said)).toBe(limit);
});

let graph: GraphApi;
beforeEach(async () => {
  graph = await startGraphApi();
});
afterEach(() => graph.close());

test("the limit is asked of our number", async () => {
  graph.answer("/1055", { json: { id: "1055", whatsapp_business_manager_messaging_limit: "TIER_2K" } });
  expect(await findDailyLimit(graph.config)).toBe(2_000);
  expect(graph.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /v26.0/1055?fields=whatsapp_business_manager_messaging_limit",
  ]);
});

test("a number that has none yet is one whose limit is not known", async () => {
  expect(await findDailyLimit(graph.config)).toBeUndefined();
});

test("what only a person can mend says so, and what may heal does not", async () => {
  graph.answer("/1055", refusal(190, { status: 401 }), { html: "<h1>Bad gateway</h1>" });
  await expect(findDailyLimit(graph.config)).rejects.toBeInstanceOf(OperatorError);
  await expect(findDailyLimit(graph.config)).rejects.not.toBeInstanceOf(OperatorError);
});
