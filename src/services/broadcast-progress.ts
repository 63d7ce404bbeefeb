import type { Kysely } from "kysely";
import type { BroadcastProgress, BroadcastReport, Unsent } from "../broadcasts.ts";
import {
  type BroadcastCount,
  type BroadcastFate,
  countBroadcast,
  listBroadcastFates,
} from "../database/broadcast-figures.ts";
import { type BroadcastRow, findBroadcast, STOPPED } from "../database/broadcasts.ts";
import { findEventRow, toEventFacts } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import type { BroadcastId } from "../ids.ts";

/** So many of those who did not get it are named, of each kind. */
const NAMED = 5;

export async function findProgress(
  db: Kysely<Database>,
  id: BroadcastId,
  now: Date,
): Promise<BroadcastProgress | undefined> {
  const broadcast = await findBroadcast(db, id);
  return broadcast && toProgress(db, broadcast, await countBroadcast(db, id, now));
}

export async function toProgress(
  db: Kysely<Database>,
  { id, eventId, audience, people, reachable, stoppedAt }: BroadcastRow,
  { sent, waiting, underWay, later }: BroadcastCount,
): Promise<BroadcastProgress> {
  const event = await findEventRow(db, eventId);
  if (!event) throw new Error("an event is gone");
  const counts = { sent, waiting, underWay, later, over: waiting === 0 };
  return { id, event: toEventFacts(event), audience, people, reachable, ...counts, stopped: stoppedAt !== null };
}

export async function toReport(db: Kysely<Database>, progress: BroadcastProgress): Promise<BroadcastReport> {
  const fates = await listBroadcastFates(db, progress.id, NAMED);
  const isSent = ({ status }: BroadcastFate) => status === "sent" || status === "delivered" || status === "read";
  const unsent = new Map<Unsent, BroadcastReport["unsent"][number]>();
  const ways = new Map<string, number>();
  for (const fate of fates) {
    const { platform, people, names, status } = fate;
    if (isSent(fate)) ways.set(platform ?? "", (ways.get(platform ?? "") ?? 0) + people);
    else if (status !== "waiting") {
      const why = whyOf(fate);
      const known = unsent.get(why) ?? { why, people: 0, names: [] };
      const named = [...known.names, ...names.map((name) => name ?? undefined)].slice(0, NAMED);
      unsent.set(why, { why, people: known.people + people, names: named });
    }
  }
  const countOf = (status: string) =>
    fates.reduce((sum, fate) => (fate.status === status ? sum + fate.people : sum), 0);
  return {
    ...progress,
    ways: [...ways].map(([platform, people]) => ({ platform, people })),
    delivered: countOf("delivered") + countOf("read"),
    read: countOf("read"),
    unsent: [...unsent.values()].toSorted((one, other) => other.people - one.people),
  };
}

const REASONS: [RegExp, Unsent][] = [
  [new RegExp(`^${STOPPED}`), "stopped"],
  [/said stop/, "silenced"],
  [/no longer among/, "left"],
  [/event was cancelled/, "called-off"],
  [/themselves forgotten/, "forgotten"],
  [/daily limit/, "over-limit"],
  [/its time had passed/, "too-late"],
  [/no chat of this person can be reached|blocked us|no address|24-hour window/, "unreachable"],
];

/** The reasons that rows are ended with, sorted for whoever reads the report. */
function whyOf({ reason, status }: BroadcastFate): Unsent {
  if (status === "failed" || reason === null) return "failed";
  return REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? "failed";
}
