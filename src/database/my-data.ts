import { type Kysely, sql, type Transaction } from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import type { ReminderKind } from "./reminder-rounds.ts";
import type { Database } from "./schema.ts";

/** A link that gives a person's data once. Only the token's hash is kept; expired ones go by the way. */
export async function insertExport(
  trx: Transaction<Database>,
  { tokenHash, chatId, expiresAt, now }: { tokenHash: Buffer; chatId: ChatId; expiresAt: Date; now: Date },
): Promise<void> {
  await trx.deleteFrom("dataExports").where("expiresAt", "<=", now).execute();
  await trx.insertInto("dataExports").values({ tokenHash, chatId, expiresAt }).execute();
}

/** Uses a token up; gives the chat it was made in, unless it had expired. */
export async function deleteExport(
  trx: Transaction<Database>,
  { tokenHash, now }: { tokenHash: Buffer; now: Date },
): Promise<ChatId | undefined> {
  const used = await trx
    .deleteFrom("dataExports")
    .where("tokenHash", "=", tokenHash)
    .returning(["chatId", "expiresAt"])
    .executeTakeFirst();
  return used && used.expiresAt > now ? used.chatId : undefined;
}

export async function listUsersData(db: Kysely<Database>, ids: UserId[]) {
  if (!ids.length) return [];
  return db
    .selectFrom("users")
    .select(["name", "email", "emailVerifiedAt", "locale", "timeZone", "preferredPlatform", "silencedAt"])
    .select(["remindersOffAt", "consentAt", "consentVersion", "createdAt", "updatedAt"])
    .where("id", "in", ids)
    .orderBy("mergedInto", (order) => order.asc().nullsFirst())
    .orderBy("id")
    .execute();
}

export async function listChatsData(db: Kysely<Database>, ids: ChatId[]) {
  return db
    .selectFrom("chats")
    .select(["platform", "telegramId", "whatsappUserId", "whatsappPhone", "blockedAt", "lastInboundAt"])
    .select(["currentState", "stateData", "createdAt", "updatedAt"])
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
}

export async function listRegistrationsData(db: Kysely<Database>, userIds: UserId[]) {
  if (!userIds.length) return [];
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("events as e", "e.id", "r.eventId")
    .select(["r.id", "e.title", "e.slug", "e.dateTime as startsAt", "r.status", "r.registeredVia", "r.seats"])
    .select([
      "r.ticketCode",
      "r.queueNo",
      "r.autoTake",
      "r.offerExpiresAt",
      "r.confirmedAt",
      "r.coming",
      "r.checkedInAt",
    ])
    .select([remindedFor("reminder-24h").as("reminded24hFor"), remindedFor("reminder-1h").as("reminded1hFor")])
    .select(["r.createdAt", "r.updatedAt"])
    .where("r.userId", "in", userIds)
    .orderBy("e.dateTime")
    .orderBy("r.id")
    .execute();
}

/** The last start that a reminder of this kind spoke of. */
function remindedFor(kind: ReminderKind) {
  return sql<Date | null>`(select max(o.starts_at) from outbox o where o.registration_id = r.id and o.kind = ${kind})`;
}

export async function listHistoryData(db: Kysely<Database>, userIds: UserId[]) {
  if (!userIds.length) return [];
  return db
    .selectFrom("registrationChanges")
    .select(["registrationId", "fromStatus", "toStatus", "ticketCode", "via", "changedAt"])
    .where("registrationId", "in", (eb) =>
      eb.selectFrom("eventRegistrations as r").select("r.id").where("r.userId", "in", userIds),
    )
    .orderBy("id")
    .execute();
}

/** When and how we wrote, not what: an intent can name others. */
export async function listMessagesData(
  db: Kysely<Database>,
  { userIds, chatIds }: { userIds: UserId[]; chatIds: ChatId[] },
) {
  return db
    .selectFrom("outbox")
    .select(["kind", "platform", "status", "reason", "createdAt", "sentAt", "deliveredAt", "readAt", "failedAt"])
    .where((eb) =>
      eb.or([
        ...(userIds.length ? [eb("userId", "in", userIds)] : []),
        ...(chatIds.length ? [eb("chatId", "in", chatIds)] : []),
      ]),
    )
    .orderBy("id")
    .execute();
}

export async function listMergesData(db: Kysely<Database>, userIds: UserId[]) {
  if (!userIds.length) return [];
  return db
    .selectFrom("userMerges")
    .select(["mergedAt", "undoneAt"])
    .where((eb) => eb.or([eb("keptUserId", "in", userIds), eb("mergedUserId", "in", userIds)]))
    .orderBy("seq")
    .execute();
}

export async function listRequestsData(db: Kysely<Database>, chatIds: ChatId[]) {
  return db
    .selectFrom("linkRequests")
    .select(["email", "createdAt", "provedAt"])
    .where("chatId", "in", chatIds)
    .orderBy("createdAt")
    .execute();
}

export async function listRolesData(db: Kysely<Database>, userIds: UserId[]) {
  if (!userIds.length) return [];
  return db
    .selectFrom("staff")
    .select(["role", "name", "createdAt", "removedAt"])
    .where("userId", "in", userIds)
    .orderBy("createdAt")
    .execute();
}
