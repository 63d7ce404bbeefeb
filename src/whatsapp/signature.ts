import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/**
 * Tells whether Meta signed this exact body with one of our app secrets; there are two while they are rotated.
 *
 * Takes the raw bytes, never parsed and re-serialised JSON: Meta signs bytes, and key order or `\u` escapes
 * do not survive a round trip.
 *
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function isSignedByMeta(body: Uint8Array, header: string | undefined, secrets: string[]): boolean {
  const hex = HEADER.exec(header ?? "")?.[1];
  if (!hex) return false;
  const given = Buffer.from(hex, "hex");
  // All of them every time, so that time does not tell which one it was.
  const matches = secrets.map((secret) => timingSafeEqual(createHmac("sha256", secret).update(body).digest(), given));
  return matches.includes(true);
}

/** Compares two words in a time that tells neither their length nor where they differ. */
export function isSameWord(given: string, expected: string): boolean {
  const hash = (word: string): Buffer => createHash("sha256").update(word).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
