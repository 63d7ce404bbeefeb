import fc from "fast-check";
import { expect, test } from "vitest";
import type { WordedChoice } from "../texts/worded.ts";
import { LIMITS } from "./limits.ts";
import { type Media, renderWhatsapp, type WhatsappBody } from "./render.ts";

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "*",
    "_",
    "~~",
    "```",
    "> ",
    "\n",
    " ",
    "👩‍👩‍👧",
    "е\u0301\u0301",
    "\ud800",
    "https://x.y/_*_",
    "*a*",
  ),
);
const longText = fc.oneof(
  anyText,
  fc.tuple(anyText, fc.integer({ min: 1, max: 3000 })).map(([text, times]) => text.repeat(times).slice(0, 9000)),
);
const anyChoice: fc.Arbitrary<WordedChoice> = fc.oneof(
  fc.record({
    type: fc.constant("press" as const),
    title: longText,
    data: fc.oneof(fc.string({ maxLength: 64 }), longText),
    description: fc.option(longText, { nil: undefined }),
  }),
  fc.record({ type: fc.constant("url" as const), title: anyText, url: anyText }),
);
const anyWorded = fc.record({
  body: fc.array(fc.record({ text: longText, bold: fc.boolean() }), { maxLength: 6 }),
  rows: fc.array(fc.array(anyChoice, { maxLength: 3 }), { maxLength: 6 }),
  listButton: longText,
  locale: fc.constantFrom("en" as const, "ru" as const),
  picture: fc.constant(undefined),
});

const anyMedia = fc.constantFrom<Media[]>(
  { type: "image", image: { id: "m1" } },
  { type: "document", document: { id: "m2", filename: "poster.pdf" } },
);

test("no words whatever make a message above a limit of WhatsApp", () => {
  fc.assert(
    fc.property(anyWorded, fc.option(anyMedia, { nil: undefined }), (any, media) => {
      expectWithinLimits(renderWhatsapp(any, media));
    }),
    { numRuns: 200 },
  );
});

function expectWithinLimits(drawn: WhatsappBody): void {
  expect(JSON.stringify(drawn)).not.toMatch(/\\ud[89a-f]/); // half a character
  if (drawn.type === "text") expectBetween(drawn.text.body, 1, LIMITS.text);
  if (drawn.type === "image") expectBetween(drawn.image.caption ?? "-", 1, LIMITS.caption);
  if (drawn.type === "document") expectBetween(drawn.document.caption ?? "-", 1, LIMITS.caption);
  if (drawn.type !== "interactive") return;
  const { interactive } = drawn;
  expectBetween(interactive.body.text, 1, LIMITS.interactiveBody);
  const unique = titles(drawn).map((title) => title.toLowerCase());
  expect(new Set(unique).size).toBe(unique.length);
  if (interactive.type === "button") expectButtons(interactive);
  else expectList(interactive);
}

type Interactive = Extract<WhatsappBody, { type: "interactive" }>["interactive"];

function expectButtons({ action }: Extract<Interactive, { type: "button" }>): void {
  expect(action.buttons.length).toBeLessThanOrEqual(LIMITS.buttons);
  for (const { reply } of action.buttons) {
    expectBetween(reply.title, 1, LIMITS.buttonTitle);
    expectBetween(reply.id, 1, LIMITS.buttonId);
  }
}

function expectList({ action }: Extract<Interactive, { type: "list" }>): void {
  const [{ rows }] = action.sections;
  expectBetween(action.button, 1, LIMITS.listButton);
  expect(rows.length).toBeLessThanOrEqual(LIMITS.rows);
  for (const row of rows) {
    expectBetween(row.title, 1, LIMITS.rowTitle);
    expectBetween(row.id, 1, LIMITS.rowId);
    expectBetween(row.description ?? "-", 1, LIMITS.rowDescription);
  }
}

function titles(drawn: WhatsappBody): string[] {
  if (drawn.type !== "interactive") return [];
  if (drawn.interactive.type === "button") return drawn.interactive.action.buttons.map(({ reply }) => reply.title);
  return drawn.interactive.action.sections[0].rows.map(({ title }) => title);
}

function expectBetween(text: string, least: number, most: number): void {
  expect(text.length).toBeGreaterThanOrEqual(least);
  expect(text.length).toBeLessThanOrEqual(most);
}
