import fc from "fast-check";
import { expect, test } from "vitest";
import { eventId } from "../../test/club.ts";
import { STATE_SCHEMA } from "./state.ts";
import { readSnapshot } from "./stored.ts";

const draft = { eventId: eventId(1), title: "Spring meet-up", queue: false };
const read = (state: string, data: unknown, schema = STATE_SCHEMA) => readSnapshot({ state, data, schema }).type;

test("a state that was kept is read", () => {
  expect(read("ENTERING_NAME", { draft, offered: [] })).toBe("snapshot");
  expect(read("START", { offered: [], locale: "ru", zone: "Europe/Moscow" })).toBe("snapshot");
  expect(read("CHOOSING_EVENT", { eventId: eventId(1), offered: [] })).toBe("snapshot");
  expect(read("CHOOSING_EVENT", { eventId: eventId(1), stranger: true, offered: [] })).toBe("snapshot");
});

test.each([
  ["ENTERING_NAME", { offered: [] }],
  ["ENTERING_NAME", { draft: { ...draft, queue: "yes" }, offered: [] }],
  ["ENTERING_NAME", { draft: { ...draft, eventId: "1" }, offered: [] }],
  ["LEAVING", { back: { type: "REGISTERED", eventId: eventId(1) }, offered: [] }],
  ["CHOOSING_EVENT", { eventId: eventId(1), stranger: "yes", offered: [] }],
  ["WAITING", { from: { type: "START" }, offered: [] }],
  ["NO_SUCH_STATE", { offered: [] }],
  ["constructor", { offered: [] }],
  ["START", { offered: "none" }],
  ["START", { offered: [{ data: 1 }] }],
  ["START", { offered: [], locale: "de" }],
  ["START", null],
])("a %s of an unknown shape is told apart", (state, data) => {
  expect(read(state, data)).toBe("unknown-shape");
});

test("a state of another version is told apart", () => {
  expect(read("START", { offered: [] }, STATE_SCHEMA + 1)).toBe("newer");
  expect(read("START", { offered: [] }, STATE_SCHEMA - 1)).toBe("unknown-shape");
});

test("whatever is stored, reading it never throws", () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.integer(), (state, data, schema) => {
      expect(["snapshot", "unknown-shape", "newer"]).toContain(read(state, data, schema));
    }),
  );
});
