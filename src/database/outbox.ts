import type { Transaction } from "kysely";
import { type ChatId, type EventId, newId, type OutboxId, type UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Database } from "./schema.ts";

/** Lower goes first. Order holds per chat within one priority. */
export const PRIORITY = { reply: 0, notice: 1, broadcast: 2 } as const;

export interface NewMessage {
  to: { chatId: ChatId } | { userId: UserId } | { mailTo: string };
  /** What it is about: told with the facts of this event when it goes. */
  eventId?: EventId;
  kind: string;
  intent: Intent;
  /** Says what this message is about; a second one with the same key is not inserted. */
  dedupeKey: string;
  priority: number;
  now: Date;
  /** Not sent after this moment. */
  expiresAt?: Date;
}

/** Says something: the dispatcher sends it once this transaction is committed. A repeated dedupe key says nothing. */
export async function insertMessages(trx: Transaction<Database>, messages: NewMessage[]): Promise<void> {
  if (!messages.length) return;
  const rows = messages.map(({ to, eventId, kind, intent, dedupeKey, priority, now, expiresAt }) => ({
    id: newId<OutboxId>(),
    ...to,
    eventId: eventId ?? null,
    kind,
    intent: JSON.stringify(intent),
    dedupeKey,
    priority,
    dueAt: now,
    expiresAt: expiresAt ?? null,
    createdAt: now,
  }));
  await trx
    .insertInto("outbox")
    .values(rows)
    .onConflict((c) => c.column("dedupeKey").doNothing())
    .execute();
}
