import { readdirSync, readFileSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";

type Entry = FluentResource["body"][number];

const english = read("en");
const russian = read("ru");

test("both languages say the same things", () => {
  expect([...russian.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test("no key is said twice in one language", () => {
  for (const locale of ["en", "ru"]) {
    const keys = parse(locale).map(({ id }) => id);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  }
});

test.each([...english.keys()])("%s has the same variants and variables in both languages", (key) => {
  expect(describe(russian, key)).toEqual(describe(english, key));
});

test("a variant is for a platform that exists", () => {
  const variants = [...english.values()].flatMap(({ attributes }) => Object.keys(attributes));
  expect(new Set(variants).difference(new Set(["telegram", "whatsapp", "mail"]))).toEqual(new Set());
});

test("what could not be parsed has not silently gone", () => {
  for (const locale of ["en", "ru"]) {
    const written = source(locale).matchAll(/^([a-z][a-z0-9-]*) =/gm);
    expect(parse(locale).map(({ id }) => id)).toEqual([...written].map(([, key]) => key));
  }
});

test("bold is closed where it was opened", () => {
  for (const locale of ["en", "ru"]) {
    const marks = [...source(locale).matchAll(/<[^>]*>/g)].map(([mark]) => mark);
    expect(marks.filter((mark, index) => mark !== (index % 2 === 0 ? "<b>" : "</b>"))).toEqual([]);
  }
});

const code = readdirSync(new URL("..", import.meta.url), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8"))
  .join("\n");

test("every text that is asked for by its key is there", () => {
  const named = code.matchAll(/(?:\b(?:label|button)\(|\btext: |\bkey: )"([a-z][a-z0-9-]*)"/g);
  expect([...named].map(([, key = ""]) => key).filter((key) => !english.has(key))).toEqual([]);
});

test("every text is said somewhere", () => {
  const inside = JSON.stringify([...english.values()]).matchAll(/"type":"mesg","name":"([^"]+)"/g);
  const spoken = code + [...inside].map(([, key]) => `"${key}"`).join();
  const unsaid = [...english.keys()].filter(
    (key) => !new RegExp(`["'\`]${key}["'\`]`).test(spoken) && !prefixes(key).some((prefix) => spoken.includes(prefix)),
  );
  expect(unsaid).toEqual([]);
});

/** How a key made of parts begins in the code: `city-${`. */
function prefixes(key: string): string[] {
  return key.split("-").map((_, index, parts) => `\`${parts.slice(0, index + 1).join("-")}-\${`);
}

function describe(language: Map<string, Entry>, key: string) {
  const entry = language.get(key);
  return {
    variants: Object.keys(entry?.attributes ?? {}).toSorted(),
    variables: [...variables(language, entry)].toSorted(),
  };
}

/** The variables of a text and of the texts it is made of. */
function variables(language: Map<string, Entry>, part: unknown): Set<string> {
  if (typeof part !== "object" || part === null) return new Set();
  const own = part as { type?: string; name?: string };
  if (own.type === "var" && own.name) return new Set([own.name]);
  if (own.type === "mesg" && own.name) return variables(language, language.get(own.name));
  return new Set(Object.values(part).flatMap((inner) => [...variables(language, inner)]));
}

function read(locale: string): Map<string, Entry> {
  return new Map(parse(locale).map((entry) => [entry.id, entry]));
}

function parse(locale: string): Entry[] {
  return new FluentResource(source(locale)).body;
}

function source(locale: string): string {
  return readFileSync(new URL(`./${locale}.ftl`, import.meta.url), "utf8");
}
