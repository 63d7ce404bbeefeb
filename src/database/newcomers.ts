import { type Kysely, sql, type Transaction } from "kysely";
import type { ChatId, EventId, UserId } from "../ids.ts";
import type { Locale } from "../messages.ts";
import { PREPARED } from "./prepared.ts";
import type { Database, RegistrationStatus } from "./schema.ts";
import type { UserRow } from "./users.ts";

type Nullable<T> = { [K in keyof T]: T[K] | null };
type Known = Pick<UserRow, "name" | "email" | "emailVerifiedAt" | "remindersOffAt" | "silencedAt" | "consentVersion">;

/** Someone who wants a place at an event, as the tables know them: nothing of a stranger, nor of one merged or forgotten. */
export type NewcomerRow = Nullable<Known> & {
  /** The one they have, or gave up. */
  place: RegistrationStatus | null;
  /** When this chat last proved that it reads the mailbox of the address it gives now. */
  provedAt: Date | null;
  /** There are other published events that have not started. */
  others: boolean;
};

export interface Asking {
  eventId: EventId;
  chatId: ChatId;
  /** In lower case. */
  email: string | undefined;
}

/**
 * The people who want places at events, in the order given: whoever is known by their chat, and their registration if
 * there is one. The laterals keep the planner from reading whole tables for a few.
 */
export async function listNewcomers(
  db: Kysely<Database>,
  { asking, provedSince, now }: { asking: Asking[]; provedSince: Date; now: Date },
): Promise<NewcomerRow[]> {
  const records = asking.map(({ eventId, chatId, email }, n) => ({ n, event_id: eventId, chat_id: chatId, email }));
  const { rows } = await sql<NewcomerRow>`
    select u.name, u.email, u.email_verified_at, u.reminders_off_at, u.silenced_at, u.consent_version,
      r.status as place, p.proved_at,
      exists (select from events o where o.status = 'published' and o.date_time > ${now} and o.id <> g.event_id) as others
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g (n int, event_id uuid, chat_id uuid, email text)
    left join lateral (select c.user_id from chats c where c.id = g.chat_id limit 1) c on true
    left join lateral (select * from users u
      where u.id = c.user_id and u.merged_into is null and u.forgotten_at is null limit 1) u on true
    left join lateral (select r.status from event_registrations r
      where r.event_id = g.event_id and r.user_id = c.user_id limit 1) r on true
    left join lateral (select max(q.proved_at) as proved_at from link_requests q
      where q.chat_id = g.chat_id and q.email = g.email and q.proved_at > ${provedSince}) p on true
    order by g.n ${PREPARED}`.execute(db);
  return rows;
}

/** What a person confirmed just now, as their row is to keep it. */
export interface ConfirmedRow {
  userId: UserId;
  chatId: ChatId;
  name: string;
  /** undefined: the row keeps the address it has. */
  email: { address: string | null; verifiedAt: Date | null } | undefined;
  locale: Locale;
  /** undefined: the row keeps the one it has. */
  timeZone: string | undefined;
  reminders: boolean;
  consentVersion: number;
}

/** Makes people of chats that are nobody's, with what they confirmed. Gives how many chats could be theirs. */
export async function insertNewcomers(
  trx: Transaction<Database>,
  newcomers: ConfirmedRow[],
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ theirs: number }>`
    with given as materialized (${given(newcomers)}
    ), born as (
      insert into users (id, name, email, email_verified_at, locale, time_zone, reminders_off_at, consent_at,
        consent_version, created_at, updated_at)
      select g.id, g.name, g.email, g.verified_at, g.locale, g.time_zone, case when not g.reminders then ${now}::timestamptz end,
        ${now}, g.consent_version, ${now}, ${now}
      from given g
    ), theirs as (
      update chats c set user_id = g.id from given g where c.id = g.chat_id and c.user_id is null returning c.id
    )
    select count(*)::int as theirs from theirs ${PREPARED}`.execute(trx);
  return rows[0]?.theirs ?? 0;
}

/**
 * Keeps what people confirmed who were known before; reminders that are agreed to end an earlier STOP.
 * Gives how many there were: not those merged or forgotten meanwhile.
 */
export async function setConfirmed(trx: Transaction<Database>, confirmed: ConfirmedRow[], now: Date): Promise<number> {
  const { rows } = await sql`
    with given as materialized (${given(confirmed)}
    )
    update users u set name = g.name, locale = g.locale, time_zone = coalesce(g.time_zone, u.time_zone),
      email = case when g.new_email then g.email else u.email end,
      email_verified_at = case when g.new_email then g.verified_at else u.email_verified_at end,
      reminders_off_at = case when g.reminders then null else coalesce(u.reminders_off_at, ${now}) end,
      silenced_at = case when g.reminders then null else u.silenced_at end,
      consent_at = ${now}, consent_version = g.consent_version, updated_at = ${now}
    from given g where u.id = g.id and u.merged_into is null and u.forgotten_at is null
    returning u.id ${PREPARED}`.execute(trx);
  return rows.length;
}

function given(confirmed: ConfirmedRow[]) {
  const records = confirmed.map(({ userId, chatId, email, timeZone, consentVersion, ...rest }) => ({
    ...{ id: userId, chat_id: chatId, ...rest, time_zone: timeZone, consent_version: consentVersion },
    ...{ new_email: email !== undefined, email: email?.address, verified_at: email?.verifiedAt },
  }));
  return sql`
      select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g (id uuid, chat_id uuid, name text,
        new_email boolean, email text, verified_at timestamptz, locale text, time_zone text, reminders boolean,
        consent_version int)`;
}
