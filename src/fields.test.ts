import fc from "fast-check";
import { expect, test } from "vitest";
import { findEmail, parseEmail, parseName, suggestEmail } from "./fields.ts";

test.each([
  ["anna@gmial.com", "anna@gmail.com"],
  ["a@gmail.con", "a@gmail.com"],
  ["a@mial.ru", "a@mail.ru"],
])("%s was probably meant as %s", (typed, meant) => {
  expect(suggestEmail(typed)).toBe(meant);
});

test.each([
  "a@gmail.com",
  "a@mail.ru",
  "a@ya.ru",
  "a@list.ru",
  "a@yandex.ru",
  "a@web.de",
  "a@club.example",
  "имя@пример.рф",
])("%s is not doubted", (typed) => {
  expect(suggestEmail(typed)).toBeUndefined();
});

test("what is suggested is always an address, and another one", () => {
  fc.assert(
    fc.property(fc.emailAddress(), (typed) => {
      const meant = suggestEmail(typed);
      if (meant === undefined) return;
      expect(parseEmail(meant)).toBe(meant);
      expect(meant).not.toBe(typed);
    }),
  );
});

test("an address is found in a sentence, with the words around it", () => {
  expect(findEmail("Max Weber <max@Web.DE>, hello")).toEqual({ email: "max@web.de", rest: "Max Weber hello" });
  expect(findEmail("no address here")).toBeUndefined();
});

test.each([
  ["Anna P. anna@mail.ru", "Anna P."],
  ["Иванов И.И., anna@mail.ru", "Иванов И.И."],
  ["Max Weber Jr.: anna@mail.ru.", "Max Weber Jr."],
  ["Max Weber. anna@mail.ru", "Max Weber"],
  ["anna@mail.ru, Max Weber ...", "Max Weber"],
  ["anna@mail.ru .", ""],
])("%s gives the name %s", (text, rest) => {
  expect(findEmail(text)).toEqual({ email: "anna@mail.ru", rest });
});

test.each(["anna@mail", "anna@mail,ru", "anna@mail..ru", "anna@.ru", "@mail.ru", "anna", `${"a".repeat(250)}@mail.ru`])(
  "%s is no address",
  (typed) => {
    expect(parseEmail(typed)).toBeUndefined();
  },
);

test("a name keeps any script and loses what could mislead", () => {
  expect(parseName("  Анна\n Петрова ")).toBe("Анна Петрова");
  expect(parseName("Max\u202eWeber\u0007")).toBe("MaxWeber");
  expect(parseName("🌸")).toBeUndefined();
  expect(parseName("x".repeat(101))).toBeUndefined();
});
