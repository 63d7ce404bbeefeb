import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "../texts/worded.ts";
import { drawSpans } from "./markup.ts";

const LIMIT = 4096;

function textOf(body: Span[] | string, limit = LIMIT): string {
  return drawSpans(typeof body === "string" ? [plain(body)] : body, limit);
}

function bold(text: string): Span {
  return { text, bold: true };
}

function plain(text: string): Span {
  return { text, bold: false };
}

test("marks typed by people mean nothing, and look the same", () => {
  expect(textOf("*Free* _beer_ ~now~ `code`")).toBe("∗Free∗ ˍbeerˍ ∼now∼ ˋcodeˋ");
  expect(textOf("> not a quotation")).toBe("˃ not a quotation");
  expect(textOf([plain("1 > 0, "), bold("*x*")])).toBe("1 > 0, *∗x∗*");
});

test("addresses stay as they are, and links lead where they led", () => {
  expect(textOf("anna_maria@example.com")).toBe("anna_maria@example.com");
  expect(textOf("https://t.me/doorlist_bot?start=e_choir")).toBe("https://t.me/doorlist_bot?start=e_choir");
  const token = "https://club.example/d/_a*b~_";
  const drawn = textOf(`Here: ${token} *`);
  expect(drawn).toBe("Here: https://club.example/d/%5Fa*b%7E%5F ∗");
  expect(decodeURIComponent(drawn)).toContain(token);
});

test("bold holds each line by itself, leaves spaces out, and is not begun inside a word", () => {
  expect(textOf([bold(" Choir \n\nHall")])).toBe(" *Choir* \n\n*Hall*");
  expect(textOf([bold("a"), bold("b"), plain("c")])).toBe("abc");
  expect(textOf([plain("«"), bold("Хор"), plain("»")])).toBe("«*Хор*»");
  expect(textOf([bold("https://club.example/t/K7")])).toBe("https://club.example/t/K7");
});

test("what is too long ends with an ellipsis and never in half a character", () => {
  const family = "👩‍👩‍👧";
  const body = textOf(family.repeat(1000));
  expect(body.length).toBeLessThanOrEqual(LIMIT);
  expect(body.replace("…", "").replaceAll(family, "")).toBe("");
  expect(body.endsWith("…")).toBe(true);
});

test("no text of people makes anything bold, slanted, struck out or code", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("*", "_", "~", "`", "a", " ", "\n", ">"), maxLength: 40 }),
      (text) => {
        const drawn = textOf(text);
        expect(drawn).not.toMatch(/[*~`]|(?<![a_])_|_(?![a_])|^\s*>/m);
        expect(drawn.length).toBe(text.length);
      },
    ),
  );
});

test("marks never make a text longer than it may be", () => {
  const spans = fc.array(
    fc.record({ text: fc.string({ unit: fc.constantFrom("a", "_", "\n", " ", "https://x/_") }), bold: fc.boolean() }),
  );
  fc.assert(
    fc.property(spans, fc.integer({ min: 3, max: 40 }), (body, limit) => {
      expect(textOf(body, limit).length).toBeLessThanOrEqual(limit);
    }),
  );
});
