import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../src/database/schema.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import type { Send } from "../src/sandbox/sends.ts";

/** What is wrong after a long run, a sentence each, judged by what the platforms saw and what the database holds. */

export interface Evidence {
  sandbox: Sandbox;
  database: { db: Kysely<Database> };
  /** Telegram's chats whose messages were forgotten with their numbers. */
  forgotten?: ReadonlySet<string>;
}

/** Whether we could not know that this message, which stands, was taken. */
export type Excuse = (send: Send) => boolean;

interface Row {
  id: string;
  kind: string;
  status: string;
  reason: string | null;
  platform: string | null;
  providerMessageId: string | null;
  dedupeKey: string;
  isErased: boolean;
}

const APOLOGY = /something is out of order on our side|у нас неполадка/;
/** What becomes of a message that the platform took. */
export const ARRIVED = ["sent", "delivered", "read"];

/** Each message once. Again only where we could not know that it was there, and then under the same id. */
export async function findCopies(
  { sandbox, database, forgotten = new Set() }: Evidence,
  isExcused: Excuse,
): Promise<string[]> {
  const rows: Row[] = await database.db
    .selectFrom("outbox")
    .select(["id", "kind", "status", "reason", "platform", "providerMessageId", "dedupeKey"])
    .select(sql<boolean>`intent ->> 'text' in ('erased', 'forgotten')`.as("isErased"))
    .execute();
  const taken = sandbox.sends().filter((send) => send.messageId !== undefined && !/^edit/.test(send.method));
  // What fell through, and what is said straight through the channel while nothing can be written down.
  const apart = new Set(
    Object.values(sandbox.world.state.threads).flatMap(({ messages }) =>
      messages.flatMap(({ id, status, text }) => (status === "failed" || APOLOGY.test(text) ? [id] : [])),
    ),
  );
  const arrived = taken.filter(({ messageId = "" }) => !apart.has(messageId));
  return [
    ...findWhatsappFaults(rows, arrived, isExcused),
    ...findTelegramFaults(rows, arrived, { isExcused, forgotten }),
    ...findMissing(rows, taken),
  ];
}

/** WhatsApp's messages carry our id. */
function findWhatsappFaults(rows: Row[], arrived: Send[], isExcused: Excuse): string[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  const byId = Map.groupBy(
    arrived.filter(({ platform }) => platform === "whatsapp"),
    ({ echo }) => echo ?? "",
  );
  return [...byId].flatMap(([id, copies]) => {
    const row = known.get(id);
    if (!row) return [`whatsapp: a message of no outbox row`];
    // Only what we did not know of may have been sent once more.
    if (!copies.slice(0, -1).every(isExcused)) return [`whatsapp: ${row.kind} ${id} came ${copies.length} times`];
    return !copies.every(isExcused) && row.platform !== "whatsapp"
      ? [`${row.kind} ${id} came by ${row.platform} too`]
      : [];
  });
}

/**
 * Telegram's do not: each that was not written down must have an excuse, and its like is the copy with the same words.
 * Where what was written is erased, there are no more of them than rows.
 */
function findTelegramFaults(
  rows: Row[],
  arrived: Send[],
  { isExcused, forgotten }: { isExcused: Excuse; forgotten: ReadonlySet<string> },
): string[] {
  const own = rows.filter(({ platform }) => platform === "telegram");
  const written = new Set(own.map(({ providerMessageId }) => providerMessageId));
  const unwritten = arrived
    .filter(({ platform, messageId = "" }) => platform === "telegram" && !written.has(messageId))
    .filter((send) => !isExcused(send));
  const isForgotten = ({ chat = "" }: Send) => forgotten.has(chat);
  const erased = unwritten.filter(isForgotten);
  const others = unwritten.filter((send) => !isForgotten(send));
  const most = own.filter(({ isErased, status }) => isErased && ARRIVED.includes(status)).length;
  return [
    ...others.map(
      ({ chat, messageId, at }) =>
        `telegram: message ${messageId} to ${chat} at ${at.toISOString()} is of no outbox row`,
    ),
    ...(erased.length > most ? [`telegram: ${erased.length} messages to who is forgotten, of ${most} rows`] : []),
  ];
}

/** What counts as sent was seen by the platform that it names. */
function findMissing(rows: Row[], taken: Send[]): string[] {
  const seen = new Set(taken.map(({ platform, messageId }) => `${platform} ${messageId}`));
  return rows
    .filter(({ status, isErased }) => ARRIVED.includes(status) && !isErased)
    .filter(({ platform, providerMessageId }) => !seen.has(`${platform} ${providerMessageId}`))
    .map(
      ({ id, kind, platform, status, providerMessageId }) =>
        `${kind} ${id} is ${status} by ${platform} as ${providerMessageId}, which nobody saw`,
    );
}

