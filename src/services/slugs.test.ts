import fc from "fast-check";
import { expect, test } from "vitest";
import { toFreeSlug, toSlug } from "./slugs.ts";

test.each([
  ["Spring meet-up", "spring-meet-up"],
  ["Весенняя встреча", "vesennyaya-vstrecha"],
  ["Подъезд, щётка и «ёж»", "podezd-shchetka-i-ezh"],
  ["Хоровой вечер для всех", "khorovoy-vecher-dlya-vsekh"],
  ["Київ і Львів", "kiyiv-i-lviv"],
  ["Café zum Größten", "cafe-zum-grossten"],
  ["  It's   you & me!  ", "its-you-me"],
  ["2026", "event-2026"],
  ["音楽会", "event"],
  ["🎉", "event"],
])("the title %j makes the slug %s", (title, slug) => {
  expect(toSlug(title)).toBe(slug);
});

test("a taken slug gets the next free number, and stays within 60 characters", () => {
  const long = "a".repeat(60);

  expect(toFreeSlug("choir", new Set())).toBe("choir");
  expect(toFreeSlug("choir", new Set(["choir", "choir-2", "choir-4"]))).toBe("choir-3");
  expect(toFreeSlug(long, new Set([long]))).toBe(`${"a".repeat(58)}-2`);
});

test("any title at all makes a slug that links can carry", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (title) => {
      expect(toSlug(title)).toMatch(/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(toSlug(title).length).toBeLessThanOrEqual(60);
    }),
  );
});
