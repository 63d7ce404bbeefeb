/** More than this many updates within the window is nobody typing. */
const MOST = 20;
const WINDOW_MS = 10_000;
/** Chats remembered: all of the last so many, and as many before them. */
const CHATS = 5_000;

export type FloodVerdict = "fine" | "notice" | "quiet";

/** Counts what each chat wrote lately, by the moments the platform gave, so that a backlog after an outage is no flood. */
export interface FloodGate {
  judge(key: string, updateKey: string, sentAt: Date): FloodVerdict;
}

interface Recent {
  seen: Map<string, { at: number; verdict: FloodVerdict }>;
  noticed: boolean;
}

export function createFloodGate(): FloodGate {
  let chats = new Map<string, Recent>();
  let before = new Map<string, Recent>();
  return {
    judge(key, updateKey, sentAt) {
      const recent = chats.get(key) ?? before.get(key) ?? { seen: new Map(), noticed: false };
      chats.set(key, recent);
      // One by one, the least recent would have to be looked for behind all that went before it.
      if (chats.size === CHATS) [before, chats] = [chats, new Map()];
      return count(recent, updateKey, sentAt.getTime());
    },
  };
}

/** A redelivery is judged as the first time, or what was passed over would be answered when it comes again. */
function count(recent: Recent, updateKey: string, at: number): FloodVerdict {
  const before = recent.seen.get(updateKey);
  if (before) return before.verdict;
  for (const [key, seen] of recent.seen) if (seen.at < at - WINDOW_MS) recent.seen.delete(key);
  const verdict = judge(recent);
  recent.seen.set(updateKey, { at, verdict });
  recent.noticed = verdict !== "fine";
  return verdict;
}

function judge({ seen, noticed }: Recent): FloodVerdict {
  if (seen.size < MOST) return "fine";
  return noticed ? "quiet" : "notice";
}
