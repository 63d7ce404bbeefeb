import type { Kysely } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import { EVENTS } from "./calendar.ts";
import type { Guest } from "./guest.ts";

const HOUR_MS = 60 * 60_000;
const LEAD_MS: Record<string, number> = { "reminder-24h": 24 * HOUR_MS, "reminder-1h": HOUR_MS };

/** Not before its moment, not after the start, not twice for one start, and with the time that the clock on the wall says. */
export async function findUntimely(db: Kysely<Database>, guests: readonly Guest[]): Promise<string[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["kind", "startsAt", "sentAt", "registrationId", "platform", "providerMessageId"])
    .where("kind", "in", Object.keys(LEAD_MS))
    .where("sentAt", "is not", null)
    .execute();
  // As it came: an answer to it may have been written over it since.
  const texts = new Map(
    guests.flatMap(({ platform, listening }) =>
      listening
        .since(0)
        .toReversed()
        .map(({ id, text }): [string, string] => [`${platform} ${id}`, text]),
    ),
  );
  const again = Map.groupBy(rows, ({ kind, startsAt, registrationId }) => `${kind} ${registrationId} ${startsAt}`);
  const twice = [...again.values()]
    .filter(({ length }) => length > 1)
    .map(([row]) => `a ${row?.kind} of one start twice`);
  const untimely = rows.flatMap(({ kind, startsAt, sentAt, platform, providerMessageId }) => {
    if (!startsAt || !sentAt) return [];
    const ahead = startsAt.getTime() - sentAt.getTime();
    if (ahead > (LEAD_MS[kind] ?? 0) || ahead <= 0) return [`a ${kind} went ${Math.round(ahead / 60_000)} min before`];
    const wall = EVENTS.find((event) => event.startsAt.getTime() === startsAt.getTime())?.wall;
    const text = texts.get(`${platform} ${providerMessageId}`);
    return wall && text && !text.includes(wall) ? [`a ${kind} does not say ${wall}: ${text}`] : [];
  });
  return [...twice, ...untimely];
}
