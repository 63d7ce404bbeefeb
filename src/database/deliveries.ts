import { type Kysely, sql } from "kysely";
import type { ChatId, EventId, OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Platform } from "../messages.ts";
import { inTransaction } from "./faults.ts";
import type { Database } from "./schema.ts";
import { LEASE_SECONDS } from "./steps.ts";

/** A message taken for sending, with where it goes; no target means that nobody can be reached. */
export interface LeasedMessage {
  id: OutboxId;
  kind: string;
  intent: Intent;
  attempts: number;
  expiresAt: Date | null;
  mailTo: string | null;
  /** What it is about, if it is to be told as that stands now. */
  eventId: EventId | null;
  chatId: ChatId | null;
  platform: Platform | null;
  telegramId: number | null;
  whatsappUserId: string | null;
  whatsappPhone: string | null;
  blockedAt: Date | null;
  lastInboundAt: Date | null;
  silencedAt: Date | null;
}

/**
 * Takes up to `limit` due messages for `token`. A lease, not a lock: after a crash they come free again, and nothing
 * is held over HTTP. Of one chat only the oldest open message of a priority is taken, and none while another is under
 * way, which may be the older one by another process's clock; so its order holds.
 * A message to a person goes to the chat they prefer, else to the one they wrote in last.
 */
export async function leaseDueMessages(
  db: Kysely<Database>,
  { token, limit, now }: { token: string; limit: number; now: Date },
): Promise<LeasedMessage[]> {
  const { rows } = await sql<LeasedMessage>`
    with due as (
      select o.id from outbox o
      where o.status = 'waiting' and o.due_at <= ${now}
        and (o.leased_until is null or o.leased_until < clock_timestamp())
        and not exists (select 1 from outbox e where e.status = 'waiting' and e.priority = o.priority
          and (e.id < o.id or (e.id > o.id and e.leased_until >= clock_timestamp()))
          and (e.chat_id = o.chat_id or (o.chat_id is null and e.chat_id is null and e.user_id = o.user_id)))
      order by o.priority, o.due_at, o.id limit ${limit} for update skip locked
    ), leased as (
      update outbox o set lease_token = ${token}, attempts = o.attempts + 1,
        leased_until = clock_timestamp() + make_interval(secs => ${sql.lit(LEASE_SECONDS)})
      from due where o.id = due.id returning o.*
    )
    select l.id, l.kind, l.intent, l.attempts, l.expires_at, l.mail_to, l.event_id, c.id as chat_id, c.platform, c.telegram_id,
      c.whatsapp_user_id, c.whatsapp_phone, c.blocked_at, c.last_inbound_at, u.silenced_at
    from leased l
    left join lateral (
      select * from chats of_chat where of_chat.id = l.chat_id
      union all
      (select of_user.* from chats of_user join users p on p.id = of_user.user_id
        where l.chat_id is null and of_user.user_id = l.user_id and of_user.blocked_at is null
        order by (of_user.platform = p.preferred_platform) desc nulls last, of_user.last_inbound_at desc nulls last limit 1)
    ) c on true
    left join users u on u.id = coalesce(l.user_id, c.user_id)
    order by l.priority, l.due_at, l.id`.execute(db);
  return rows;
}

/** What came of one leased message. */
export interface Settlement {
  id: OutboxId;
  token: string;
  status: "sent" | "failed" | "expired" | "skipped" | "waiting";
  reason: string | undefined;
  platform: string | undefined;
  providerMessageId: string | undefined;
  /** When to try again; only of `waiting`. */
  dueAt: Date | undefined;
  /** The chat is off: nothing more goes there until the person writes. */
  blocks: boolean;
  /** The last word to someone who had themselves forgotten. */
  farewell: boolean;
}

/** Writes many results at once. Only the holder of a lease may settle, so a late process changes nothing. */
export async function settleMessages(db: Kysely<Database>, settlements: Settlement[], now: Date): Promise<void> {
  if (!settlements.some(({ farewell }) => farewell)) return writeSettlements(db, settlements, now);
  await inTransaction(db, async (trx) => {
    await writeSettlements(trx, settlements, now);
    await dropForgottenAddresses(trx);
  });
}

async function writeSettlements(db: Kysely<Database>, settlements: Settlement[], now: Date): Promise<void> {
  const records = JSON.stringify(
    settlements.map(({ id, token, status, reason, platform, providerMessageId, dueAt, blocks }) => ({
      id,
      token,
      status,
      reason: reason?.toWellFormed().replaceAll("\0", ""),
      platform,
      provider_message_id: providerMessageId,
      due_at: dueAt,
      blocks,
    })),
  );
  await sql`
    with result as materialized (
      select * from jsonb_to_recordset(${records}::jsonb) as r (
        id uuid, token uuid, status text, reason text, platform text, provider_message_id text, due_at timestamptz, blocks boolean)
    ), settled as (
      update outbox o set status = r.status, reason = r.reason, platform = coalesce(r.platform, o.platform),
        provider_message_id = coalesce(r.provider_message_id, o.provider_message_id), due_at = coalesce(r.due_at, o.due_at),
        sent_at = case when r.status = 'sent' then ${now} else o.sent_at end,
        failed_at = case when r.status = 'failed' then ${now} else o.failed_at end,
        lease_token = null, leased_until = null
      from result r where o.id = r.id and o.lease_token = r.token returning o.chat_id, r.blocks
    )
    update chats c set blocked_at = ${now} from settled s where s.blocks and c.id = s.chat_id and c.blocked_at is null`.execute(
    db,
  );
}

/** Once the last word to someone who had themselves forgotten is out, the address goes as well. */
export async function dropForgottenAddresses(db: Kysely<Database>): Promise<void> {
  await sql`
    update chats c set telegram_id = null, whatsapp_user_id = null, whatsapp_phone = null, version = c.version + 1
    where c.forgotten_at is not null and coalesce(c.last_inbound_at <= c.forgotten_at, true)
      and (c.telegram_id is not null or c.whatsapp_user_id is not null or c.whatsapp_phone is not null)
      and not exists (select 1 from outbox o where o.chat_id = c.id and o.status = 'waiting')`.execute(db);
}
