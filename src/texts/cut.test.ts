import { expect, test } from "vitest";
import { cutToFit } from "./cut.ts";

test("a long text ends in an ellipsis, and no emoji is torn apart", () => {
  expect(cutToFit("12345", 5)).toBe("12345");
  expect(cutToFit("123456", 5)).toBe("1234…");
  expect(cutToFit("ab👨‍👩‍👧cdefghij", 9)).toBe("ab…");
  expect(cutToFit("ab👨‍👩‍👧cdefghij", 11)).toBe("ab👨‍👩‍👧…");
  expect(cutToFit("e\u0301".repeat(4), 6)).toBe("e\u0301e\u0301…");
});
