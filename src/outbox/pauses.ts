import type { Clock } from "../clock.ts";
import type { Address, MailAddress } from "../messages.ts";
import type { ChannelName, Delivery } from "./channel.ts";
import { type Class, toKey } from "./pace.ts";

/** How long a stopped channel rests before it is asked again. */
const STOPPED_MS = 60_000;
/** What would wait longer than this goes another way where there is one. */
const LONG_MS = 60_000;

/** Channels that told us to wait, or that take nothing at all. */
export interface Pauses {
  /** What came of a call, which may close its channel for a while. Tells whether other ways are to be taken from now on. */
  heed(to: Address | MailAddress, delivery: Delivery): boolean;
  /** For how many ms more; 0 if it is open. */
  remainingMs(channel: ChannelName, as: Class): number;
  /** Those that are closed so long that other ways are to be taken. */
  away(): ChannelName[];
}

interface Pause {
  until: number;
  isLong: boolean;
}

export function createPauses(clock: Clock): Pauses {
  /** The chat that was last told to wait, where it was not said whether only that. */
  const refused = new Map<ChannelName, { chat: string; until: number }>();
  const pauses: Record<Class, Map<ChannelName, Pause>> = { reply: new Map(), bulk: new Map() };

  function find(channel: ChannelName, as: Class): Pause | undefined {
    const pause = pauses[as].get(channel);
    if (pause && pause.until <= clock.now().getTime()) {
      pauses[as].delete(channel);
      return undefined;
    }
    return pause;
  }

  function close(channel: ChannelName, classes: Class[], { ms, isLong }: { ms: number; isLong: boolean }): boolean {
    const wasAway = find(channel, "bulk")?.isLong ?? false;
    const until = clock.now().getTime() + ms;
    for (const as of classes) {
      const present = find(channel, as);
      pauses[as].set(channel, {
        until: Math.max(until, present?.until ?? 0),
        isLong: isLong || (present?.isLong ?? false),
      });
    }
    return isLong && !wasAway;
  }

  /** Whether nobody else was told to wait meanwhile: a second chat makes it the whole bot. */
  function isFirst(to: Address | MailAddress, ms: number): boolean {
    const now = clock.now().getTime();
    const chat = toKey(to);
    const earlier = refused.get(to.platform);
    refused.set(to.platform, { chat, until: now + ms });
    return !earlier || earlier.until <= now || earlier.chat === chat;
  }

  return {
    heed(to, delivery) {
      const channel = to.platform;
      if (delivery.type === "channel-stopped")
        return close(channel, ["reply", "bulk"], { ms: STOPPED_MS, isLong: true });
      if (delivery.type !== "retry" || delivery.scope === "chat" || delivery.afterMs === undefined) return false;
      if (delivery.scope === "chat-or-channel" && isFirst(to, delivery.afterMs)) return false;
      const classes: Class[] = delivery.scope === "bulk" ? ["bulk"] : ["reply", "bulk"];
      return close(channel, classes, { ms: delivery.afterMs, isLong: delivery.afterMs > LONG_MS });
    },
    remainingMs(channel, as) {
      const pause = find(channel, as);
      return pause ? pause.until - clock.now().getTime() : 0;
    },
    away: () => [...pauses.bulk.keys()].filter((channel) => find(channel, "bulk")?.isLong),
  };
}
