import { sql, type Transaction } from "kysely";
import type { EventId, OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { PRIORITY } from "./outbox.ts";
import type { Database } from "./schema.ts";

interface Notice {
  eventId: EventId;
  kind: string;
  /** What is said to those with a seat, and to those who wait; language, zone and `code` are filled in for each. */
  intents: { confirmed: Intent; waitlisted: Intent };
  /** `:USER` is put behind it. */
  dedupeKey: string;
  /** One for each who may be told: all who have a place, counted under the event's lock. */
  ids: OutboxId[];
  now: Date;
  /** Not sent after this moment. */
  expiresAt: Date;
}

/**
 * Says something to everyone who has a place at an event, in one statement however many they are.
 * Gives how many are told: not those told under the same key before.
 */
export async function insertNotices(trx: Transaction<Database>, notice: Notice): Promise<number> {
  const { eventId, kind, intents, dedupeKey, ids, now, expiresAt } = notice;
  const { numAffectedRows } = await sql`
    with people as (
      select r.user_id, r.status, r.ticket_code, u.locale, u.time_zone, row_number() over (order by r.id) as n
      from event_registrations r join users u on u.id = r.user_id
      where r.event_id = ${eventId} and r.status in ('confirmed', 'waitlisted')
    )
    insert into outbox (id, user_id, event_id, kind, intent, dedupe_key, priority, due_at, expires_at, created_at)
    select (${ids}::uuid[])[p.n], p.user_id, ${eventId}, ${kind},
      case p.status
        when 'confirmed' then jsonb_set(${JSON.stringify(intents.confirmed)}::jsonb, '{params,code}',
          to_jsonb(left(p.ticket_code, 4) || '-' || substr(p.ticket_code, 5)))
        else ${JSON.stringify(intents.waitlisted)}::jsonb
      end || jsonb_strip_nulls(jsonb_build_object('locale', p.locale, 'zone', p.time_zone)),
      ${dedupeKey}::text || ':' || p.user_id, ${PRIORITY.notice}, ${now}, ${expiresAt}, ${now}
    from people p
    on conflict (dedupe_key) do nothing`.execute(trx);
  return Number(numAffectedRows);
}
