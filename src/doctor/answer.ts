import type { Param } from "../intents.ts";

/** What became of a question to a platform. */
export type Answer<T> =
  | { type: "answered"; value: T }
  | { type: "refused"; code: number; said: string }
  | { type: "unanswered"; reason: Param };

/** The same place, however it is written: `localhost` and `127.0.0.1`, with or without a slash at the end. */
export function isSameAddress(one: string, other: string): boolean {
  return toComparable(one) === toComparable(other);
}

/** The host alone: what follows it may be a secret. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "?";
}

function toComparable(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, port, pathname } = new URL(url);
  const host = /^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? "localhost" : hostname;
  return `${protocol}//${host}:${port}${pathname.replace(/\/$/, "")}`;
}
