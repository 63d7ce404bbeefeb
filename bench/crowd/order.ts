import type { Platform } from "../../src/messages.ts";

/** What a crowd is to do to a program. */
export interface Order {
  platform: Platform;
  port: number;
  /** The process that is measured. */
  pid: number;
  /** Those of Postgres and Redis. */
  stores: readonly number[];
  /** Whether it registers people, or says again what they say. */
  play: "registration" | "chatter";
  /** People side by side; each is followed by the next when it has done. */
  atOnce: number;
  /** How long they take before each message on average, in milliseconds; without it they write the moment they hear. */
  pauseMs?: number;
  /** Whether WhatsApp tells of each message that it was sent, delivered and read. */
  receipts?: boolean;
  /** The number of the first person; nobody comes twice. */
  firstPerson: number;
  /** Each person wants another of these events, in turn. */
  slugs: string[];
  until: Until;
}

/** A span of time after some that does not count, or the whole of a rush until nobody gets a seat any more. */
export type Until = { type: "time"; warmMs: number; forMs: number } | { type: "full"; mostMs: number };

/** What the crowd saw. Times in milliseconds. */
export interface Report {
  people: number;
  seconds: number;
  registrations: number;
  /** Updates that were brought and answered. */
  messages: number;
  turnedAway: number;
  /** Webhooks that were answered something else than 200, and brought again. */
  refused: number;
  /** What went wrong, at most a few of them, and how many in all. */
  failures: string[];
  failed: number;
  toReply: number[];
  toOk: number[];
  /** To the 200 of each receipt. */
  toReceiptOk: number[];
  /** Calls to the platform's double, by method. */
  calls: Record<string, number>;
  program: { cpuMs: number; peakBytes: number } | undefined;
  crowd: { cpuMs: number };
  stores: { cpuMs: number };
  /** Of all processors, from 0 to 1: what worked, and what worked for others than these. */
  machine: { busy: number; others: number } | undefined;
}
