import { randomBytes } from "node:crypto";

// 32 signs, so that a byte maps to them evenly; without 0, O, 1 and I, which people mix up.
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 8;
const WRITTEN = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new code: 40 random bits, not to be guessed at the door. */
export function makeTicketCode(): string {
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

/** Reads a code as people write it (lower case, with blanks or dashes); undefined if it can be none. */
export function parseTicketCode(text: string): string | undefined {
  const code = text.replace(/[\s\p{Pd}_.]/gu, "").toUpperCase();
  return WRITTEN.test(code) ? code : undefined;
}

// Capitals of a Russian keyboard that look like ours; and O and 0, which no code has, and a Q on a picture may seem.
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [..."АВЕКМНРСТУХЗОO0"].map((sign, index) => [sign, "ABEKMHPCTYX3QQQ".charAt(index)]),
);

/** Reads a code as somebody at the door types it off a picture, on any keyboard, or the address that a picture holds. */
export function readTicketCode(text: string): string | undefined {
  const typed = /\/t\/([^/?#\s]+)/u.exec(text)?.[1] ?? text;
  return parseTicketCode([...typed.toUpperCase()].map((sign) => LOOKALIKES.get(sign) ?? sign).join(""));
}

/** A code as it is shown and read aloud: K7QM-3FPA. */
export function formatTicketCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
