import { type Kysely, sql } from "kysely";
import type { BroadcastId } from "../ids.ts";
import type { OutboxStatus } from "./outbox-schema.ts";
import type { Database } from "./schema.ts";

/** How many broadcasts there were, and how many of them are under way. */
export interface BroadcastFigures {
  all: number;
  open: number;
}

export async function countBroadcasts(db: Kysely<Database>): Promise<BroadcastFigures> {
  return db
    .selectFrom("broadcasts")
    .select([
      sql<number>`count(*)::int`.as("all"),
      sql<number>`(count(*) filter (where closed_at is null))::int`.as("open"),
    ])
    .executeTakeFirstOrThrow();
}

/** How far a broadcast is. */
export interface BroadcastCount {
  /** It has gone out to so many, */
  sent: number;
  /** so many wait for it, */
  waiting: number;
  /** and of these it is being sent to so many just now. */
  underWay: number;
  /** Of those who wait so many are not to get it within some minutes: it is night there, or a try failed. */
  later: number;
  lastSentAt: Date | null;
  /** WhatsApp has not yet said what became of so many. */
  unconfirmed: number;
}

export async function countBroadcast(db: Kysely<Database>, id: BroadcastId, now: Date): Promise<BroadcastCount> {
  const { rows } = await sql<BroadcastCount>`
    select (count(*) filter (where status in ('sent', 'delivered', 'read')))::int as sent,
      (count(*) filter (where status = 'waiting'))::int as waiting,
      (count(*) filter (where status = 'waiting' and lease_token is not null))::int as under_way,
      (count(*) filter (where status = 'waiting' and due_at > ${now}::timestamptz + interval '5 minutes'))::int as later,
      max(sent_at) as last_sent_at,
      (count(*) filter (where status = 'sent' and platform = 'whatsapp'))::int as unconfirmed
    from outbox where broadcast_id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("a count gave no row");
  return row;
}

/** What became of its messages, and so many names of those who were to get them. */
export interface BroadcastFate {
  status: OutboxStatus;
  platform: string | null;
  reason: string | null;
  people: number;
  names: (string | null)[];
}

export async function listBroadcastFates(
  db: Kysely<Database>,
  id: BroadcastId,
  named: number,
): Promise<BroadcastFate[]> {
  const { rows } = await sql<BroadcastFate>`
    select o.status, o.platform, o.reason, count(*)::int as people,
      case when o.status in ('failed', 'skipped', 'expired')
        then (array_agg(u.name order by u.name, u.id))[1:${sql.lit(named)}] else '{}' end as names
    from outbox o left join users u on u.id = o.user_id
    where o.broadcast_id = ${id}
    group by o.status, o.platform, o.reason
    order by o.status, o.platform, o.reason`.execute(db);
  return rows;
}
