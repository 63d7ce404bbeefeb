import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span, Worded, WordedChoice } from "../texts/worded.ts";
import { LIMITS } from "./limits.ts";
import { renderWhatsapp, type WhatsappBody } from "./render.ts";

function worded(body: Span[] | string, choices: WordedChoice[] = [], listButton = "Choose"): Worded {
  const spans = typeof body === "string" ? [{ text: body, bold: false }] : body;
  return { body: spans, rows: choices.map((choice) => [choice]), listButton, picture: undefined };
}

function press(title: string, data = title, description?: string): WordedChoice {
  return { type: "press", title, data, description };
}

function textOf(body: Span[] | string): string {
  const drawn = renderWhatsapp(worded(body));
  return drawn.type === "text" ? drawn.text.body : "";
}

const bold = (text: string): Span => ({ text, bold: true });
const plain = (text: string): Span => ({ text, bold: false });

test("words without choices are a text, without a preview of its links", () => {
  expect(renderWhatsapp(worded([plain("You are in! "), bold("Choir"), plain(", at 18:00.")]))).toEqual({
    type: "text",
    text: { body: "You are in! *Choir*, at 18:00.", preview_url: false },
  });
});

test("up to three choices are buttons; links and codes stay in the text", () => {
  const link: WordedChoice = { type: "url", title: "Map", url: "https://club.example/map" };
  const copy: WordedChoice = { type: "copy", title: "Copy", text: "K7QM" };
  const drawn = renderWhatsapp(
    worded("Coming?", [press("Yes", "y"), link, press("No", "n"), copy, press("Later", "l")]),
  );
  expect(drawn).toEqual({
    type: "interactive",
    interactive: {
      type: "button",
      body: { text: "Coming?" },
      action: {
        buttons: [
          { type: "reply", reply: { id: "y", title: "Yes" } },
          { type: "reply", reply: { id: "n", title: "No" } },
          { type: "reply", reply: { id: "l", title: "Later" } },
        ],
      },
    },
  });
});

test("a fourth choice makes it a list, with second lines", () => {
  const choices = [press("1 · Sat", "a", "Choir"), press("2 · Sun", "b"), press("3", "c"), press("4", "d")];
  expect(renderWhatsapp(worded("Which one?", choices))).toEqual({
    type: "interactive",
    interactive: {
      type: "list",
      body: { text: "Which one?" },
      action: {
        button: "Choose",
        sections: [
          {
            rows: [
              { id: "a", title: "1 · Sat", description: "Choir" },
              { id: "b", title: "2 · Sun" },
              { id: "c", title: "3" },
              { id: "d", title: "4" },
            ],
          },
        ],
      },
    },
  });
});

test("the picture heads the buttons, carries the words as its caption without them, and gives way to a list", () => {
  const ticket = worded([plain("Your ticket")], [press("My ticket"), press("I can't come")]);
  expect(renderWhatsapp(ticket, "m1")).toMatchObject({
    interactive: { type: "button", header: { type: "image", image: { id: "m1" } } },
  });
  expect(renderWhatsapp({ ...ticket, rows: [] }, "m1")).toEqual({
    type: "image",
    image: { id: "m1", caption: "Your ticket" },
  });
  const many = worded(
    "x",
    ["a", "b", "c", "d"].map((id) => press(id)),
  );
  expect(JSON.stringify(renderWhatsapp(many, "m1"))).not.toContain("m1");
});

test("the eleventh choice is cut, and half a character is made whole", () => {
  const choices = Array.from({ length: 12 }, (_, n) => press(`${n + 1}`));
  expect(titles(renderWhatsapp(worded("x", choices)))).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  expect(textOf("a\ud800b")).toBe("a\ufffdb");
});

test("a choice that WhatsApp would refuse is left out", () => {
  const drawn = renderWhatsapp(
    worded("x", [
      press("", "a"),
      press("  ", "b"),
      press("c", ""),
      press("d", " d"),
      press("ok", "e"),
      press("e", "e"),
    ]),
  );
  expect(drawn).toMatchObject({ interactive: { action: { buttons: [{ reply: { id: "e", title: "ok" } }] } } });
});

test("two titles that are alike, or become so when cut, are told apart", () => {
  const drawn = renderWhatsapp(
    worded("x", [
      press("Spring meet-up in the library", "a"),
      press("Spring meet-up in the library hall", "b"),
      press("ok", "c"),
    ]),
  );
  expect(titles(drawn)).toEqual(["Spring meet-up in t…", "Spring meet-up in… 2", "ok"]);
});

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
  expect(body.length).toBeLessThanOrEqual(LIMITS.text);
  expect(body.replace("…", "").replaceAll(family, "")).toBe("");
  expect(body.endsWith("…")).toBe(true);
});

test("a text in which nothing can be seen is still a message", () => {
  for (const nothing of ["", " \n ", "\u200b"]) expect(textOf(nothing)).toBe("…");
});

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
  picture: fc.constant(undefined),
});

test("no words whatever make a message above a limit of WhatsApp", () => {
  fc.assert(
    fc.property(anyWorded, fc.option(fc.constant("m1"), { nil: undefined }), (any, pictureId) => {
      expectWithinLimits(renderWhatsapp(any, pictureId));
    }),
    { numRuns: 200 },
  );
});

test("no text of people makes anything bold, slanted, struck out or code", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("*", "_", "~", "`", "a", " ", "\n", ">"), maxLength: 40 }),
      (text) => {
        const drawn = textOf([plain(text)]);
        expect(drawn).not.toMatch(/[*~`]|(?<![a_])_|_(?![a_])|^\s*>/m);
        expect(drawn.length).toBe(text.trim() ? text.length : 1);
      },
    ),
  );
});

function expectWithinLimits(drawn: WhatsappBody): void {
  expect(JSON.stringify(drawn)).not.toMatch(/\\ud[89a-f]/); // half a character
  if (drawn.type === "text") expectBetween(drawn.text.body, 1, LIMITS.text);
  if (drawn.type === "image") expectBetween(drawn.image.caption, 0, LIMITS.caption);
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