/** What was not said, and to whom. */
export interface Unsent {
  registrationId: string;
  reason: string;
  /** Of the chats that its person has; null: none. */
  addresses: string[] | null;
  dueAt: Date;
}

/** What became of something that was to be said; `status` null: nothing was to be. */
export interface Told extends Omit<Unsent, "reason"> {
  status: string | null;
  reason: string | null;
}

/** Those, in a statement: a chat's number in Telegram, or its telephone in WhatsApp. */
export function addressesOf(userId: RawBuilder<unknown>): RawBuilder<Unsent["addresses"]> {
  return sql`(select array_agg(coalesce(c.telegram_id::text, c.whatsapp_phone)) from chats c where c.user_id = ${userId})`;
}

/** Each confirmed person has each reminder of a start that has passed, over some channel, or a right reason why not. */
export async function findUnreminded(
  { database }: Pick<Evidence, "database">,
  { begunBy, isRight }: { begunBy: Date; isRight: (unsent: Unsent) => boolean },
): Promise<string[]> {
  const { rows } = await sql<Told & { kind: string; n: number }>`
    select k.kind, max(o.status) as status, max(o.reason) as reason, max(o.due_at) as "dueAt", count(o.id)::int as n,
      r.id as "registrationId",
      ${addressesOf(sql`r.user_id`)} as addresses
    from event_registrations r
    join events e on e.id = r.event_id and e.status = 'published' and e.date_time <= ${begunBy}
    cross join (values ('reminder-24h'), ('reminder-1h')) as k (kind)
    left join outbox o on o.registration_id = r.id and o.kind = k.kind and o.starts_at = e.date_time
    where r.status = 'confirmed' group by r.id, k.kind`.execute(database.db);
  return rows.flatMap(({ kind, status, reason, n, ...unsent }) => {
    if (n !== 1) return [`${n} rows for a ${kind}`];
    if (ARRIVED.includes(status ?? "")) return [];
    if (status === "waiting") return [`a ${kind} still waits`];
    if (!reason) return [`a ${kind} is ${status} without a reason`];
    return isRight({ reason, ...unsent })
      ? []
      : [`a ${kind} is ${status} (${reason}), though the person can be reached`];
  });
}

/** Nobody is reminded of a start once the event has another, or none. `ended`: from when a start no longer counted. */
export async function findStale(
  { database }: Pick<Evidence, "database">,
  ended: { eventId: string; startsAt: Date; at: Date }[],
): Promise<string[]> {
  const rows = await database.db
    .selectFrom("outbox")
    .select(["eventId", "kind", "startsAt", "sentAt", "status", "reason"])
    .where("kind", "like", "reminder-%")
    .execute();
  return rows.flatMap(({ eventId, kind, startsAt, sentAt, status, reason }) => {
    const end = ended.find((one) => one.eventId === eventId && one.startsAt.getTime() === startsAt?.getTime());
    if (!end) return [];
    if (!ARRIVED.includes(status))
      return reason ? [] : [`a ${kind} of a start that is off is ${status} without a reason`];
    // Calls that were under way at that moment took their seconds.
    const late = (sentAt?.getTime() ?? 0) - end.at.getTime();
    return late > 20_000 ? [`a ${kind} went ${Math.round(late / 1000)} s after its start was off`] : [];
  });
}

/** The history leads to what stands, and the seats are counted right. */
export async function findLedgerFaults({ database }: Pick<Evidence, "database">): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    with story as (
      select c.*, lag(c.to_status) over w as before, row_number() over (partition by c.registration_id order by c.id desc) as back
      from registration_changes c window w as (partition by c.registration_id order by c.id)
    )
    select 'a change from ' || coalesce(from_status, 'nothing') || ' after ' || coalesce(before, 'nothing') as fault
      from story where from_status is distinct from nullif(before, 'cancelled') -- who comes back begins anew
    union all
    select 'the history ends ' || coalesce(s.to_status, 'nowhere') || ', the registration is ' || r.status
      from event_registrations r left join story s on s.registration_id = r.id and s.back = 1
      where s.to_status is distinct from r.status
    union all
    select 'an event counts ' || e.taken_count || ' seats taken, and has ' || n.taken
      from events e cross join lateral (select count(*) as taken from event_registrations r
        where r.event_id = e.id and r.status in ('confirmed', 'offered')) n
      where e.taken_count <> n.taken
    union all
    select 'two confirmed of one person' from event_registrations where status = 'confirmed'
      group by event_id, user_id having count(*) > 1`.execute(database.db);
  return rows.map(({ fault }) => fault);
}
