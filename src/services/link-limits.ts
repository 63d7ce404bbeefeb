import { randomInt } from "node:crypto";
import type { RequestRow } from "../database/link-requests.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a code counts. */
export const CODE_MS = 10 * MINUTE_MS;
/** Wrong codes for one request, whatever number of codes it has out. */
export const MOST_TRIES = 5;
/** Wrong codes from one chat and hour, of those that are found by nothing but themselves. */
export const MOST_MISSES = 5;
export const MOST_ADDRESSES = 3;
/** Requests about one address and day, by whomever, before no more codes are sent: nobody's chat is to be flooded. */
export const MOST_ABOUT_ADDRESS = 10;
export const MOST_CHATS = 5;

export function anHourBefore(now: Date): Date {
  return new Date(now.getTime() - HOUR_MS);
}

export function aDayBefore(now: Date): Date {
  return new Date(now.getTime() - 24 * HOUR_MS);
}

/** Since when a WhatsApp chat must have written so that free words reach it, with a margin. */
export function windowSince(now: Date): Date {
  return new Date(aDayBefore(now).getTime() + 15 * MINUTE_MS);
}

export function isOpen({ closedAt, expiresAt }: RequestRow, now: Date): boolean {
  return closedAt === null && expiresAt > now;
}

/** Six digits, each code another. */
export function makeCodes(count: number): string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(String(randomInt(1_000_000)).padStart(6, "0"));
  return [...codes];
}
