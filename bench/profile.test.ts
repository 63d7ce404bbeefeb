import { expect, test } from "vitest";
import { shareOut, WRITING } from "./profile.ts";

const frame = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url },
  children,
});
const NODES = [
  frame(1, "(root)", "", [2, 5, 6]),
  frame(2, "say", "file:///app/src/texts/texts.ts", [3]),
  frame(3, "query", "file:///app/node_modules/pg/lib/client.js", [4]),
  frame(4, "writev", ""),
  frame(5, "(idle)", ""),
  frame(6, "(garbage collector)", ""),
];

test("what belongs to nobody counts for whoever called it, and idling is no work", () => {
  const profile = { nodes: NODES, samples: [2, 4, 5, 6, 1], timeDeltas: [1_000, 2_000, 9_000, 500, 500] };
  expect(shareOut(profile, { fromMs: 0, forMs: 100 })).toEqual({
    wording: 0.25,
    "Postgres: building, asking, reading": 0.5,
    "collecting garbage": 0.125,
    "Node itself: sockets, timers, starting": 0.125,
    [WRITING]: 0.5,
  });
});

test("only its window counts", () => {
  const profile = { nodes: NODES, samples: [2, 4, 2], timeDeltas: [50_000, 2_000, 9_000] };
  expect(shareOut(profile, { fromMs: 51, forMs: 5 })).toEqual({
    "Postgres: building, asking, reading": 1,
    [WRITING]: 1,
  });
});
