import type { Kysely, Transaction } from "kysely";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import type { Platform } from "../messages.ts";
import type { Database } from "./schema.ts";

/** Places that a person took at or after a moment, each with where it was taken last. */
export async function listTakenSince(
  db: Kysely<Database>,
  { userId, since }: { userId: UserId; since: Date },
): Promise<{ registrationId: RegistrationId; eventId: EventId; via: string }[]> {
  return db
    .selectFrom("registrationChanges")
    .distinctOn("registrationId")
    .select(["registrationId", "eventId", "via"])
    .where("userId", "=", userId)
    .where("changedAt", ">=", since)
    .where("actor", "like", "user:%")
    .where("toStatus", "<>", "cancelled")
    .orderBy("registrationId")
    .orderBy("id", "desc")
    .execute();
}

/** The messengers where a person has a chat. */
export async function listPlatforms(db: Kysely<Database>, userId: UserId): Promise<Platform[]> {
  const rows = await db.selectFrom("chats").select("platform").distinct().where("userId", "=", userId).execute();
  return rows.map(({ platform }) => platform);
}

/** What waits to be said about these registrations is said to another. */
export async function moveMessagesAbout(
  trx: Transaction<Database>,
  { ids, userId }: { ids: RegistrationId[]; userId: UserId },
): Promise<void> {
  if (!ids.length) return;
  await trx
    .updateTable("outbox")
    .set({ userId, platform: null, way: null })
    .where("registrationId", "in", ids)
    .where("status", "=", "waiting")
    .execute();
}
