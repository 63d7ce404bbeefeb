import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";
import { inOrderOfWays, isOn } from "./ways.ts";

/** Where messages can go now. */
export interface Ways {
  /** Platforms that take nothing for a while: what is for a person goes another way. */
  away: string[];
  /** Whether letters can be sent. */
  mail: boolean;
  now: Date;
}

/** So many at once; the rest is for the next look. */
const BATCH = 1_000;
/** Whose only way is closed for now is looked at again after this. */
const PARKED_SECONDS = 30;

/**
 * Chooses the way of due messages that have none. What is for a chat goes there. What is for a person goes to the chat
 * they prefer, else to the one they wrote in last, of those that work and have not failed this message; else to their
 * mailbox; else nowhere, with the reason: a message that was at fault itself has failed, and the admins hear of it.
 *
 * Gives how many were looked at, and of how many that was the end.
 */
export async function routeDueMessages(
  db: Kysely<Database>,
  { away, mail, now }: Ways,
): Promise<{ looked: number; ended: number }> {
  const { rows } = await sql<{ ended: boolean }>`
    with due as (
      select o.id, o.chat_id, o.user_id, o.mail_to, o.tried, o.expires_at, o.reason from outbox o
      where o.status = 'waiting' and o.platform is null and o.due_at <= ${now}
        and (o.leased_until is null or o.leased_until < clock_timestamp())
      order by o.due_at limit ${sql.lit(BATCH)} for update skip locked
    ), judged as (
      select d.id, c.id as way,
        case when d.mail_to is not null then 'mail'
          when c.id is not null then c.platform
          when ${mail} and u.email is not null then 'mail' end as platform,
        case when d.expires_at <= ${now} then 'expired'
          when d.mail_to is not null or c.id is not null or (${mail} and u.email is not null) then 'waiting'
          when u.silenced_at is not null then 'silenced'
          when exists (select from chats a where ${reaches("a")} and a.platform = any (${away}::text[])) then 'parked'
          when d.reason ~ '^(rejected|gave up|the platform reported (?!131026))' then 'failed'
          else 'skipped' end as verdict
      from due d
      left join users u on u.id = d.user_id
      left join lateral (
        select own.id, own.platform from chats own where own.id = d.chat_id
        union all
        (select of_user.id, of_user.platform from chats of_user
          where ${reaches("of_user")} and of_user.platform <> all (${away}::text[])
          order by ${inOrderOfWays("of_user", "u")} limit 1)
      ) c on true
    )
    update outbox o set platform = j.platform, way = j.way,
      status = case j.verdict when 'silenced' then 'skipped' when 'parked' then 'waiting' else j.verdict end,
      failed_at = case j.verdict when 'failed' then ${now} else o.failed_at end,
      due_at = case j.verdict when 'parked' then ${now}::timestamptz + make_interval(secs => ${sql.lit(PARKED_SECONDS)}) else o.due_at end,
      reason = case j.verdict
        when 'expired' then concat_ws('; ', o.reason, 'its time had passed')
        when 'silenced' then 'the person said stop'
        when 'skipped' then concat_ws('; ', o.reason, 'no chat of this person can be reached')
        else o.reason end
    from judged j where o.id = j.id returning o.status <> 'waiting' as ended`.execute(db);
  return { looked: rows.length, ended: rows.filter(({ ended }) => ended).length };
}

/** A chat of the person that works and has not failed this message. */
function reaches(chat: string) {
  const c = sql.ref(chat);
  return sql`d.chat_id is null and ${c}.user_id = d.user_id and ${isOn(chat)} and ${c}.id <> all (d.tried)`;
}

/** What waits for a platform that takes nothing for a while is to be routed anew, as far as another way can do. */
export async function clearRoutes(db: Kysely<Database>, platform: string): Promise<void> {
  await sql`
    update outbox set platform = null, way = null
    where status = 'waiting' and platform = ${platform} and user_id is not null and lease_token is null`.execute(db);
}

/** Which of these lanes have something due. */
export async function listBusyLanes<Lane extends { platform: string; isReply: boolean }>(
  db: Kysely<Database>,
  lanes: Lane[],
  now: Date,
): Promise<Lane[]> {
  const records = JSON.stringify(lanes.map(({ platform, isReply }, n) => ({ n, platform, is_reply: isReply })));
  const { rows } = await sql<{ n: number }>`
    select l.n from jsonb_to_recordset(${records}::jsonb) as l (n int, platform text, is_reply boolean)
    where case when l.is_reply
      then exists (select from outbox o where o.status = 'waiting' and o.platform = l.platform and o.priority = 0 and o.due_at <= ${now})
      else exists (select from outbox o where o.status = 'waiting' and o.platform = l.platform and o.priority > 0 and o.due_at <= ${now})
    end order by l.n`.execute(db);
  return rows.flatMap(({ n }) => lanes[n] ?? []);
}
