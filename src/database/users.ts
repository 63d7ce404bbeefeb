import type { Insertable, Kysely, Selectable, Transaction, Updateable } from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import type { Database, UsersTable } from "./schema.ts";

export type UserRow = Selectable<UsersTable>;

/** undefined, too, for someone who was merged into another or had themselves forgotten. */
export async function findUser(db: Kysely<Database>, id: UserId): Promise<UserRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("id", "=", id)
    .where("mergedInto", "is", null)
    .where("forgottenAt", "is", null)
    .executeTakeFirst();
}

export async function insertUser(trx: Transaction<Database>, user: Insertable<UsersTable>): Promise<void> {
  await trx.insertInto("users").values(user).execute();
}

/** Whether there was such a user to change: one merged or forgotten meanwhile is not. */
export async function setUser(
  trx: Transaction<Database>,
  id: UserId,
  changes: Updateable<UsersTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("users")
    .set(changes)
    .where("id", "=", id)
    .where("mergedInto", "is", null)
    .where("forgottenAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Says whose chat this is; false if it is somebody's already. */
export async function setChatUser(trx: Transaction<Database>, chatId: ChatId, userId: UserId): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("chats")
    .set({ userId })
    .where("id", "=", chatId)
    .where("userId", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
