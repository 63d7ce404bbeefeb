import { type Kysely, type NotNull, sql, type Transaction } from "kysely";
import type { UserId } from "../ids.ts";
import type { Locale } from "../messages.ts";
import type { Role } from "../roles.ts";
import type { Database } from "./schema.ts";

export interface StaffRow {
  /** The person as they are known now, into whomever they were merged. */
  userId: UserId;
  role: Role;
  name: string | null;
}

/** Who has a role, once for each row: a person merged from two has two. The oldest first. */
export async function listStaff(db: Kysely<Database>): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    with recursive climb as (
      select s.user_id as member, s.user_id as person from staff s where s.removed_at is null
      union all
      select c.member, u.merged_into from climb c join users u on u.id = c.person where u.merged_into is not null
    )
    select u.id as user_id, s.role, coalesce(u.name, s.name) as name
    from climb c join staff s on s.user_id = c.member join users u on u.id = c.person
    where u.merged_into is null and u.forgotten_at is null
    order by s.created_at, s.user_id`.execute(db);
  return rows;
}

/** Where these people can be written to on Telegram. */
export async function listTelegramChats(
  db: Kysely<Database>,
  userIds: UserId[],
): Promise<{ userId: UserId | null; telegramId: number; locale: Locale | null }[]> {
  if (!userIds.length) return [];
  return db
    .selectFrom("chats")
    .select(["userId", "telegramId", sql<Locale | null>`state_data ->> 'locale'`.as("locale")])
    .where("userId", "in", userIds)
    .where("telegramId", "is not", null)
    .where("blockedAt", "is", null)
    .orderBy("id")
    .$narrowType<{ telegramId: NotNull }>()
    .execute();
}

/** Takes all roles: giving and taking them goes one after another, so that somebody always stays. */
export async function lockStaff(trx: Transaction<Database>): Promise<void> {
  await trx.selectFrom("staff").select("userId").where("removedAt", "is", null).orderBy("userId").forUpdate().execute();
}

/** Gives a role, over the one there was. */
export async function setStaff(
  trx: Transaction<Database>,
  { now, ...staff }: { userId: UserId; role: Role; name: string | null; invitedBy: UserId | null; now: Date },
): Promise<void> {
  const given = { ...staff, createdAt: now, removedAt: null };
  await trx
    .insertInto("staff")
    .values(given)
    .onConflict((c) => c.column("userId").doUpdateSet(given))
    .execute();
}

/** Takes the roles of a person in all that were merged into them; how many there were. */
export async function markStaffRemoved(trx: Transaction<Database>, userIds: UserId[], now: Date): Promise<number> {
  if (!userIds.length) return 0;
  const { numUpdatedRows } = await trx
    .updateTable("staff")
    .set({ removedAt: now, name: null })
    .where("userId", "in", userIds)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
