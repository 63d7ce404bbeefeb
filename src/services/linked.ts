import type { Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import type { EventId, MergeId } from "../ids.ts";
import type { Card, Held, Platform } from "../messages.ts";
import { findCard, listHeld } from "./cards.ts";
import type { Merged } from "./merging.ts";

export interface Linked {
  type: "linked";
  mergeId: MergeId;
  other: Platform;
  /** Of the event that the person was signing up for. */
  card: Card | undefined;
  held: Held[];
}

/** What somebody is told who is one person now. */
export async function toLinked(
  trx: Transaction<Database>,
  { mergeId, userId, other }: Merged,
  { eventId, now }: { eventId: EventId | undefined; now: Date },
): Promise<Linked> {
  const card = eventId && (await findCard(trx, { event: { id: eventId }, userId, now }));
  const { held } = await listHeld(trx, { userId, past: false, now });
  return { type: "linked", mergeId, other, card, held };
}
