import fc from "fast-check";
import { expect, test } from "vitest";
import type { Intent } from "../intents.ts";
import type { Span, Worded, WordedChoice } from "../texts/worded.ts";
import { renderAs, renderTelegram, type TelegramCall } from "./render.ts";

const intent: Intent = { text: "card", params: {}, locale: "en", choices: [] };
const press = (title: string, data = "my"): WordedChoice => ({ type: "press", title, data, description: undefined });
const words = (...body: Span[]): Worded => ({ body, rows: [], listButton: "Choose", locale: "en", picture: undefined });
const plain = (text: string): Span => ({ text, bold: false });
const bold = (text: string): Span => ({ text, bold: true });

test("a card is a message in HTML with its buttons in rows and no link preview", () => {
  const worded: Worded = {
    ...words(bold("Choir & friends"), plain(' at "Lesnaya" <5>')),
    rows: [
      [press("Register as Max", "sign-up:x")],
      [
        { type: "url", title: "Map", url: "https://club.example/t/K7" },
        { type: "copy", title: "Copy code", text: "K7QM-3FPA" },
      ],
    ],
  };

  expect(renderTelegram(worded, intent, 7)).toEqual({
    method: "sendMessage",
    payload: {
      chat_id: 7,
      text: "<b>Choir &amp; friends</b> at &quot;Lesnaya&quot; &lt;5&gt;",
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      reply_markup: {
        inline_keyboard: [
          [{ text: "Register as Max", callback_data: "sign-up:x" }],
          [
            { text: "Map", url: "https://club.example/t/K7" },
            { text: "Copy code", copy_text: { text: "K7QM-3FPA" } },
          ],
        ],
      },
    },
  });
});

test("a ticket is one photo with its words as the caption, even as an answer to a tap", () => {
  const worded: Worded = { ...words(bold("You are in.")), picture: { qr: "https://club.example/t/K7" } };

  expect(renderTelegram(worded, { ...intent, edits: "12" }, 7)).toEqual({
    method: "sendPhoto",
    qr: "https://club.example/t/K7",
    payload: { chat_id: 7, caption: "<b>You are in.</b>", parse_mode: "HTML" },
  });
});

test("the picture of an event is shown with its words, by the id that Telegram gave it", () => {
  const card: Worded = { ...words(bold("Choir")), rows: [[press("Register")]], picture: { fileId: "AgACAgI" } };

  expect(renderTelegram(card, intent, 7)).toEqual({
    method: "sendPhoto",
    payload: {
      chat_id: 7,
      photo: "AgACAgI",
      caption: "<b>Choir</b>",
      parse_mode: "HTML",
      reply_markup: { inline_keyboard: [[{ text: "Register", callback_data: "my" }]] },
    },
  });
});

test("words that have no room below the picture of an event go without it, and so do those over a message", () => {
  const long: Worded = { ...words(plain("a".repeat(1025))), picture: { fileId: "AgACAgI" } };

  expect(renderTelegram(long, intent, 7)).toMatchObject({ method: "sendMessage", payload: { text: "a".repeat(1025) } });
  const card: Worded = { ...words(plain("Choir")), picture: { fileId: "AgACAgI" } };
  expect(renderTelegram(card, { ...intent, edits: "12" }, 7)).toMatchObject({ method: "editMessageText" });
});

test("an answer to a tap is written over the message, and takes its buttons off when there are no new ones", () => {
  const call = renderTelegram(words(plain("Noted.")), { ...intent, edits: "12" }, 7);

  expect(call).toMatchObject({ method: "editMessageText", payload: { chat_id: 7, message_id: 12, text: "Noted." } });
  expect(call.payload).not.toHaveProperty("reply_markup");
});

test("an id that is none of Telegram's is answered with a new message", () => {
  for (const edits of ["wamid.HBgL", "-4", "1e3", "", "9".repeat(16)]) {
    expect(renderTelegram(words(plain("Noted.")), { ...intent, edits }, 7).method).toBe("sendMessage");
  }
});

test("plain text carries neither markup nor its escapes", () => {
  const form = { type: "message", chatId: 7, plain: true } as const;
  const { payload } = renderAs(form, words(bold("Choir & friends")));

  expect(payload).toEqual({ chat_id: 7, text: "Choir & friends", link_preview_options: { is_disabled: true } });
});

test("a text is cut as people read it, not as it is escaped", () => {
  expect(textOf(renderTelegram(words(plain("&".repeat(4096))), intent, 7))).toBe("&amp;".repeat(4096));
  expect(textOf(renderTelegram(words(plain("&".repeat(4097))), intent, 7))).toBe(`${"&amp;".repeat(4095)}…`);
});

test("a cut inside bold words closes the tag", () => {
  const call = renderTelegram(words(plain("a".repeat(4000)), bold("b".repeat(500)), plain("c")), intent, 7);

  expect(textOf(call)).toBe(`${"a".repeat(4000)}<b>${"b".repeat(95)}…</b>`);
});

