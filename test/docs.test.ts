import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

test.each(pages)("every link in %s leads somewhere", (page) => {
  const dead = linksOf(page).filter((link) => !isAlive(link, page));
  expect(dead).toEqual([]);
});

test.each(pages)("every file of ours that %s names is there", (page) => {
  const named = [...read(page).matchAll(/`((?:src|test|migrations|scripts|docs)\/[^`\s*]*)`/g)].map(
    ([, path]) => path ?? "",
  );
  const coming = lineOf(page, "next", "следующий этап");
  const gone = named.filter((path) => !existsSync(join(root, path)) && !coming.includes(path));
  expect(gone).toEqual([]);
});

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

function linksOf(page: string): string[] {
  return [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link ?? "")
    .filter((link) => !/^https?:/.test(link));
}

function isAlive(link: string, page: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path ? resolve(root, dirname(page), path) : join(root, page);
  if (!existsSync(target)) return false;
  return !anchor || anchorsOf(readFileSync(target, "utf8")).includes(anchor);
}

/** A heading's anchor, as code hosts make it. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What is said to come later need not be there. */
function lineOf(page: string, ...words: string[]): string {
  return read(page)
    .split("\n")
    .filter((line) => words.some((word) => line.includes(word)))
    .join("\n");
}
