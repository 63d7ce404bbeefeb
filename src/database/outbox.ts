import type { Transaction } from "kysely";
import { type ChatId, type EventId, newId, type OutboxId, type RegistrationId, type UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Database } from "./schema.ts";

/** Lower goes first. Order holds per chat within one priority. */
export const PRIORITY = { reply: 0, notice: 1, broadcast: 2 } as const;

export interface NewMessage {
  /** Made here unless somebody must know it. */
  id?: OutboxId;
  to: { chatId: ChatId } | { userId: UserId } | { mailTo: string };
  /** What it is about: told with the facts of this event when it goes. */
  eventId?: EventId;
  /** The seat, or place in the queue, that it speaks of. */
  registrationId?: RegistrationId;
  kind: string;
  intent: Intent;
  /** Says what this message is about; a second one with the same key is not inserted. */
  dedupeKey: string;
  priority: number;
  now: Date;
  /** Not sent before this moment; at once if left out. */
  dueAt?: Date;
  /** Not sent after this moment. */
  expiresAt?: Date;
}

/** Says something: the dispatcher sends it once this transaction is committed. A repeated dedupe key says nothing. */
export async function insertMessages(trx: Transaction<Database>, messages: NewMessage[]): Promise<void> {
  if (!messages.length) return;
  const rows = messages.map((message) => ({
    id: message.id ?? newId<OutboxId>(),
    ...message.to,
    eventId: message.eventId ?? null,
    registrationId: message.registrationId ?? null,
    kind: message.kind,
    intent: JSON.stringify(message.intent),
    dedupeKey: message.dedupeKey,
    priority: message.priority,
    dueAt: message.dueAt ?? message.now,
    expiresAt: message.expiresAt ?? null,
    createdAt: message.now,
  }));
  await trx
    .insertInto("outbox")
    .values(rows)
    .onConflict((c) => c.column("dedupeKey").doNothing())
    .execute();
}
