import { type Kysely, sql } from "kysely";
import type { DeliveryReport } from "../messages.ts";
import { IS_FORGOTTEN } from "./forgetting.ts";
import type { Database } from "./schema.ts";

/** A message that the platform accepted and then failed so often is given up. */
const MOST_ATTEMPTS = 10;

/**
 * Marks messages that the platform accepted and could not deliver, and lets those come again that have a remedy.
 *
 * A closed window: the chat's last word is set back a day, so this message and the next to it go as templates; that
 * happens once, since it is then no longer believed to be open. A chat where nothing arrives is off until the person
 * writes. What was for a person, and has no remedy there, goes another way.
 *
 * What comes again keeps the platform's id of the failed try, so that a report about that one, told twice or late,
 * is not taken for one about the next. What was erased since does not come again, and nothing forgotten has an id.
 */
export async function markFailures(db: Kysely<Database>, reports: DeliveryReport[]): Promise<void> {
  if (!reports.length) return;
  await sql`
    with report as materialized (
      select distinct on (coalesce(r.outbox_id::text, r.provider_message_id)) r.* from jsonb_to_recordset(${toRecords(reports)}::jsonb) as r (
        platform text, provider_message_id text, outbox_id uuid, at timestamptz, reason text, remedy text, after_ms bigint)
    ), met as (
      select r.*, o.id, c.id as chat_id, ${IS_FORGOTTEN} as is_forgotten, case
          when o.intent ->> 'text' = 'erased' then 'failed'
          when o.attempts < ${sql.lit(MOST_ATTEMPTS)} and r.remedy = 'again' then 'again'
          when o.attempts < ${sql.lit(MOST_ATTEMPTS)} and r.remedy = 'template'
            and c.last_inbound_at > r.at - interval '24 hours' and c.forgotten_at is null then 'template'
          when o.user_id is not null then 'elsewhere'
          else 'failed'
        end as course
      from report r
      join outbox o on o.id = r.outbox_id
        or (r.outbox_id is null and o.platform = r.platform and o.provider_message_id = r.provider_message_id)
      left join chats c on c.id = o.way and c.platform = r.platform
      where o.status in ('waiting', 'sent')
        and coalesce((o.status = 'waiting') <> (o.provider_message_id = r.provider_message_id), true)
    ), marked as (
      update outbox o set status = case m.course when 'failed' then 'failed' else 'waiting' end, reason = m.reason,
        provider_message_id = case when m.course <> 'failed' or not m.is_forgotten then m.provider_message_id end,
        lease_token = null, leased_until = null, opens = false,
        platform = case m.course when 'elsewhere' then null else m.platform end,
        way = case m.course when 'elsewhere' then null else o.way end,
        tried = case when m.course = 'elsewhere' and m.chat_id is not null then o.tried || m.chat_id else o.tried end,
        due_at = case m.course when 'failed' then o.due_at else m.at + make_interval(secs => m.after_ms / 1000.0) end,
        sent_at = case m.course when 'failed' then coalesce(o.sent_at, m.at) end,
        failed_at = case m.course when 'failed' then m.at end
      from met m where o.id = m.id
    )
    update chats c set
      blocked_at = case when m.remedy = 'chat-off' then coalesce(c.blocked_at, m.at) else c.blocked_at end,
      last_inbound_at = case when m.course = 'template' then m.at - interval '24 hours' else c.last_inbound_at end
    from met m
    where c.id = m.chat_id and (m.remedy = 'chat-off' or m.course = 'template')
      and coalesce(c.last_inbound_at <= m.at, true)`.execute(db);
}

function toRecords(reports: DeliveryReport[]): string {
  return JSON.stringify(
    reports.map(({ platform, providerMessageId, outboxId, at, code, detail, remedy }) => ({
      platform,
      provider_message_id: providerMessageId,
      outbox_id: outboxId,
      at,
      reason: ["the platform reported", code ?? "no reason", detail].filter(Boolean).join(" ").replaceAll("\0", ""),
      remedy: remedy?.type,
      after_ms: remedy?.type === "again" ? remedy.afterMs : 0,
    })),
  );
}
