import { expect, test } from "vitest";
import { places, somebody } from "../../test/club-people.ts";
import type { Locale } from "../messages.ts";
import type { PersonSeen } from "../people.ts";
import { tableHead, tableLines } from "./people-table.ts";
import { toZonedIso } from "./zoned-moment.ts";

/** Reads CSV as spreadsheets do: cells in quotes may hold anything, and a quote twice is one. */
function read(text: string, separator: string): string[][] {
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`, "gu");
  const lines: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(cells)) {
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

const table = (people: PersonSeen[], locale: Locale = "en") =>
  read((tableHead(locale) + tableLines(people, locale)).slice(1), locale === "en" ? "," : ";");
const named = (name: string) => table([somebody({ name })])[1]?.[0];

test("begins with a mark by which Excel knows Cyrillic letters", () => {
  const [first, ...rest] = Buffer.from(tableHead("ru")).subarray(0, 3);
  expect([first, ...rest]).toEqual([0xef, 0xbb, 0xbf]);
});

test("has a column for each fact, by the clock of the event, in the language of whoever asks", () => {
  const entered = somebody({ place: places[0] as PersonSeen["place"] });
  expect(table([entered])).toEqual([
    [
      "Name",
      "E-mail",
      "Status",
      "Place in the queue",
      "Signed up by",
      "Signed up at",
      "Said “I'm coming”",
      "In since",
      "Ticket code",
      "Messages",
    ],
    [
      "Anna Petrova",
      "anna@club.example",
      "has a seat",
      "",
      "WhatsApp",
      "2026-11-30T13:00:00+03:00",
      "yes",
      "2026-12-12T18:02:00+03:00",
      "K7QM-3FPA",
      "by WhatsApp",
    ],
  ]);
  const waiting = somebody({ place: places[3] as PersonSeen["place"], way: undefined, why: ["stopped", "off"] });
  expect(table([waiting], "ru")[1]).toEqual([
    "Anna Petrova",
    "anna@club.example",
    "в очереди",
    "3",
    "WhatsApp",
    "2026-11-30T13:00:00+03:00",
    "",
    "",
    "",
    "просьба не писать, этот мессенджер здесь не подключён",
  ]);
});

test("separates cells as Excel of that language expects it", () => {
  expect(tableLines([somebody({ name: "Weber, Max; jr" })], "en")).toMatch(/^"Weber, Max; jr",anna/);
  expect(tableLines([somebody({ name: "Weber, Max; jr" })], "ru")).toMatch(/^"Weber, Max; jr";anna/);
});

test.each([
  '=HYPERLINK("http://evil.example")',
  "+7 900 000-00-00",
  "-1+2",
  "@SUM(A1)",
  "\t=1+2",
  "\r=1+2",
  "＝1+2",
  "＋1",
  "－1",
  "＠SUM",
])("a cell that begins like a formula is only words: %j", (name) => {
  expect(named(name)?.[0]).toBe("'");
  expect(table([somebody({ email: `${name}@x.example` })])[1]?.[1]?.[0]).toBe("'");
});

test("no cell begins like a formula, whatever separator a spreadsheet takes", () => {
  const name = 'a;=1+1,+2\t@SUM\r\n-3";=4';
  for (const locale of ["en", "ru"] as const) {
    const text = tableLines([somebody({ name })], locale);
    for (const separator of [",", ";", "\t", "\n"]) {
      const cells = text.split(separator).map((cell) => cell.replace(/^["\s]+/, ""));
      expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    }
  }
});

test("quotes and new lines in a name stay in its cell", () => {
  for (const name of ['Anna "Anya" Petrova', "Anna\nPetrova", "Анна; Петрова", '"', "", "🎉 Çelik"]) {
    for (const locale of ["en", "ru"] as const) {
      const lines = table([somebody({ name }), somebody({ name: "Next" })], locale);
      expect(lines.map((line) => line.length)).toEqual([10, 10, 10]);
      expect([lines[1]?.[0], lines[2]?.[0]]).toEqual([name, "Next"]);
    }
  }
});

test("somebody who had everything deleted has a line without a name", () => {
  const gone = somebody({ name: undefined, email: undefined, way: undefined, why: ["forgotten"] });
  expect(table([gone])[1]?.slice(0, 2)).toEqual(["", ""]);
});

test("a moment is told with the offset that held then", () => {
  expect(toZonedIso("2026-07-01T10:00:00Z", "Europe/Berlin")).toBe("2026-07-01T12:00:00+02:00");
  expect(toZonedIso("2026-12-01T10:00:00Z", "Europe/Berlin")).toBe("2026-12-01T11:00:00+01:00");
  expect(toZonedIso("2026-12-01T23:59:59Z", "Asia/Kathmandu")).toBe("2026-12-02T05:44:59+05:45");
  expect(toZonedIso("2026-12-01T00:30:00.500Z", "America/St_Johns")).toBe("2026-11-30T21:00:00-03:30");
  expect(toZonedIso("2026-12-01T00:00:00Z", "UTC")).toBe("2026-12-01T00:00:00+00:00");
});
