import { type Kysely, sql } from "kysely";
import type { DeliveryReport } from "../messages.ts";
import type { Database } from "./schema.ts";

/** A message that the platform accepted and then failed so often is given up. */
const MOST_ATTEMPTS = 10;

/**
 * Marks messages that the platform accepted and could not deliver, and lets those come again that have a remedy.
 *
 * A closed window: the chat's last word is set back a day, so this message and the next to it go as templates; that
 * happens once, since it is then no longer believed to be open. A chat where nothing arrives is off until the person
 * writes, and what was for the person goes to another chat of theirs.
 *
 * What comes again keeps the platform's id of the failed try, so that a report about that one, told twice or late,
 * is not taken for one about the next.
 */
export async function markFailures(db: Kysely<Database>, reports: DeliveryReport[]): Promise<void> {
  if (!reports.length) return;
  await sql`
    with report as materialized (
      select distinct on (coalesce(r.outbox_id::text, r.provider_message_id)) r.* from jsonb_to_recordset(${toRecords(reports)}::jsonb) as r (
        platform text, provider_message_id text, outbox_id uuid, at timestamptz, reason text, remedy text, after_ms bigint,
        whatsapp_user_id text, whatsapp_phone text)
    ), met as (
      select r.*, o.id, c.id as chat_id, coalesce(o.attempts < ${sql.lit(MOST_ATTEMPTS)} and case r.remedy
          when 'again' then true
          when 'template' then c.last_inbound_at > r.at - interval '24 hours' and c.forgotten_at is null
          when 'chat-off' then o.chat_id is null and c.id is not null
        end, false) as again
      from report r
      join outbox o on o.id = r.outbox_id
        or (r.outbox_id is null and o.platform = r.platform and o.provider_message_id = r.provider_message_id)
      left join lateral (
        select * from chats of_whom
        where of_whom.platform = r.platform and (of_whom.id = o.chat_id or (o.chat_id is null and of_whom.user_id = o.user_id))
        order by coalesce(of_whom.whatsapp_user_id = r.whatsapp_user_id, false) desc,
          coalesce(of_whom.whatsapp_phone = r.whatsapp_phone, false) desc, of_whom.last_inbound_at desc nulls last limit 1
      ) c on true
      where o.status in ('waiting', 'sent')
        and coalesce((o.status = 'waiting') <> (o.provider_message_id = r.provider_message_id), true)
    ), marked as (
      update outbox o set status = case when m.again then 'waiting' else 'failed' end, reason = m.reason,
        provider_message_id = m.provider_message_id, platform = m.platform, lease_token = null, leased_until = null,
        due_at = case when m.again then m.at + make_interval(secs => m.after_ms / 1000.0) else o.due_at end,
        sent_at = case when m.again then null else coalesce(o.sent_at, m.at) end,
        failed_at = case when m.again then null else m.at end
      from met m where o.id = m.id
    )
    update chats c set
      blocked_at = case when m.remedy = 'chat-off' then coalesce(c.blocked_at, m.at) else c.blocked_at end,
      last_inbound_at = case when m.remedy = 'template' then m.at - interval '24 hours' else c.last_inbound_at end
    from met m
    where c.id = m.chat_id and (m.remedy = 'chat-off' or (m.remedy = 'template' and m.again))
      and coalesce(c.last_inbound_at <= m.at, true)`.execute(db);
}

function toRecords(reports: DeliveryReport[]): string {
  return JSON.stringify(
    reports.map(({ platform, providerMessageId, outboxId, at, code, detail, remedy, recipient }) => ({
      platform,
      provider_message_id: providerMessageId,
      outbox_id: outboxId,
      at,
      reason: ["the platform reported", code ?? "no reason", detail].filter(Boolean).join(" ").replaceAll("\0", ""),
      remedy: remedy?.type,
      after_ms: remedy?.type === "again" ? remedy.afterMs : 0,
      ...(recipient?.platform === "whatsapp" && {
        whatsapp_user_id: recipient.userId,
        whatsapp_phone: recipient.phone,
      }),
    })),
  );
}
