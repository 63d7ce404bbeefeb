import fc from "fast-check";
import { expect, test } from "vitest";
import { formatTicketCode, makeTicketCode, parseTicketCode, readTicketCode } from "./ticket-code.ts";

test("a code has eight signs, none of which is mistaken for another", () => {
  const codes = Array.from({ length: 500 }, makeTicketCode);

  expect(codes.filter((code) => !/^[A-HJ-NP-Z2-9]{8}$/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBe(500);
  expect(new Set(codes.join("")).size).toBe(32);
});

test("a code is shown in two halves, and read back from what is shown", () => {
  expect(formatTicketCode("K7QM3FPA")).toBe("K7QM-3FPA");
  expect(parseTicketCode("K7QM-3FPA")).toBe("K7QM3FPA");
});

test.each(["k7qm3fpa", " k7qm 3fpa ", "K7QM–3FPA", "k7-qm-3f-pa", "K7QM_3FPA"])(
  "%j is read as a code, as people write it",
  (text) => {
    expect(parseTicketCode(text)).toBe("K7QM3FPA");
  },
);

test.each(["", "K7QM3FP", "K7QM3FPAA", "K7QM3FP0", "К7QM3FPA", "K7QM3FP'"])("%j is no code", (text) => {
  expect(parseTicketCode(text)).toBeUndefined();
});

test.each([
  ["k7qm-3fpa", "K7QM3FPA"],
  ["К7ОМ-ЗЕРА", "K7QM3EPA"],
  ["k70m 3fpa", "K7QM3FPA"],
  ["https://club.example/t/K7QM3FPA?lang=ru", "K7QM3FPA"],
  ["Анна Петрова", undefined],
  ["", undefined],
])("%j, typed at the door, is read as %j", (text, code) => {
  expect(readTicketCode(text)).toBe(code);
});

test("any text at all is a code or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const code = parseTicketCode(text);
      return code === undefined || /^[A-HJ-NP-Z2-9]{8}$/.test(code);
    }),
  );
});
