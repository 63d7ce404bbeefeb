import fc from "fast-check";
import { expect, test } from "vitest";
import { shield, toPlain, toSpans } from "./markup.ts";

const tricky = fc.array(fc.constantFrom("<b>", "</b>", "<", ">", "b", "/", "\ue000", "&lt;", "Анна", " "));
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  tricky.map((parts) => parts.join("")),
);

test("our own marks make words bold", () => {
  expect(toSpans("Code <b>K7QM</b>, <b>now</b>")).toEqual([
    { text: "Code ", bold: false },
    { text: "K7QM", bold: true },
    { text: ", ", bold: false },
    { text: "now", bold: true },
  ]);
});

test("nothing that people write is bold, and all of it is there", () => {
  fc.assert(
    fc.property(text, (written) => {
      const spans = toSpans(`Hello ${shield(written)}!`);
      expect(spans.filter(({ bold }) => bold)).toEqual([]);
      expect(spans.map((span) => span.text).join("")).toBe(`Hello ${written.replaceAll("\ue000", "")}!`);
    }),
  );
});

test("nothing that people write ends our bold, and no mark of ours is left in it", () => {
  fc.assert(
    fc.property(text, text, (title, name) => {
      const words = `<b>${shield(title)}.</b>${shield(name)}.`;
      const unmarked = (written: string) => `${written.replaceAll("\ue000", "")}.`;
      expect(toSpans(words)).toEqual([
        { text: unmarked(title), bold: true },
        { text: unmarked(name), bold: false },
      ]);
      expect(toPlain(words)).toBe(unmarked(title) + unmarked(name));
    }),
  );
});
