import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toHouse } from "../assembly/ground.ts";
import { readConfig } from "../config.ts";
import { label, type Param, type Params } from "../intents.ts";
import { createTexts } from "../texts/texts.ts";
import { EXPECTED, listStrangers } from "../variables.ts";
import { CHECKS, type Finding, type Found, find, STATUSES, toAdvice, toTitle, toWords } from "./finding.ts";
import { toExitCode, toReport } from "./report.ts";

const house = toHouse(readConfig({ ORGANISATION_NAME: "Green Club", PUBLIC_URL: "https://club.example" }), 3000);
const ALL = Object.keys(STATUSES) as Found[];
const LOCALES = ["en", "ru"] as const;

/** Whatever any of the texts may name. */
const at = { type: "moment", at: "2026-11-21T10:00:00Z", zone: "Europe/Moscow" } as const;
const list: Param = { type: "list", items: [label("doctor-template-paused")], between: "commas" };
const words =
  "title variable expected part missing variables parts version host reason user name names folder free url bot said kinds scopes status limit fields error";
const numbers = "port ms oldest seconds minutes behind days code pending count open times people";
const EVERYTHING: Params = {
  ...Object.fromEntries(words.split(" ").map((name) => [name, name.toUpperCase()])),
  ...Object.fromEntries(numbers.split(" ").map((name) => [name, 2])),
  at,
  list,
  ours: "OURS",
  free: label("doctor-size-gb", { size: 3 }),
};

test.each(ALL)("%s has its words in both languages, and what to do if it is bad", (found) => {
  const texts = createTexts(house, (problem) => {
    throw new Error(JSON.stringify(problem));
  });
  const finding = find("settings", found, EVERYTHING);
  for (const locale of LOCALES) {
    expect(texts.plainText(toWords(finding), locale)).toMatch(/\p{L}.*[.)\p{L}]$/u);
    const advice = toAdvice(finding);
    const isBad = finding.status === "broken" || finding.status === "warning";
    expect(advice !== undefined).toBe(isBad);
    if (advice) expect(texts.plainText(advice, locale)).toMatch(/^[\p{Lu}IE].*\.$/u);
  }
});

test("each part has its name in both languages, and no other", () => {
  const texts = createTexts(house, (problem) => {
    throw new Error(JSON.stringify(problem));
  });
  for (const locale of LOCALES) {
    const titles = CHECKS.map((check) => texts.plainText(toTitle({ check }), locale));
    expect(new Set(titles).size).toBe(CHECKS.length);
  }
});

test.each(Object.entries(EXPECTED))("%s is expected in the same words in the log and by the doctor", (name, words) => {
  const texts = createTexts(house);
  expect(texts.plainText(label(`doctor-expected-${name}`), "en")).toBe(words);
  expect(texts.plainText(label(`doctor-expected-${name}`), "ru")).toMatch(/^нуж/);
});

test("there is a test in which each of them is found", () => {
  const folder = import.meta.dirname;
  const tests = readdirSync(folder).filter((file) => file.endsWith(".test.ts") && file !== "report.test.ts");
  const sources = [...tests.map((file) => join(folder, file)), join(folder, "../../test/doctor.test.ts")];
  const written = sources.map((path) => readFileSync(path, "utf8")).join("\n");
  expect(ALL.filter((found) => !written.includes(`"${found}"`))).toEqual([]);
});

test("the exit code is 0 for all well, 1 for something broken, 2 for warnings alone", () => {
  const [ok, unseen] = [find("redis", "redis-ok"), find("mail", "mail-off")];
  const [warning, broken] = [find("redis", "redis-slow"), find("disk", "disk-full")];
  expect(toExitCode([ok, unseen])).toBe(0);
  expect(toExitCode([ok, warning])).toBe(2);
  expect(toExitCode([warning, broken, ok])).toBe(1);
});

test("a report has a line for each part, then what is broken before what is not, then the sum", () => {
  const findings: Finding[] = [
    find("redis", "redis-slow", { ms: 300 }),
    find("disk", "disk-full", { free: label("doctor-size-mb", { size: 20 }), folder: "/data" }),
    find("mail", "mail-off"),
  ];
  expect(report(findings, "en")).toBe(`Doorlist, looked at from the inside: Saturday 21 November, 13:00

  <warning>  Redis   Redis answers slowly: 300 ms.
  <BROKEN >  Disk    The disk is full: 20 MB free where the data is (/data).
  <-      >  E-mail  Not set up: codes come by messenger only.

What to do

<1. Disk>
   The disk is full: 20 MB free where the data is (/data).
   Make room now: docker system prune removes old images, and old dumps may lie about. A full disk stops
   Postgres, and then Doorlist answers nobody.

<2. Redis>
   Redis answers slowly: 300 ms.
   It is there to be fast. Put it on the same machine or near it; if that cannot be, Doorlist is better off
   without it: empty REDIS_URL.

One thing is broken; one warning.`);
  expect(report(findings, "ru")).toContain(
    "\n  <СЛОМАНО >  Диск   Диск заполнен: там, где данные (/data), свободно 20 МБ.",
  );
  expect(report([find("redis", "redis-ok", { ms: 1 })], "en")).toMatch(/saved\.\n\nAll is well\.$/);
});

test.each([
  [1, 0, "Сломано: 1 пункт; предупреждений нет."],
  [2, 1, "Сломано: 2 пункта; 1 предупреждение."],
  [5, 3, "Сломано: 5 пунктов; 3 предупреждения."],
  [0, 21, "Ничего не сломано; 21 предупреждение."],
])("%i broken and %i warnings are counted right in Russian", (broken, warnings, said) => {
  const findings = [
    ...Array.from({ length: broken }, () => find("mail", "mail-refused", { host: "mail.example" })),
    ...Array.from({ length: warnings }, () => find("redis", "redis-slow", { ms: 300 })),
  ];
  expect(report(findings, "ru").split("\n").at(-1)).toBe(said);
});

test("a variable that nothing reads is noticed if it looks like ours", () => {
  const env = { TELEGRAM_TOKEN: "x", WHATSAPP_TOKEN: " ", TELEGRAM_BOT_TOKEN: "1:a", PATH: "/bin", DOMAIN: "x" };
  expect(listStrangers({ ...env, ORGANIZATION_NAME: "Club" })).toEqual(["ORGANIZATION_NAME", "TELEGRAM_TOKEN"]);
});

function report(findings: Finding[], locale: "en" | "ru"): string {
  const texts = createTexts(house);
  return toReport(findings, {
    say: (phrase) => texts.plainText(phrase, locale),
    paint: (_, text) => `<${text}>`,
    at: new Date("2026-11-21T10:00:00Z"),
    timeZone: "Europe/Moscow",
  });
}
