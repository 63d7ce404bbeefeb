import { SENDS } from "./faults.ts";
import type { Breach, Rates } from "./limits.ts";
import { createLoan, createMeters, createWindow } from "./rates.ts";

export interface TelegramLimits {
  /** An update was brought from this chat: the few messages that answer it are no bulk. */
  heard(chat: string): void;
  /** Counts a call. For one too many it gives the whole seconds to wait. */
  meet(call: { method: string; chat: string | undefined }): number | undefined;
}

interface Deps {
  rates: Rates["telegram"];
  scale: number;
  now: () => number;
  note(breach: Breach): void;
}

/**
 * About 30 a second over all chats, of those that answer nobody; about one a second in one chat; 20 a minute in a group.
 *
 * Who passes the first limit floods: the whole bot is to wait, as far as it does not answer somebody, and the longer
 * for each call that it makes all the same. Edits count like messages.
 */
export function createTelegramLimits({ rates, scale, now, note }: Deps): TelegramLimits {
  const chats = createMeters(() => createLoan(rates.chat));
  const groups = createMeters(() => createWindow(rates.group));
  const credits = createCredits(scale);
  const bulk = createWindow(rates.bulk);
  const flood = createFlood(scale);

  function refuse(limit: Breach["limit"], chat: string, waitMs: number): number {
    note({ platform: "telegram", limit, at: now(), chat });
    return toSeconds(waitMs);
  }

  /** Undefined if it may go. */
  function meetBulk(chat: string, at: number): number | undefined {
    const standing = flood.waitMs(at);
    if (standing > 0) return flood.ignore(at) ? refuse("flood", chat, flood.waitMs(at)) : toSeconds(standing);
    if (bulk.waitMs(at) > 0) return refuse("bulk", chat, flood.begin(at));
    bulk.count(at);
    return undefined;
  }

  return {
    heard: (chat) => credits.give(chat, now()),
    meet({ method, chat }) {
      if (chat === undefined || !SENDS.test(method)) return undefined;
      const at = now();
      const [own, group] = [chats(chat), chat.startsWith("-") ? groups(chat) : undefined];
      const groupWait = group?.waitMs(at) ?? 0;
      if (groupWait > 0) return refuse("group", chat, groupWait);
      const wait = own.waitMs(at);
      if (wait > 0) return refuse("chat", chat, wait);
      if (!credits.take(chat, at)) {
        const told = meetBulk(chat, at);
        if (told !== undefined) return told;
      }
      own.count(at);
      group?.count(at);
      return undefined;
    },
  };
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

const CREDIT_OF_ONE = 4;
const MOST_CREDIT = 8;
const CREDIT_LIFE_MS = 30_000;

/** What may still be said in answer, by chat. It does not last: a message next day answers nobody. */
function createCredits(scale: number) {
  const credits = new Map<string, { left: number; until: number }>();
  const find = (chat: string, at: number) => {
    const credit = credits.get(chat);
    return credit && credit.until > at ? credit : { left: 0, until: at };
  };
  return {
    give(chat: string, at: number): void {
      const left = Math.min(MOST_CREDIT, find(chat, at).left + CREDIT_OF_ONE);
      credits.set(chat, { left, until: at + CREDIT_LIFE_MS / scale });
    },
    take(chat: string, at: number): boolean {
      const credit = find(chat, at);
      if (credit.left === 0) return false;
      credit.left--;
      return true;
    },
  };
}

const FLOOD_MS = 5_000;
const LONGEST_FLOOD_MS = 60_000;
/** What was under way when the bot was told could not know. */
const GRACE_MS = 1_000;

function createFlood(scale: number) {
  let toldAt = 0;
  let until = 0;
  // Whoever waits the whole seconds that they were told has waited long enough.
  const whole = (ms: number) => toSeconds(ms) * 1000;
  return {
    waitMs: (at: number) => until - at,
    begin(at: number): number {
      toldAt = at;
      until = at + whole(FLOOD_MS / scale);
      return until - at;
    },
    /** Whether this call should not have been made; if so the wait is longer now. */
    ignore(at: number): boolean {
      if (at - toldAt < GRACE_MS) return false;
      until = at + whole(Math.min(LONGEST_FLOOD_MS / scale, until - at + FLOOD_MS / scale));
      return true;
    },
  };
}
