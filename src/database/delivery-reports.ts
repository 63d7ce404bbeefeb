import { type Kysely, sql } from "kysely";
import type { DeliveryReport } from "../messages.ts";
import { markFailures } from "./failed-deliveries.ts";
import { IS_FORGOTTEN } from "./forgetting.ts";
import type { Database } from "./schema.ts";

/**
 * Moves sent messages on to delivered, read or failed: never backwards, since reports come in any order and more than once.
 * A message is known by our own id where the platform echoes it, else by the platform's.
 */
export async function markReports(db: Kysely<Database>, reports: DeliveryReport[]): Promise<void> {
  await markProgress(
    db,
    reports.filter(({ status }) => status !== "failed"),
  );
  await markFailures(
    db,
    reports.filter(({ status }) => status === "failed"),
  );
}

/**
 * Of several reports about one message the furthest counts, and the price that any of them tells.
 * A message that waits and has the platform's id already failed under that id: whatever else is said of that one is over.
 * The platform's id tells the number on WhatsApp, so that of a forgotten message does not come back.
 */
async function markProgress(db: Kysely<Database>, reports: DeliveryReport[]): Promise<void> {
  if (!reports.length) return;
  const records = JSON.stringify(
    reports.map(({ platform, providerMessageId, outboxId, status, at, pricing }) => ({
      platform,
      provider_message_id: providerMessageId,
      outbox_id: outboxId,
      status,
      at,
      price_category: pricing?.category,
      price_billable: pricing?.billable,
    })),
  );
  await sql`
    with told as materialized (
      select r.*, coalesce(r.outbox_id::text, r.provider_message_id) as message from jsonb_to_recordset(${records}::jsonb) as r (
        platform text, provider_message_id text, outbox_id uuid, status text, at timestamptz, price_category text, price_billable boolean)
    ), report as (
      select distinct on (message) platform, provider_message_id, outbox_id, status, at,
        max(price_category) over (partition by message) as price_category,
        bool_or(price_billable) over (partition by message) as price_billable
      from told order by message, ${rank("status")} desc
    )
    update outbox o set status = case when ${rank("o.status")} < ${rank("r.status")} then r.status else o.status end,
      provider_message_id = case when o.status <> 'waiting' and o.provider_message_id is not null then o.provider_message_id
        when not ${IS_FORGOTTEN} then r.provider_message_id end,
      platform = coalesce(o.platform, r.platform), lease_token = null, leased_until = null,
      reason = case when o.status = 'waiting' then null else o.reason end,
      sent_at = coalesce(o.sent_at, r.at),
      delivered_at = case when r.status in ('delivered', 'read') then coalesce(o.delivered_at, r.at) else o.delivered_at end,
      read_at = case when r.status = 'read' then coalesce(o.read_at, r.at) else o.read_at end,
      price_category = coalesce(o.price_category, r.price_category),
      price_billable = coalesce(o.price_billable, r.price_billable)
    from report r
    where (o.id = r.outbox_id or (r.outbox_id is null and o.platform = r.platform and o.provider_message_id = r.provider_message_id))
      and (${rank("o.status")} < ${rank("r.status")}
        or (o.price_category is null and r.price_category is not null and o.status in ('sent', 'delivered', 'read')))
      and (o.status <> 'waiting' or o.provider_message_id is distinct from r.provider_message_id)`.execute(db);
}

/** A failure after "read" is not believed; one after "delivered" neither. */
function rank(column: string) {
  return sql.raw(
    `case ${column} when 'waiting' then 0 when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 when 'read' then 4 else 9 end`,
  );
}
