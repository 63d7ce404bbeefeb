import { expect, test } from "vitest";
import type { Sample } from "../results.ts";
import { roundsOf } from "./rounds.ts";

function rounds(count: number, of: Partial<Sample>): Sample[] {
  const usual = { part: "telegram", subject: "doorlist", scene: "cold", size: 32, commit: "abc", figures: {} } as const;
  return Array.from({ length: count }, (_, n) => ({ ...usual, ...of, round: n + 1 }));
}

test("each table has the rounds of its own part, scene and crowd", () => {
  const samples = [
    ...rounds(5, {}),
    ...rounds(5, { subject: "grammy" }),
    ...rounds(9, { scene: "hot" }),
    ...rounds(2, { part: "growth" }),
    ...rounds(1, { part: "profile" }),
  ];

  expect(roundsOf(samples, { part: "telegram", scene: "cold", size: 32 })).toBe("5 rounds");
  expect(roundsOf(samples, { part: "telegram", scene: "hot", size: 32 })).toBe("9 rounds");
  expect(roundsOf(samples, { scene: "hot" })).toBe("9 rounds");
  expect(roundsOf(samples, { part: "growth" })).toBe("2 rounds");
  expect(roundsOf(samples, { part: "profile" })).toBe("1 round");
  expect(roundsOf(samples, { part: "start" })).toBe("no round");
});

test("where some were measured more often than others, both numbers are told", () => {
  const samples = [...rounds(5, {}), ...rounds(3, { subject: "grammy" })];

  expect(roundsOf(samples, { part: "telegram" })).toBe("3 to 5 rounds");
});
