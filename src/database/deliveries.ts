import { type Kysely, sql } from "kysely";
import type { EventId, OutboxId, UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Platform } from "../messages.ts";
import { inTransaction } from "./faults.ts";
import { PREPARED } from "./prepared.ts";
import type { Database } from "./schema.ts";
import { LEASE_SECONDS } from "./steps.ts";

/** A message taken for sending, with where it goes. */
export interface LeasedMessage {
  id: OutboxId;
  kind: string;
  intent: Intent;
  attempts: number;
  expiresAt: Date | null;
  /** Of someone to whom another way may lead, if this one fails. */
  userId: UserId | null;
  /** What it is about, if it is to be told as that stands now. */
  eventId: EventId | null;
  platform: ChannelName;
  telegramId: number | null;
  whatsappUserId: string | null;
  whatsappPhone: string | null;
  email: string | null;
  blockedAt: Date | null;
  lastInboundAt: Date | null;
  silencedAt: Date | null;
  /** A question that a newer one has overtaken. */
  superseded: boolean;
}

type ChannelName = Platform | "mail";

export interface Lane {
  platform: ChannelName;
  /** Replies, or everything else. */
  isReply: boolean;
}

/** How long an ended lease is an unknown outcome: meanwhile WhatsApp may still tell that the message went out. */
const UNKNOWN_SECONDS: Record<ChannelName, number> = { telegram: 0, whatsapp: 60, mail: 0 };

/**
 * Takes up to `limit` due messages of one lane for `token`. A lease, not a lock: after a crash they come free again, and
 * nothing is held over HTTP. Of one chat only the oldest of a priority that is due or was tried is taken, and none while
 * another is under way, which may be the older one by another process's clock; so its order holds. One that is to be
 * tried again after more than an hour holds up no other: else the last reminder would wait behind the first.
 */
export async function leaseDueMessages(
  db: Kysely<Database>,
  { platform, isReply, token, limit, now }: Lane & { token: string; limit: number; now: Date },
): Promise<LeasedMessage[]> {
  const unknown = sql`make_interval(secs => ${sql.lit(UNKNOWN_SECONDS[platform])})`;
  const anHourOn = new Date(now.getTime() + 60 * 60_000);
  const { rows } = await sql<LeasedMessage>`
    with due as (
      select o.id from outbox o
      where o.status = 'waiting' and o.platform = ${platform} and ${isReply ? sql`o.priority = 0` : sql`o.priority > 0`}
        and o.due_at <= ${now} and (o.leased_until is null or o.leased_until < clock_timestamp() - ${unknown})
        and not exists (select 1 from outbox e where e.status = 'waiting' and e.way = o.way and e.priority = o.priority
          and ((e.id < o.id and (e.due_at <= ${now} or (e.attempts > 0 and e.due_at <= ${anHourOn}))) or (e.id > o.id and e.leased_until >= clock_timestamp())))
      order by o.priority, o.due_at, o.id limit ${limit} for update skip locked
    ), leased as (
      update outbox o set lease_token = ${token}, attempts = o.attempts + 1,
        leased_until = clock_timestamp() + make_interval(secs => ${sql.lit(LEASE_SECONDS)})
      from due where o.id = due.id returning o.*
    )
    select l.id, l.kind, l.intent, l.attempts, l.expires_at, l.user_id, l.event_id, l.platform, c.telegram_id,
      c.whatsapp_user_id, c.whatsapp_phone, coalesce(l.mail_to, case when l.platform = 'mail' then u.email end) as email,
      c.blocked_at, c.last_inbound_at, u.silenced_at,
      l.intent ? 'asks' and exists (select 1 from outbox n where n.status = 'waiting' and n.way = l.way
        and n.priority = l.priority and n.id > l.id and n.intent ? 'asks') as superseded
    from leased l
    left join chats c on c.id = l.way
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
  providerMessageId: string | undefined;
  /** When to try again; only of `waiting`. */
  dueAt: Date | undefined;
  /** No call was made: the try does not count. */
  unspent: boolean;
  /** Another way is to be found; only of `waiting`. `failed`: this one is not to be taken again. */
  reroute: "failed" | "anew" | undefined;
  /** The chat is off: nothing more goes there until the person writes. */
  blocks: boolean;
  /** The last word to someone who had themselves forgotten: the platform's id goes as well, which tells the number. */
  farewell: boolean;
}

/**
 * Writes many results at once, in the order in which reports of them are written, so that neither waits for the other.
 * Only the holder of a lease may settle, so a late process changes nothing.
 */
export async function settleMessages(db: Kysely<Database>, results: Settlement[], now: Date): Promise<void> {
  const settlements = results.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (!settlements.some(({ farewell }) => farewell)) return writeSettlements(db, settlements, now);
  await inTransaction(db, async (trx) => {
    await writeSettlements(trx, settlements, now);
    await dropForgottenAddresses(trx);
  });
}

async function writeSettlements(db: Kysely<Database>, settlements: Settlement[], now: Date): Promise<void> {
  const records = JSON.stringify(
    settlements.map(({ id, token, status, reason, providerMessageId, dueAt, unspent, reroute, blocks, farewell }) => ({
      id,
      token,
      status,
      reason: reason?.toWellFormed().replaceAll("\0", ""),
      provider_message_id: providerMessageId,
      due_at: dueAt,
      unspent,
      reroute,
      blocks,
      farewell,
    })),
  );
  await sql`
    with result as materialized (
      select * from jsonb_to_recordset(${records}::jsonb) as r (id uuid, token uuid, status text, reason text,
        provider_message_id text, due_at timestamptz, unspent boolean, reroute text, blocks boolean, farewell boolean)
    ), held as (
      select o.id, o.way from outbox o join result r on r.id = o.id and o.lease_token = r.token
    ), settled as (
      update outbox o set status = r.status, reason = r.reason,
        provider_message_id = case when not r.farewell then coalesce(r.provider_message_id, o.provider_message_id) end,
        due_at = coalesce(r.due_at, o.due_at),
        attempts = o.attempts - r.unspent::int,
        tried = case when r.reroute = 'failed' and o.way is not null then o.tried || o.way else o.tried end,
        platform = case when r.reroute is null then o.platform end, way = case when r.reroute is null then o.way end,
        opens = o.opens and r.status = 'sent',
        sent_at = case when r.status = 'sent' then ${now} else o.sent_at end,
        failed_at = case when r.status = 'failed' then ${now} else o.failed_at end,
        lease_token = null, leased_until = null
      from result r where o.id = r.id and o.lease_token = r.token returning o.id, r.blocks
    )
    update chats c set blocked_at = ${now}
    from settled s join held h on h.id = s.id where s.blocks and c.id = h.way and c.blocked_at is null ${PREPARED}`.execute(
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
