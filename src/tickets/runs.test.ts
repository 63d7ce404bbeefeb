import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createRuns, type RunByte } from "./runs.ts";

const runs = fc.array(
  fc.record({
    byte: fc.constantFrom<RunByte>(0x00, 0x02, 0xff),
    length: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60_000 })),
  }),
  { maxLength: 40 },
);

test("what was packed is unpacked by zlib, checksum and all", () => {
  fc.assert(fc.property(runs, (all) => expectWhole(all)));
});

test("a run of any length comes out as long", () => {
  for (let length = 0; length <= 1100; length++) expectWhole([{ byte: 0xff, length }]);
});

test("a long run takes almost nothing", () => {
  const packing = createRuns();
  packing.add(0, 1_000_000);
  expect(packing.pack().length).toBeLessThan(1100);
});

test("runs may be as many as there are", () => {
  const byte = (n: number): RunByte => (n % 2 ? 0xff : 0x00);
  expectWhole(Array.from({ length: 100_000 }, (_, n) => ({ byte: byte(n), length: 1 })));
});

function expectWhole(all: { byte: RunByte; length: number }[]): void {
  const packing = createRuns();
  for (const { byte, length } of all) packing.add(byte, length);
  const whole = Buffer.concat(all.map(({ byte, length }) => Buffer.alloc(length, byte)));
  expect(inflateSync(packing.pack()).equals(whole)).toBe(true);
}
