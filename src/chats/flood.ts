/** More than this many updates within the window is nobody typing. */
const MOST = 20;
const WINDOW_MS = 10_000;
/** Chats remembered; the least recent go first. */
const CHATS = 10_000;

export type FloodVerdict = "fine" | "notice" | "quiet";

/** Counts what each chat wrote lately, by the moments the platform gave, so that a backlog after an outage is no flood. */
export interface FloodGate {
  judge(key: string, updateKey: string, sentAt: Date): FloodVerdict;
}

interface Recent {
  seen: Map<string, number>;
  noticed: boolean;
}

export function createFloodGate(): FloodGate {
  const chats = new Map<string, Recent>();
  return {
    judge(key, updateKey, sentAt) {
      const recent = chats.get(key) ?? { seen: new Map(), noticed: false };
      chats.delete(key);
      chats.set(key, recent);
      if (chats.size > CHATS) for (const oldest of chats.keys()) if (chats.delete(oldest)) break;
      return count(recent, updateKey, sentAt.getTime());
    },
  };
}

function count(recent: Recent, updateKey: string, at: number): FloodVerdict {
  if (recent.seen.has(updateKey)) return "fine"; // a redelivery: the inbox knows it
  for (const [seen, time] of recent.seen) if (time < at - WINDOW_MS) recent.seen.delete(seen);
  recent.seen.set(updateKey, at);
  if (recent.seen.size <= MOST) {
    recent.noticed = false;
    return "fine";
  }
  if (recent.noticed) return "quiet";
  recent.noticed = true;
  return "notice";
}
