import { type Kysely, sql } from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import type { EventRef } from "../messages.ts";
import { EVENT_COLUMNS, type EventRow } from "./events.ts";
import { PREPARED } from "./prepared.ts";
import { countAhead, type RegistrationRow } from "./registrations.ts";
import type { Database, RegistrationStatus } from "./schema.ts";
import type { UserRow } from "./users.ts";

type Nullable<T> = { [K in keyof T]: T[K] | null };
type Person = Pick<UserRow, "name" | "email" | "remindersOffAt" | "silencedAt" | "consentVersion">;

/** An event beside one person, and their place in it, where there is one. */
export type CardRow = EventRow &
  Nullable<Person & Pick<RegistrationRow, "ticketCode" | "offerExpiresAt">> & {
    standing: RegistrationStatus | null;
    /** How many wait before this person. */
    ahead: number;
    /** There are other published events that have not started. */
    others: boolean;
  };

/** Whose card of which event is looked at. */
export interface CardAsk {
  event: EventRef;
  /** The person's; without them, of whoever this chat belongs to, if it does. */
  userId?: UserId | undefined;
  chatId?: ChatId | undefined;
  /** In lower case. Left out: none is asked about. */
  email?: string | undefined;
  now: Date;
}

export type SeenRow = CardRow & {
  /** Somebody else has the address that is asked about. */
  emailTaken: boolean;
};

/** All that cards say, in one round trip and in the order asked; undefined for a draft. */
export async function listCardRows(db: Kysely<Database>, asked: CardAsk[]): Promise<(SeenRow | undefined)[]> {
  const records = asked.map(({ event, userId, chatId, email, now }, n) => {
    const ref = "slug" in event ? { slug: event.slug } : { event_id: event.id };
    return { n, ...ref, user_id: userId, chat_id: chatId, email, now };
  });
  const { rows } = await sql<SeenRow & { n: number }>`
    select g.n, ${sql.join(EVENT_COLUMNS.map((column) => sql.ref(`e.${column}`)))},
      r.status as standing, r.ticket_code, r.offer_expires_at, ${countAhead} as ahead,
      u.name, u.email, u.reminders_off_at, u.silenced_at, u.consent_version,
      exists (select from events o where o.status = 'published' and o.date_time > g.now and o.id <> e.id) as others,
      exists (select from users h where lower(h.email) = g.email and h.merged_into is null and h.forgotten_at is null
        and h.id is distinct from p.id) as email_taken
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g (n int, slug text, event_id uuid, user_id uuid,
      chat_id uuid, email text, now timestamptz)
    cross join lateral (select * from events where slug = g.slug union all select * from events where id = g.event_id
      limit 1) e
    left join lateral (select coalesce(g.user_id, (select c.user_id from chats c where c.id = g.chat_id)) as id) p on true
    left join lateral (select * from event_registrations where event_id = e.id and user_id = p.id limit 1) r on true
    left join lateral (select * from users where id = p.id limit 1) u on true
    where e.status <> 'draft' ${PREPARED}`.execute(db);
  const found = new Map(rows.map((row) => [row.n, row]));
  return asked.map((_, n) => found.get(n));
}
