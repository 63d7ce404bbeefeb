import { type Kysely, sql } from "kysely";
import type { OutboxId } from "../ids.ts";
import { inTransaction } from "./faults.ts";
import type { Database } from "./schema.ts";

/**
 * Counts these messages among those that open a conversation, as far as the account may open so many with different
 * people in 24 hours; somebody to whom one was opened within them is free. In order, and one process after another.
 *
 * Gives which may go.
 *
 * @param limit people in any 24 hours; undefined without a limit
 */
export async function reserveOpenings(
  db: Kysely<Database>,
  { ids, limit, now }: { ids: OutboxId[]; limit: number | undefined; now: Date },
): Promise<Set<OutboxId>> {
  if (!ids.length) return new Set();
  return inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('openings'))`.execute(trx);
    const { rows } = await sql<{ id: OutboxId }>`
      with opened as materialized (
        select distinct way from outbox
        where opens and platform = 'whatsapp' and (sent_at is null or sent_at > ${now}::timestamptz - interval '24 hours')
      ), asking as (
        select o.id, o.way in (select way from opened) as is_open, min(o.id::text) over (partition by o.way) as first
        from outbox o where o.id = any (${sql.val(ids)}::uuid[])
      ), ranked as (
        select id, is_open, dense_rank() over (partition by is_open order by first) as n from asking
      )
      update outbox o set opens = true from ranked r
      where o.id = r.id and (r.is_open or ${limit ?? null}::int is null or r.n + (select count(*) from opened) <= ${limit ?? null}::int)
      returning o.id`.execute(trx);
    return new Set(rows.map(({ id }) => id));
  });
}
