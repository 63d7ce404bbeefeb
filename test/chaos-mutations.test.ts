import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTATIONS } from "./chaos/mutations.ts";
import { patchSource } from "./chaos/patched-copy.ts";

const ROOT = join(import.meta.dirname, "..");

test.each(MUTATIONS)("the $line can still be switched off in a copy of the source", async ({ patches }) => {
  for (const patch of patches) {
    const source = await readFile(join(ROOT, patch.file), "utf8");
    expect(patchSource(source, patch)).not.toBe(source);
  }
});

test("a line that is not there as it was fails loudly", () => {
  expect(() => patchSource("one two two", { file: "a.ts", from: "two", to: "" })).toThrow("2 times, not 1");
});