test("a text in which nothing can be seen is not sent empty", () => {
  expect(textOf(renderTelegram(words(plain(" \u200b\n")), intent, 7))).toBe("…");
});

test("a button that Telegram would refuse is left out and the rest of the message stands", () => {
  const rows: WordedChoice[][] = [
    [press("Too long", "ж".repeat(33)), press("Empty", ""), press(" ", "my"), press("Good", "ж".repeat(32))],
    [
      { type: "url", title: "Script", url: "javascript:alert(1)" },
      { type: "url", title: "Broken", url: "https://" },
      { type: "copy", title: "Long", text: "x".repeat(257) },
    ],
  ];

  expect(keyboardOf(renderTelegram({ ...words(plain("x")), rows }, intent, 7))).toEqual([
    [{ text: "Good", callback_data: "ж".repeat(32) }],
  ]);
});

test("a row has at most 8 buttons and a message 100", () => {
  const rows = Array.from({ length: 11 }, () => Array.from({ length: 10 }, (_, i) => press(String(i))));
  const drawn = keyboardOf(renderTelegram({ ...words(plain("x")), rows }, intent, 7));

  expect(Math.max(...drawn.map((row) => row.length))).toBe(8);
  expect(drawn.flat()).toHaveLength(100);
});

const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
const markup = fc.constantFrom(
  "<b>",
  "</b>",
  "&amp;",
  "&",
  '"',
  "<",
  ">",
  "👨‍👩‍👧",
  "e\u0301",
  "\ud83d",
  "\0",
  " ",
  "Ж",
);
const anyText = fc
  .tuple(fc.array(fc.oneof(units, markup)), fc.integer({ min: 1, max: 1500 }))
  .map(([parts, times]) => parts.join("").repeat(times).slice(0, 10_000));
const anyChoice: fc.Arbitrary<WordedChoice> = fc.oneof(
  fc.record({
    type: fc.constant("press" as const),
    title: anyText,
    data: anyText,
    description: fc.constant(undefined),
  }),
  fc.record({ type: fc.constant("url" as const), title: anyText, url: fc.oneof(fc.webUrl(), anyText) }),
  fc.record({ type: fc.constant("copy" as const), title: anyText, text: anyText }),
);
const anyWorded: fc.Arbitrary<Worded> = fc.record({
  body: fc.array(fc.record({ text: anyText, bold: fc.boolean() }), { maxLength: 6 }),
  rows: fc.array(fc.array(anyChoice, { maxLength: 12 }), { maxLength: 12 }),
  listButton: anyText,
  locale: fc.constantFrom("en" as const, "ru" as const),
  picture: fc.option(fc.record({ qr: fc.constant("x") }), { nil: undefined }),
});

test("no text whatever breaks the markup or goes over a limit", () => {
  fc.assert(
    fc.property(anyWorded, fc.option(fc.constant("12"), { nil: undefined }), (worded, edits) => {
      const call = renderTelegram(worded, edits === undefined ? intent : { ...intent, edits }, 7);
      const read = readHtml(textOf(call));

      expect(read.isWellFormed()).toBe(true);
      expect(read.length).toBeLessThanOrEqual(worded.picture ? 1024 : 4096);
      if (!worded.picture) expect(read.trim()).not.toBe("");
      const written = worded.body.map((span) => span.text.toWellFormed()).join("");
      if (/[^\s\p{C}]/u.test(read.replace("…", ""))) expect(written.startsWith(read.replace(/…$/, ""))).toBe(true);

      const buttons = keyboardOf(call);
      expect(buttons.flat().length).toBeLessThanOrEqual(100);
      for (const row of buttons) expect(row.length).toSatisfy((length: number) => length >= 1 && length <= 8);
      for (const button of buttons.flat()) {
        expect(button.text).not.toBe("");
        if ("callback_data" in button) expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64);
        if ("copy_text" in button) expect(button.copy_text.text.length).toBeLessThanOrEqual(256);
      }
    }),
    { numRuns: 150 },
  );
});

/** As strict as Telegram: bold tags that pair, four named entities, nothing else that looks like markup. */
function readHtml(html: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' };
  let inside = false;
  let text = "";
  for (const [token] of html.matchAll(/<\/?b>|&(?:lt|gt|amp|quot);|./gsu)) {
    if (token === "<b>" || token === "</b>") {
      expect(inside).toBe(token === "</b>");
      inside = !inside;
    } else {
      expect(["<", ">", "&", '"']).not.toContain(token);
      text += entities[token] ?? token;
    }
  }
  expect(inside).toBe(false);
  return text;
}

function textOf({ payload }: TelegramCall): string {
  return "text" in payload ? payload.text : payload.caption;
}

function keyboardOf({ payload }: TelegramCall) {
  return payload.reply_markup?.inline_keyboard ?? [];
}
