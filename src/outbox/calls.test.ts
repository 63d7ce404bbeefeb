import { expect, test } from "vitest";
import { type EventId, newId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { countCalls } from "./pace.ts";

test("the gate lets as much through as a message can take to say", () => {
  const intent: Intent = { text: "card", params: {}, choices: [] };
  const file = { type: "poster", event: newId<EventId>(), as: "pdf" } as const;

  expect(countCalls(intent)).toBe(1);
  expect(countCalls({ ...intent, retires: "12" })).toBe(2);
  expect(countCalls({ ...intent, file })).toBe(2);
  expect(countCalls({ ...intent, file, retires: "12" })).toBe(3);
});
