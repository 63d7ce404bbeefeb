import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import { ERASED } from "./forgetting.ts";
import type { Database } from "./schema.ts";

export interface Limits {
  /** Whoever had their last event before this moment is to be forgotten. */
  before: Date;
  /** But nobody who wrote after this one: their talk is under way. */
  quietSince: Date;
}

/** Ids in their order, from behind `after`. */
interface Page<Id> {
  after: Id | undefined;
  limit: number;
}

/** People whose last event is too long over. */
export async function listExpiredUsers(
  db: Kysely<Database>,
  limits: Limits,
  { after, limit }: Page<UserId>,
): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    select u.id from users u
    where (${after ?? null}::uuid is null or u.id > ${after ?? null}::uuid) and ${isExpired(limits)}
    order by u.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Whether that holds of this person now. */
export async function isExpiredUser(db: Kysely<Database>, id: UserId, limits: Limits): Promise<boolean> {
  const { rows } = await sql`select 1 from users u where u.id = ${id} and ${isExpired(limits)}`.execute(db);
  return rows.length > 0;
}

/**
 * Of a sign-up given up the moment of that counts; of whoever never signed up for anything, their last word. Whoever
 * has a role stays while they have it, in all that were merged into them.
 */
function isExpired({ before, quietSince }: Limits) {
  return sql<boolean>`u.merged_into is null and u.forgotten_at is null
    and u.id not in (
      with recursive climb as (
        select s.user_id as person from staff s where s.removed_at is null
        union select m.merged_into from climb c join users m on m.id = c.person where m.merged_into is not null)
      select person from climb)
    and coalesce(
      (select max(greatest(r.updated_at, case when r.status <> 'cancelled' then coalesce(e.ends_at, e.date_time) end))
        from event_registrations r join events e on e.id = r.event_id where r.user_id = u.id),
      (select max(c.last_inbound_at) from chats c where c.user_id = u.id),
      u.updated_at) < ${before}
    and not exists (select 1 from chats c where c.user_id = u.id and c.last_inbound_at > ${quietSince})`;
}

/** Chats of nobody in which nothing was written for too long. */
export async function listExpiredChats(
  db: Kysely<Database>,
  { before }: Pick<Limits, "before">,
  { after, limit }: Page<ChatId>,
): Promise<ChatId[]> {
  const rows = await db
    .selectFrom("chats")
    .select("id")
    .where(isIdle(before))
    .where((eb) => (after ? eb("id", ">", after) : eb.lit(true)))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function isExpiredChat(db: Kysely<Database>, id: ChatId, { before }: Limits): Promise<boolean> {
  return (await db.selectFrom("chats").select("id").where("id", "=", id).where(isIdle(before)).execute()).length > 0;
}

function isIdle(before: Date) {
  return (eb: ExpressionBuilder<Database, "chats">) =>
    eb.and([
      eb("userId", "is", null),
      eb(eb.fn.coalesce("lastInboundAt", "updatedAt"), "<", before),
      eb.or([
        eb("telegramId", "is not", null),
        eb("whatsappUserId", "is not", null),
        eb("whatsappPhone", "is not", null),
      ]),
    ]);
}

/** Letters are nobody's: the address may have been typed by a stranger. Empties those written before a moment. */
export async function eraseLetters(db: Kysely<Database>, before: Date): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ intent: JSON.stringify(ERASED), mailTo: "" })
    .where("mailTo", "<>", "")
    .where("status", "<>", "waiting")
    .where("createdAt", "<", before)
    .execute();
}

/** Drops what serves its purpose for some days only: hashes of forgotten addresses, codes, misses, links to files. */
export async function deleteSpentTraces(db: Kysely<Database>, before: Date): Promise<void> {
  await db
    .updateTable("chats")
    .set({ addressHash: null })
    .where("addressHash", "is not", null)
    .where("forgottenAt", "<", before)
    .execute();
  await db.deleteFrom("linkRequests").where("createdAt", "<", before).execute();
  await db.deleteFrom("linkMisses").where("missedAt", "<", before).execute();
  await db.deleteFrom("dataExports").where("expiresAt", "<", before).execute();
  await db.deleteFrom("staffLinks").where("expiresAt", "<", before).execute();
}
