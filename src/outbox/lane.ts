import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Kysely } from "kysely";
import { type LeasedMessage, leaseDueMessages } from "../database/deliveries.ts";
import type { Database } from "../database/schema.ts";
import type { ChannelName } from "./channel.ts";
import type { Class, Pace } from "./pace.ts";
import type { Pauses } from "./pauses.ts";
import type { Settler } from "./settler.ts";

/** Calls under way at once: more would wait at the platform, and run into their time-outs where it is slow. */
const MOST_CALLS = 50;

/** What one channel sends of one class: passes the gate first, and only then takes as many as may go now. */
export interface Lane {
  platform: ChannelName;
  isReply: boolean;
  /** Takes what is due until nothing is. */
  drain(): Promise<void>;
  /** Resolves when nothing is being taken and no call is under way. */
  idle(): Promise<void>;
  /** How many were ever taken. */
  taken(): number;
}

export interface LaneOptions {
  db: Kysely<Database>;
  pace: Pace;
  pauses: Pauses;
  settler: Settler;
  now(): Date;
  /** Ends waiting at the gate. */
  stopping: AbortSignal;
  /** Sends messages that were taken together; must not throw. */
  deliver(messages: LeasedMessage[], lease: HeldLease): Promise<void>[];
}

export interface HeldLease {
  token: string;
  /** Of `performance.now()`. */
  since: number;
}

export function createLane(platform: ChannelName, as: Class, options: LaneOptions): Lane {
  const { db, pace, pauses, settler, now, stopping, deliver } = options;
  const isReply = as === "reply";
  const calls = new Set<Promise<void>>();
  let draining: Promise<void> | undefined;
  let again = false;
  let taken = 0;

  async function take(limit: number): Promise<number> {
    const lease = { token: randomUUID(), since: performance.now() };
    await settler.catchUp(); // what is out must not be taken for what is not
    const messages = await leaseDueMessages(db, { platform, isReply, token: lease.token, limit, now: now() });
    taken += messages.length;
    for (const call of deliver(messages, lease)) {
      calls.add(call);
      void call.finally(() => calls.delete(call));
    }
    return messages.length;
  }

  /** Whether more may be due. */
  async function takeBatch(): Promise<boolean> {
    while (calls.size >= MOST_CALLS) await Promise.race(calls);
    const batch = Math.min(pace.batch(platform, as), MOST_CALLS);
    const wait = await pace.passChannel(platform, as, batch);
    if (wait > 0) {
      await setTimeout(wait, undefined, { signal: stopping });
      return true;
    }
    let used = 0;
    try {
      used = await take(batch);
    } finally {
      pace.giveBack(platform, as, batch - used);
    }
    return used > 0;
  }

  async function drainAll(): Promise<void> {
    try {
      do {
        again = false;
        while (!stopping.aborted && pauses.remainingMs(platform, as) === 0 && (await takeBatch()));
      } while (again && !stopping.aborted);
    } catch (error) {
      if (!stopping.aborted) throw error;
    } finally {
      draining = undefined;
    }
  }

  return {
    platform,
    isReply,
    drain() {
      if (draining) again = true;
      // In a turn of its own: one that ends at once would end before it is known to be under way, and never be over.
      draining ??= Promise.resolve().then(drainAll);
      return draining;
    },
    async idle() {
      while (draining || calls.size) await Promise.all([draining?.catch(() => {}), ...calls]);
    },
    taken: () => taken,
  };
}
