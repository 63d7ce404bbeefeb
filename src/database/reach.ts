import { type Kysely, type RawBuilder, sql } from "kysely";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import type { Audience, Obstacle, Platform } from "../messages.ts";
import type { Database, RegistrationStatus } from "./schema.ts";
import { inOrderOfWays, isOn } from "./ways.ts";

/** What a message to many has to go by. */
export interface Means {
  /** The messengers that are on. */
  platforms: readonly Platform[];
  /** Whether letters can be sent. */
  mail: boolean;
  /** Whether it can be said by an approved template, where WhatsApp's 24 hours are over. */
  template: boolean;
  /** Whoever wrote in WhatsApp after this moment can be written to in our own words. */
  windowSince: Date;
}

/** By which way a message to somebody would go now. */
export type Way = "telegram" | "whatsapp" | "template" | "mail";

/** Who is meant by it, of those who have a place at an event. */
export const AUDIENCES: Record<Audience, RegistrationStatus[]> = {
  all: ["confirmed", "offered", "waitlisted"],
  coming: ["confirmed"],
  waiting: ["offered", "waitlisted"],
};

/**
 * Joins `way`, and where there is none the `obstacles`, of the person `user` with the registration `registration`: what
 * `routeDueMessages` and `findObstacle` would do with a message to them, one way tried after another. `chat` is the one
 * it would go by. What ends by itself, such as a platform that is down for a while, is no obstacle.
 */
export function joinReach({ user, registration }: { user: string; registration: string }, means: Means) {
  const [u, r] = [sql.ref(user), sql.ref(registration)];
  const way = `${user}_chat`;
  const c = sql.ref(way);
  const first = (column: RawBuilder<unknown>) =>
    sql`(array_agg(${column} order by ${inOrderOfWays(way, user)}) filter (where ${c}.way is not null))[1]`;
  return sql`cross join lateral (
    select
      case when ${u}.forgotten_at is null and ${u}.silenced_at is null
        then coalesce(${first(sql`${c}.way`)}, case when ${means.mail}::boolean and ${u}.email is not null then 'mail' end) end as way,
      ${first(sql`${c}.id`)} as chat,
      case when ${u}.forgotten_at is not null then array['forgotten']
        when ${u}.silenced_at is not null then array['stopped']
        when count(${c}.id) > 0 then array_agg(distinct ${c}.obstacle) filter (where ${c}.obstacle is not null)
        when ${r}.registered_via in ('telegram', 'whatsapp') then array['no-chat']
        else array['by-hand'] end as obstacles
    from (
      select o.*, case when o.obstacle is null then case
          when o.platform = 'telegram' then 'telegram'
          when o.last_inbound_at > ${means.windowSince} then 'whatsapp' else 'template' end end as way
      from (
        select chats.*, case
            when not chats.platform = any (${sql.val([...means.platforms])}::text[]) then 'off'
            when not ${isOn("chats")} then 'blocked-' || chats.platform
            when num_nonnulls(chats.telegram_id, chats.whatsapp_user_id, chats.whatsapp_phone) = 0 then 'no-chat'
            when chats.platform = 'whatsapp' and not ${means.template}::boolean
              and coalesce(chats.last_inbound_at <= ${means.windowSince}, true) then 'window-closed' end as obstacle
        from chats where chats.user_id = ${u}.id
      ) o
    ) ${c}
  ) reach`;
}

export interface UnreachedRow {
  registrationId: RegistrationId;
  userId: UserId;
  /** null of somebody who had themselves forgotten. */
  name: string | null;
  obstacles: Obstacle[];
}

export interface ReachRow {
  total: number;
  ways: Partial<Record<Way, number>>;
  unreached: UnreachedRow[];
  /** With how many of them a conversation would be opened in WhatsApp, beside those with whom it is open, */
  opening: number;
  /** and with how many people one was opened within 24 hours, these or others. */
  opened: number;
}

interface Question {
  eventId: EventId;
  audience: Audience;
  means: Means;
  now: Date;
  /** Which of those whom nothing reaches are named, in the order of their names. */
  limit: number;
  offset: number;
}

/** Counts an audience by the ways of a message to it. One statement, however many they are. */
export async function countReach(db: Kysely<Database>, question: Question): Promise<ReachRow> {
  const { eventId, audience, means, now, limit, offset } = question;
  const { rows } = await sql<ReachRow>`
    with opened as materialized (
      select distinct way from outbox
      where opens and platform = 'whatsapp' and (sent_at is null or sent_at > ${now}::timestamptz - interval '24 hours')
    ), person as materialized (
      select r.id as registration_id, u.id as user_id, u.name, reach.way, reach.chat, reach.obstacles
      from event_registrations r join users u on u.id = r.user_id
      ${joinReach({ user: "u", registration: "r" }, means)}
      where r.event_id = ${eventId} and r.status = any (${sql.val(AUDIENCES[audience])}::text[])
    ), counted as (select way, count(*)::int as n from person where way is not null group by way)
    select (select count(*)::int from person) as total,
      (select coalesce(jsonb_object_agg(way, n), '{}') from counted) as ways,
      (select coalesce(jsonb_agg(to_jsonb(named) order by named.name, named."userId"), '[]') from (
        select registration_id as "registrationId", user_id as "userId", name, obstacles from person where way is null
        order by name, user_id limit ${limit} offset ${offset}) named) as unreached,
      (select count(*)::int from person where way = 'template' and chat not in (select way from opened)) as opening,
      (select count(*)::int from opened) as opened`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("a count gave no row");
  return row;
}
