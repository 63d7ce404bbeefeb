import { POPULAR_DOMAINS, run } from "@zootools/email-spell-checker";
import { z } from "zod";

/** The parsers of what people type, shared by dialogue, API and console. */

export const MAX_NAME_LENGTH = 100;
const MAX_EMAIL_LENGTH = 254;

// Control characters, bidi overrides and isolates, invisible joiners at the edges, and private use (our own markers).
const UNWANTED = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\p{Co}\p{Cs}]/gu;

/** One line of text as people meant it: NFC, no control or bidi characters, single spaces. */
export function toLine(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").replace(UNWANTED, "").replace(/ {2,}/g, " ").trim();
}

/** A person's name in any script; undefined if nothing is left of it or it is longer than 100 characters. */
export function parseName(text: string): string | undefined {
  const name = toLine(text);
  if (name === "" || [...name].length > MAX_NAME_LENGTH) return undefined;
  return /[\p{L}\p{N}]/u.test(name) ? name : undefined;
}

const email = z.email({ pattern: z.regexes.unicodeEmail }).max(MAX_EMAIL_LENGTH);

// Zod's rule takes "anna@mail" and "anna@mail,ru", which no letter reaches.
const DOMAIN = /@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;

/** An address with its domain in lower case; undefined if it is none. */
export function parseEmail(text: string): string | undefined {
  const line = toLine(text);
  const at = line.lastIndexOf("@");
  const candidate = line.slice(0, at) + line.slice(at).toLowerCase();
  return DOMAIN.test(candidate) && email.safeParse(candidate).success ? candidate : undefined;
}

/** Finds an address inside a sentence, with the words around it: "Max Weber max@web.de". */
export function findEmail(text: string): { email: string; rest: string } | undefined {
  const line = toLine(text);
  for (const word of line.split(" ")) {
    const bare = word.replace(/^[<("'«„]+|[>)"'»“.,;:!?]+$/gu, "");
    const found = bare.includes("@") ? parseEmail(bare) : undefined;
    if (found) return { email: found, rest: withoutMarks(line.replace(word, " ")) };
  }
  return undefined;
}

// "Anna P.", "Иванов И.И.", "Max Weber Jr."
const ENDING_DOTS = /(?<!(?:^|[\s.])(?:\p{L}|jr|sr|ст|мл))\.+$/iu;

/** What stands at the ends of a sentence, or between an address and the words, goes; a dot that shortens a word stays. */
export function withoutMarks(text: string): string {
  const inner = toLine(text).replace(/^[\s,;:.]+|[\s,;:]+$/gu, "");
  return toLine(inner.replace(ENDING_DOTS, ""));
}

/** How two addresses are compared: case does not tell people apart. Stored in `users.email`. */
export function toEmailKey(address: string): string {
  return address.toLowerCase();
}

const suggestedDomains = [
  ...POPULAR_DOMAINS,
  "ya.ru",
  "yandex.com",
  "list.ru",
  "internet.ru",
  "vk.com",
  "mail.ua",
  "gmx.net",
];

const MOST_DOMAINS = 100;
/** What was meant by a domain, as it was found before: people of one event share a few, and each takes some time. */
const meantDomains = new Map<string, string | undefined>();

/** The address that was probably meant, after a slip such as gmial.com; undefined if nothing looks wrong. */
export function suggestEmail(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  if (!meantDomains.has(domain)) {
    if (meantDomains.size >= MOST_DOMAINS) meantDomains.clear();
    meantDomains.set(domain, run({ email: `a@${domain}`, domains: suggestedDomains })?.domain);
  }
  const meant = meantDomains.get(domain);
  const suggestion = meant === undefined ? undefined : parseEmail(`${address.slice(0, at)}@${meant}`);
  return suggestion === address ? undefined : suggestion;
}
