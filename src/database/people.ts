import { type Kysely, sql, type Transaction } from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import type { Locale, Platform } from "../messages.ts";
import type { ChatRow } from "./chats.ts";
import { PREPARED } from "./prepared.ts";
import type { RegistrationRow } from "./registrations.ts";
import type { Database } from "./schema.ts";
import type { UserRow } from "./users.ts";

/**
 * What this transaction has read is out of date, so all of it is to run again.
 * Carries Postgres's own code for that, and `inTransaction` does it.
 */
export class StartOver extends Error {
  override name = "StartOver";
  readonly code = "40001";
}

export interface Holder {
  id: UserId;
  verified: boolean;
}

/** The living who gave this address, proved or not, without `except`. */
export async function listHolders(
  db: Kysely<Database>,
  { email, except }: { email: string; except: UserId | undefined },
): Promise<Holder[]> {
  const rows = await db
    .selectFrom("users")
    .select(["id", "emailVerifiedAt"])
    .where(sql<string>`lower(email)`, "=", sql<string>`lower(${email})`)
    .where("mergedInto", "is", null)
    .where("forgottenAt", "is", null)
    .where((eb) => (except ? eb("id", "<>", except) : eb.lit(true)))
    .orderBy("id")
    .modifyEnd(PREPARED)
    .execute();
  return rows.map(({ id, emailVerifiedAt }) => ({ id, verified: emailVerifiedAt !== null }));
}

export interface ReachableChat {
  id: ChatId;
  platform: Platform;
  locale: Locale | null;
  zone: string | null;
}

/** The chats of people where something can be said to them now; on WhatsApp only inside an open window. */
export async function listReachableChats(
  db: Kysely<Database>,
  { userIds, except, windowSince }: { userIds: UserId[]; except: ChatId; windowSince: Date },
): Promise<ReachableChat[]> {
  if (!userIds.length) return [];
  return db
    .selectFrom("chats as c")
    .innerJoin("users as u", "u.id", "c.userId")
    .select(["c.id", "c.platform", "u.timeZone as zone"])
    .select(sql<Locale | null>`coalesce(c.state_data ->> 'locale', u.locale)`.as("locale"))
    .where("c.userId", "in", userIds)
    .where("c.id", "<>", except)
    .where("c.blockedAt", "is", null)
    .where("u.silencedAt", "is", null)
    .where((eb) =>
      eb.or([
        eb("c.telegramId", "is not", null),
        eb.and([
          eb("c.lastInboundAt", ">", windowSince),
          eb.or([eb("c.whatsappUserId", "is not", null), eb("c.whatsappPhone", "is not", null)]),
        ]),
      ]),
    )
    .orderBy("c.id")
    .execute();
}

/** The messengers these people have a chat on. */
export async function listPlatforms(
  db: Kysely<Database>,
  { userIds, except }: { userIds: UserId[]; except: ChatId },
): Promise<Platform[]> {
  if (!userIds.length) return [];
  const rows = await db
    .selectFrom("chats")
    .select("platform")
    .distinct()
    .where("userId", "in", userIds)
    .where("id", "<>", except)
    .orderBy("platform")
    .execute();
  return rows.map(({ platform }) => platform);
}

export async function findChat(db: Kysely<Database>, id: ChatId): Promise<ChatRow | undefined> {
  return db.selectFrom("chats").selectAll().where("id", "=", id).executeTakeFirst();
}

/** These chats and all others of these people. */
export async function listChatsOf(
  db: Kysely<Database>,
  { chatIds, userIds }: { chatIds: ChatId[]; userIds: UserId[] },
): Promise<Pick<ChatRow, "id" | "userId">[]> {
  return db
    .selectFrom("chats")
    .select(["id", "userId"])
    .where((eb) =>
      eb.or([
        ...(chatIds.length ? [eb("id", "in", chatIds)] : []),
        ...(userIds.length ? [eb("userId", "in", userIds)] : []),
      ]),
    )
    .orderBy("id")
    .execute();
}

/** Takes chats in the order of their ids; whose they are cannot change until the commit. */
export async function lockChats(trx: Transaction<Database>, ids: ChatId[]): Promise<ChatRow[]> {
  if (!ids.length) return [];
  return trx.selectFrom("chats").selectAll().where("id", "in", ids).orderBy("id").forNoKeyUpdate().execute();
}

/** Takes people in the order of their ids. */
export async function lockUsers(trx: Transaction<Database>, ids: UserId[]): Promise<UserRow[]> {
  if (!ids.length) return [];
  return trx.selectFrom("users").selectAll().where("id", "in", ids).orderBy("id").forNoKeyUpdate().execute();
}

export async function listRegistrations(db: Kysely<Database>, userIds: UserId[]): Promise<RegistrationRow[]> {
  if (!userIds.length) return [];
  return db.selectFrom("eventRegistrations").selectAll().where("userId", "in", userIds).orderBy("id").execute();
}

/** A person's row and all that were merged into it, one into another. */
export async function listMergedIds(db: Kysely<Database>, userId: UserId): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    with recursive person as (
      select id from users where id = ${userId}
      union select u.id from users u join person p on u.merged_into = p.id
    ) select id from person order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Whom a person was merged into, however often; themselves if they were not. */
export async function findLivingId(db: Kysely<Database>, userId: UserId): Promise<UserId> {
  const { rows } = await sql<{ id: UserId }>`
    with recursive person as (
      select id, merged_into from users where id = ${userId}
      union select u.id, u.merged_into from users u join person p on u.id = p.merged_into
    ) select id from person where merged_into is null`.execute(db);
  return rows[0]?.id ?? userId;
}

/**
 * Says whose these chats are, and raises their versions: a copy of them elsewhere is out of date.
 * With an `owner`, only of those that are theirs.
 */
export async function setChatsUser(
  trx: Transaction<Database>,
  { chatIds, userId, owner, now }: { chatIds: ChatId[]; userId: UserId | null; owner?: UserId; now: Date },
): Promise<void> {
  if (!chatIds.length) return;
  await trx
    .updateTable("chats")
    .set((eb) => ({ userId, version: eb("version", "+", 1), updatedAt: now }))
    .where("id", "in", chatIds)
    .where((eb) => (owner ? eb("userId", "=", owner) : eb.lit(true)))
    .execute();
}

/** Takes an address away from those who gave it without proof. */
export async function deleteUnprovedEmail(
  trx: Transaction<Database>,
  { userIds, now }: { userIds: UserId[]; now: Date },
): Promise<void> {
  if (!userIds.length) return;
  await trx
    .updateTable("users")
    .set({ email: null, updatedAt: now })
    .where("id", "in", userIds)
    .where("emailVerifiedAt", "is", null)
    .execute();
}

export async function deleteUser(trx: Transaction<Database>, id: UserId): Promise<void> {
  await trx.deleteFrom("users").where("id", "=", id).execute();
}
