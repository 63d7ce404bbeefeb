import { expect, test } from "vitest";
import type { Span, Worded, WordedChoice } from "../texts/worded.ts";
import { type Media, renderWhatsapp, type WhatsappBody } from "./render.ts";

function worded(body: Span[] | string, choices: WordedChoice[] = [], listButton = "Choose"): Worded {
  const spans = typeof body === "string" ? [{ text: body, bold: false }] : body;
  return { body: spans, rows: choices.map((choice) => [choice]), listButton, locale: "en", picture: undefined };
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
  const qr: Media = { type: "image", image: { id: "m1" } };
  const ticket = worded([plain("Your ticket")], [press("My ticket"), press("I can't come")]);
  expect(renderWhatsapp(ticket, qr)).toMatchObject({
    interactive: { type: "button", header: { type: "image", image: { id: "m1" } } },
  });
  expect(renderWhatsapp({ ...ticket, rows: [] }, qr)).toEqual({
    type: "image",
    image: { id: "m1", caption: "Your ticket" },
  });
  const many = worded(
    "x",
    ["a", "b", "c", "d"].map((id) => press(id)),
  );
  expect(JSON.stringify(renderWhatsapp(many, qr))).not.toContain("m1");
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

test("a text in which nothing can be seen is still a message", () => {
  for (const nothing of ["", " \n ", "\u200b"]) expect(textOf(nothing)).toBe("…");
});

function titles(drawn: WhatsappBody): string[] {
  if (drawn.type !== "interactive") return [];
  if (drawn.interactive.type === "button") return drawn.interactive.action.buttons.map(({ reply }) => reply.title);
  return drawn.interactive.action.sections[0].rows.map(({ title }) => title);
}
