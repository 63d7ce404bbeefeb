import fc from "fast-check";
import { expect, test } from "vitest";
import type { Worded } from "../texts/worded.ts";
import { renderLetter } from "./letter.ts";

const words: Worded = {
  body: [
    { text: "Your ticket for ", bold: false },
    { text: "Choir & Friends", bold: true },
    { text: "\n\nMap: https://club.example/t/K7QM?a=1&b=2. See you!", bold: false },
  ],
  rows: [
    [
      { type: "press", title: "My ticket", data: "t", description: undefined },
      { type: "url", title: "Calendar", url: "https://club.example/c.ics" },
      { type: "copy", title: "Copy", text: "K7QM" },
    ],
  ],
  listButton: "Choose",
  locale: "en",
  picture: undefined,
};

test("a letter has its first line as the subject, and of the choices the links", () => {
  expect(renderLetter(words, "en")).toMatchObject({
    subject: "Your ticket for Choir & Friends",
    text:
      "Your ticket for Choir & Friends\n\nMap: https://club.example/t/K7QM?a=1&b=2. See you!\n\n" +
      "Calendar: https://club.example/c.ics\n",
  });
});

test("in HTML bold is bold, lines are lines, and links can be followed", () => {
  const { html } = renderLetter(words, "ru");
  expect(html).toContain('<html lang="ru">');
  expect(html).toContain("<strong>Choir &amp; Friends</strong><br>\n<br>\nMap: ");
  const url = "https://club.example/t/K7QM?a=1&amp;b=2";
  expect(html).toContain(`<a href="${url}">${url}</a>. See you!`);
  expect(html).toContain('<a href="https://club.example/c.ics">Calendar</a>');
  expect(html).not.toContain("cid:");
});

test("the picture is shown in the letter", () => {
  expect(renderLetter({ ...words, picture: { qr: "x" } }, "en").html).toContain('<img src="cid:ticket"');
});

test("no text of people becomes markup, a header or half a character", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("<script>", '"><img src=x>', "\r\nBcc: a@b.c", "\ud800", 'https://x.y/"<a>', "&amp;", "\u0000"),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ text, bold: fc.boolean() })), (body) => {
      const { subject, text, html } = renderLetter({ ...words, body, rows: [] }, "en");
      expect(subject).toMatch(/^[^\p{Cc}]+$/u);
      expect(subject.length).toBeLessThanOrEqual(78);
      expect([subject, text, html].every((part) => part.isWellFormed())).toBe(true);
      const tags = [...html.matchAll(/<\/?([a-z!]+)[^>]*>/gi)].map((tag) => tag[1]?.toLowerCase());
      expect(
        tags.filter(
          (tag) => !["!doctype", "html", "head", "meta", "body", "p", "strong", "br", "a"].includes(tag ?? ""),
        ),
      ).toEqual([]);
    }),
  );
});
