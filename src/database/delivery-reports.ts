import { type Kysely, sql } from "kysely";
import type { DeliveryReport } from "../messages.ts";
import type { Database } from "./schema.ts";

/**
 * Moves sent messages on to delivered, read or failed: never backwards, since reports come in any order and more than once.
 * A message is known by our own id where the platform echoes it, else by the platform's.
 */
export async function markReports(db: Kysely<Database>, reports: DeliveryReport[]): Promise<void> {
  if (!reports.length) return;
  const records = JSON.stringify(
    reports.map(({ platform, providerMessageId, outboxId, status, at, code }) => ({
      platform,
      provider_message_id: providerMessageId,
      outbox_id: outboxId,
      status,
      at,
      reason: code === undefined ? null : `the platform reported ${code}`,
    })),
  );
  await sql`
    with report as materialized (
      select distinct on (coalesce(r.outbox_id::text, r.provider_message_id)) r.*
      from jsonb_to_recordset(${records}::jsonb) as r (
        platform text, provider_message_id text, outbox_id uuid, status text, at timestamptz, reason text)
      order by coalesce(r.outbox_id::text, r.provider_message_id), ${rank("r.status")} desc
    )
    update outbox o set status = r.status, reason = coalesce(r.reason, o.reason),
      provider_message_id = coalesce(o.provider_message_id, r.provider_message_id), platform = coalesce(o.platform, r.platform),
      lease_token = null, leased_until = null, sent_at = coalesce(o.sent_at, r.at),
      delivered_at = case when r.status in ('delivered', 'read') then coalesce(o.delivered_at, r.at) else o.delivered_at end,
      read_at = case when r.status = 'read' then r.at else o.read_at end,
      failed_at = case when r.status = 'failed' then r.at else o.failed_at end
    from report r
    where (o.id = r.outbox_id or (r.outbox_id is null and o.platform = r.platform and o.provider_message_id = r.provider_message_id))
      and ${rank("o.status")} < ${rank("r.status")}`.execute(db);
}

/** A failure after "read" is not believed; one after "delivered" neither. */
function rank(column: string) {
  return sql.raw(
    `case ${column} when 'waiting' then 0 when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 when 'read' then 4 else 9 end`,
  );
}
