import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/**
 * Who may import whom. `rooms` may be another room or one file of it; the vocabulary, texts and clock are open to all
 * but the vocabulary itself; `libraries` are packages beside node's own modules.
 */
const TABLE: Record<string, { rooms: string[]; libraries: string[] }> = {
  dialogue: { rooms: [], libraries: [] },
  tickets: { rooms: [], libraries: ["qr", "ical-generator", "csv-stringify", "@napi-rs/canvas"] },
  texts: { rooms: [], libraries: ["@fluent/bundle"] },
  database: { rooms: [], libraries: ["kysely", "pg", "@electric-sql/pglite"] },
  services: { rooms: ["database"], libraries: ["kysely"] },
  chats: { rooms: ["dialogue", "services", "database", "outbox/channel.ts"], libraries: ["kysely", "ioredis"] },
  outbox: { rooms: ["database"], libraries: ["kysely", "p-retry"] },
  http: { rooms: [], libraries: ["hono"] },
  telegram: { rooms: ["outbox/channel.ts", "tickets", "http"], libraries: ["grammy", "hono"] },
  whatsapp: {
    rooms: ["outbox/channel.ts", "tickets", "http"],
    libraries: ["@kapso/whatsapp-cloud-api", "hono", "zod"],
  },
  mail: { rooms: ["outbox/channel.ts", "tickets"], libraries: ["nodemailer"] },
  alerts: { rooms: ["outbox/channel.ts"], libraries: ["@sentry/node"] },
  web: {
    rooms: ["services", "database", "tickets"],
    libraries: ["hono", "@hono/node-server", "@hono/zod-openapi", "zod", "kysely", "prom-client"],
  },
  doctor: {
    rooms: ["database", "telegram", "whatsapp"],
    libraries: ["kysely", "ioredis", "nodemailer", "grammy", "@kapso/whatsapp-cloud-api"],
  },
  scheduler: { rooms: [], libraries: ["croner"] },
  sandbox: { rooms: [], libraries: ["hono", "@hono/node-server"] },
};

/** Files at the top that every room may import, and what they may import themselves. */
const VOCABULARY = [
  "broadcasts",
  "clock",
  "desk-presses",
  "door",
  "door-presses",
  "errors",
  "event-fields",
  "fields",
  "ids",
  "intents",
  "logger",
  "messages",
  "people",
  "people-presses",
  "press-words",
  "presses",
  "redaction",
  "roles",
  "ticket-code",
  "config",
  "variables",
];
const VOCABULARY_LIBRARIES = ["uuid", "zod", "pino", "@zootools/email-spell-checker"];
const TOP = ["app.ts", "main.ts"];
/** The rest of app.ts, a file a noun: it alone imports this room, and this room may import all others. */
const ASSEMBLY = "assembly";

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
  (f) => f.endsWith(".ts") && !f.endsWith(".test.ts"),
);

test.each(files)("%s imports only what its room may", (file) => {
  expect(importsOf(file).filter((target) => !isAllowed(file, target))).toEqual([]);
});

test.each(["sandbox", ASSEMBLY])("%s is imported by nothing but the app", (room) => {
  const importers = files.filter((f) => roomOf(f) !== room && importsOf(f).some((target) => roomOf(target) === room));
  expect(importers.filter((f) => f !== "app.ts" && roomOf(f) !== ASSEMBLY)).toEqual([]);
});

test("the dialogue neither waits nor looks at the clock", () => {
  const impure = files.filter(
    (f) => f.startsWith("dialogue/") && /\basync\b|\bawait\b|Date\.now|new Date\(\)|Math\.random/.test(read(f)),
  );
  expect(impure).toEqual([]);
});

test("only main touches the process", () => {
  const touching = files.filter((f) => f !== "main.ts" && /\bprocess\.(env|exit|argv|on|once)\b/.test(read(f)));
  expect(touching).toEqual([]);
});

function read(file: string): string {
  return readFileSync(join(src, file), "utf8");
}

/** Files of ours relative to src/, packages by name; node's own modules are left out. */
function importsOf(file: string): string[] {
  const specifiers = [
    ...read(file).matchAll(/^(?:import|export|\}) ?.*?\bfrom "([^"]+)";$|^import "([^"]+)";$|\bimport\("([^"]+)"\)/gm),
  ].map(([, ...groups]) => groups.find(Boolean) ?? "");
  return specifiers
    .filter((specifier) => !specifier.startsWith("node:"))
    .map((specifier) =>
      specifier.startsWith(".") ? relative(src, resolve(src, dirname(file), specifier)) : toPackage(specifier),
    );
}

function toPackage(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isAllowed(file: string, target: string): boolean {
  const room = roomOf(file);
  if (TOP.includes(file) || room === ASSEMBLY) return true;
  const isPackage = !target.endsWith(".ts");
  if (room === undefined) return isPackage ? VOCABULARY_LIBRARIES.includes(target) : isVocabulary(target);
  if (isPackage) return TABLE[room]?.libraries.includes(target) ?? false;
  if (isVocabulary(target) || roomOf(target) === room || roomOf(target) === "texts") return true;
  return (TABLE[room]?.rooms ?? []).some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
}

function roomOf(file: string): string | undefined {
  return file.includes("/") ? file.split("/")[0] : undefined;
}

function isVocabulary(file: string): boolean {
  return VOCABULARY.some((word) => file === `${word}.ts`);
}
