import { expect, test } from "vitest";
import { createFloodGate } from "./flood.ts";

const start = new Date("2026-11-21T10:00:00Z").getTime();
const at = (seconds: number) => new Date(start + seconds * 1000);

function write(count: number, everySeconds: number) {
  const gate = createFloodGate();
  return Array.from({ length: count }, (_, n) => gate.judge("chat", String(n), at(n * everySeconds)));
}

test("whoever types fast is answered", () => {
  expect(write(60, 0.6).every((verdict) => verdict === "fine")).toBe(true);
});

test("over 20 updates in 10 seconds bring one notice, then quiet", () => {
  const verdicts = write(25, 0.1);
  expect(verdicts.slice(0, 20).every((verdict) => verdict === "fine")).toBe(true);
  expect(verdicts.slice(20)).toEqual(["notice", "quiet", "quiet", "quiet", "quiet"]);
});

test("after a pause the chat is answered again, and warned again", () => {
  const gate = createFloodGate();
  for (let n = 0; n < 22; n++) gate.judge("chat", `a${n}`, at(0));

  expect(gate.judge("chat", "b", at(11))).toBe("fine");
  for (let n = 0; n < 19; n++) gate.judge("chat", `c${n}`, at(12));
  expect(gate.judge("chat", "d", at(12))).toBe("notice");
});

test("redeliveries and other chats do not count", () => {
  const gate = createFloodGate();
  for (let n = 0; n < 50; n++) expect(gate.judge("chat", "same", at(0))).toBe("fine");
  for (let n = 0; n < 50; n++) expect(gate.judge(`chat ${n}`, String(n), at(0))).toBe("fine");
});

test("a backlog that comes at once after an outage is judged by when it was written", () => {
  expect(write(100, 30).every((verdict) => verdict === "fine")).toBe(true);
});

test("what was passed over is passed over when it comes again, and what was answered is answered", () => {
  const gate = createFloodGate();
  const first = Array.from({ length: 25 }, (_, n) => gate.judge("chat", String(n), at(0)));
  const again = Array.from({ length: 25 }, (_, n) => gate.judge("chat", String(n), at(0)));
  expect(again).toEqual(first);
});

test("a chat that was quieted is known among thousands of others, and the memory ends", () => {
  const gate = createFloodGate();
  for (let n = 0; n < 22; n++) gate.judge("chat", String(n), at(0));
  const others = (name: string) => {
    for (let n = 0; n < 5_000; n++) gate.judge(`${name} ${n}`, "hello", at(1));
  };
  others("one");
  expect(gate.judge("chat", "a", at(2))).toBe("quiet");
  others("other");
  others("third");
  expect(gate.judge("chat", "b", at(2))).toBe("fine");
});
