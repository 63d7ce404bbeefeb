import { expect, test } from "vitest";
import { drawTable, toFigure } from "./table.ts";

test("names stand to the left, figures to the right, and a bar in a name breaks no table", () => {
  expect(drawTable(["program", "per second"], [["a|b", "12"]])).toBe(
    ["| program | per second |", "| --- | ---: |", "| a\\|b | 12 |"].join("\n"),
  );
});

test("a figure has the digits that mean something, and what was not measured has a dash", () => {
  expect([0.1234, 5.678, 12.34, 123.4, 12345.6].map(toFigure)).toEqual(["0.12", "5.68", "12.3", "123", "12,346"]);
  expect(toFigure(undefined)).toBe("–");
  expect(toFigure(Number.NaN)).toBe("–");
});
