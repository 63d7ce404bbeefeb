import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

/** What waits in the outbox by how long, and what failed of late. */
export interface OutboxFigures {
  /** Due now, or tried in vain and due again later. */
  waiting: number;
  overOneMinute: number;
  overFiveMinutes: number;
  overOneHour: number;
  /** undefined if nothing waits. */
  oldestAt: Date | undefined;
  failedInLastHour: number;
  failedInLastDay: number;
}

/**
 * Counts by partial indexes, so the cost grows with what waits and what failed today, and not with what was ever sent:
 * what has a way stands in another index than what has none yet.
 *
 * The age of a message that was tried is counted from its making: each try moves `due_at` on.
 */
export async function countOutbox(db: Kysely<Database>, now: Date): Promise<OutboxFigures> {
  const open = sql`select case when attempts > 0 then created_at else due_at end as since from outbox
    where status = 'waiting' and (due_at <= ${now} or attempts > 0)`;
  const { rows } = await sql<Omit<OutboxFigures, "oldestAt"> & { oldestAt: Date | null }>`
    with open as (
      ${open} and platform is null union all ${open} and platform is not null
    ), failed as (
      select failed_at from outbox where status = 'failed' and failed_at > ${before(now, 24 * 60)}
    )
    select count(*) as waiting, min(since) as oldest_at,
      count(*) filter (where since <= ${before(now, 1)}) as over_one_minute,
      count(*) filter (where since <= ${before(now, 5)}) as over_five_minutes,
      count(*) filter (where since <= ${before(now, 60)}) as over_one_hour,
      (select count(*) from failed where failed_at > ${before(now, 60)}) as failed_in_last_hour,
      (select count(*) from failed) as failed_in_last_day
    from open`.execute(db);
  const [figures] = rows;
  if (!figures) throw new Error("a count gives one row");
  return { ...figures, oldestAt: figures.oldestAt ?? undefined };
}

/**
 * How many messages were given up after `since`. Those to people who blocked us or cannot be reached are none of our
 * faults, and are left out.
 */
export async function countGivenUp(
  db: Kysely<Database>,
  { since, until }: { since: Date; until: Date },
): Promise<number> {
  const { count } = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("status", "=", "failed")
    .where("failedAt", ">", since)
    .where("failedAt", "<=", until)
    .where(sql<boolean>`coalesce(reason, '') !~ '^(blocked|unreachable|the platform reported 131026)'`)
    .executeTakeFirstOrThrow();
  return count;
}

function before(now: Date, minutes: number): Date {
  return new Date(now.getTime() - minutes * 60_000);
}
