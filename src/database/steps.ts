import { type Kysely, sql } from "kysely";
import type { ChatId, OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Address } from "../messages.ts";
import { INBOX_PLATFORM } from "./inbox.ts";
import { PREPARED } from "./prepared.ts";
import type { Database } from "./schema.ts";

/** One step of one conversation, as it is committed: the update's id, the new snapshot, and the reply. */
export interface StepRow {
  chatId: ChatId;
  address: Address;
  /** The version the step started from; 0 for a chat's first; undefined when this transaction holds the chat's lock. */
  expected: number | undefined;
  /** Hash of the platform's id of the update. */
  updateKey: Buffer;
  sentAt: Date;
  now: Date;
  state: string;
  data: object;
  schema: number;
  reply: { id: OutboxId; intent: Intent } | undefined;
  leaseToken: string;
}

/** `leased`: the reply was born leased to us, since no earlier one of its chat is still to go. */
export type StepOutcome =
  | { type: "done"; version: number; leased: boolean }
  | { type: "repeated" }
  | { type: "conflict" };

/** How long a reply belongs to the process that committed it. */
export const LEASE_SECONDS = 60;

/** Replies of a chat that this process has sent, of which Postgres may not know yet. */
export type KnownSent = (chatId: ChatId) => readonly OutboxId[];

/**
 * Commits steps of different chats in one statement: each chat's version is checked and raised, and only for the rows
 * that moved the update's id and the reply are inserted, so that neither can exist without its step.
 * A chat may stand in a group once. Rows are locked in id order, so that groups do not deadlock one another.
 */
export async function commitSteps(
  db: Kysely<Database>,
  steps: StepRow[],
  knownSent: KnownSent,
): Promise<StepOutcome[]> {
  const records = steps.map((step) => toRecord(step, knownSent(step.chatId)));
  const { rows } = await statement(JSON.stringify(records)).execute(db);
  return rows.map((row) =>
    row.outcome === "done"
      ? { type: "done", version: row.version, leased: row.leased }
      : { type: row.outcome === "repeated" ? "repeated" : "conflict" },
  );
}

function toRecord(step: StepRow, knownSent: readonly OutboxId[]): object {
  return {
    chat_id: step.chatId,
    expected: step.expected ?? -1,
    platform: step.address.platform,
    inbox_platform: INBOX_PLATFORM[step.address.platform],
    telegram_id: step.address.platform === "telegram" ? step.address.telegramId : null,
    whatsapp_user_id: step.address.platform === "whatsapp" ? step.address.userId : null,
    whatsapp_phone: step.address.platform === "whatsapp" ? step.address.phone : null,
    update_key: step.updateKey.toString("hex"),
    sent_at: step.sentAt,
    at: step.now,
    state: step.state,
    data: step.data,
    schema: step.schema,
    reply_id: step.reply?.id,
    intent: step.reply?.intent,
    lease_token: step.leaseToken,
    known_sent: knownSent,
  };
}

interface OutcomeRow {
  outcome: "done" | "repeated" | "conflict";
  version: number;
  leased: boolean;
}

/**
 * All parts see the tables as they were before: what one of them writes the others know by its `returning` alone. So
 * `held` waits for the chats in the order of their ids, which no update promises; `moved` asks for the version once more,
 * of the row as it is after the waiting; and `seen` and `said` take their rows from `done`.
 */
const statement = (records: string) => sql<OutcomeRow>`
with given as materialized (
  select t.*, k.key, b.is_handled from rows from (jsonb_to_recordset(${records}::jsonb) as (
    chat_id uuid, expected bigint, platform text, inbox_platform smallint, telegram_id bigint, whatsapp_user_id text,
    whatsapp_phone text, update_key text, sent_at timestamptz, at timestamptz, state text, data jsonb, schema int,
    reply_id uuid, intent jsonb, lease_token uuid, known_sent uuid[])) with ordinality as t (
    chat_id, expected, platform, inbox_platform, telegram_id, whatsapp_user_id,
    whatsapp_phone, update_key, sent_at, at, state, data, schema, reply_id, intent, lease_token, known_sent, n)
  cross join lateral (select decode(t.update_key, 'hex') as key) k
  left join lateral (select true as is_handled from inbox where platform = t.inbox_platform and update_key = k.key limit 1) b on true
), step as (
  select * from given g where g.is_handled is null
), held as materialized (
  select c.id from chats c join step s on s.chat_id = c.id
  where s.expected <> 0 and (s.expected = -1 or c.version = s.expected) order by c.id for no key update of c
), moved as (
  update chats c set version = c.version + 1, current_state = s.state, state_data = s.data, state_schema = s.schema,
    last_inbound_at = greatest(c.last_inbound_at, s.sent_at), blocked_at = null, updated_at = s.at
  from step s join held h on h.id = s.chat_id
  where c.id = s.chat_id and (s.expected = -1 or c.version = s.expected)
  returning c.id, c.version, s.n
), born as (
  insert into chats (id, platform, telegram_id, whatsapp_user_id, whatsapp_phone, current_state, state_data, state_schema,
    version, last_inbound_at, created_at, updated_at)
  select s.chat_id, s.platform, s.telegram_id, s.whatsapp_user_id, s.whatsapp_phone, s.state, s.data, s.schema,
    1, s.sent_at, s.at, s.at
  from step s where s.expected = 0 order by s.chat_id
  on conflict do nothing returning id, version
), done as materialized (
  select id, version, n from moved union all select b.id, b.version, s.n from born b join step s on s.chat_id = b.id
), seen as (
  insert into inbox (platform, update_key, received_at)
  select s.inbox_platform, s.key, s.at from step s join done d on d.n = s.n
), said as (
  insert into outbox (id, chat_id, way, platform, kind, intent, dedupe_key, priority, due_at, created_at, attempts, lease_token, leased_until)
  select s.reply_id, s.chat_id, s.chat_id, s.platform, 'reply', s.intent, s.reply_id::text, 0, s.at, s.at,
    case when open.earlier then 0 else 1 end,
    case when open.earlier then null else s.lease_token end,
    case when open.earlier then null else clock_timestamp() + make_interval(secs => ${sql.lit(LEASE_SECONDS)}) end
  from step s join done d on d.n = s.n
  cross join lateral (select exists (
    select 1 from outbox o where o.chat_id = s.chat_id and o.priority = 0 and o.status = 'waiting'
      and o.id <> all (s.known_sent)) as earlier offset 0) open
  where s.reply_id is not null
  returning id, lease_token is not null as leased
)
select case when d.id is not null then 'done'
            when g.is_handled then 'repeated'
            else 'conflict' end as outcome,
  d.version, coalesce(said.leased, false) as leased
from given g left join done d on d.n = g.n left join said on said.id = g.reply_id
order by g.n ${PREPARED}`;
