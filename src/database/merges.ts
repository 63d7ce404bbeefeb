import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { ChatId, MergeId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { FilledField, UserMergeRegistrationsTable, UserMergesTable } from "./linking-schema.ts";
import type { RegistrationRow } from "./registrations.ts";
import type { Database, RegistrationStatus } from "./schema.ts";

export type MergeRow = Selectable<UserMergesTable>;
export type MergedRegistration = Omit<Selectable<UserMergeRegistrationsTable>, "mergeId">;

export interface NewMerge {
  id: MergeId;
  kept: UserId;
  /** undefined: a chat that was nobody's yet came to a person. */
  merged: UserId | undefined;
  filled: FilledField[];
  messages: OutboxId[];
  audits: number[];
  /** Every chat of both, with whose it was. */
  chats: { id: ChatId; userId: UserId | null }[];
  registrations: MergedRegistration[];
  now: Date;
}

export async function insertMerge(trx: Transaction<Database>, merge: NewMerge): Promise<void> {
  const { id, kept, merged, filled, messages, audits, chats, registrations, now } = merge;
  await trx
    .insertInto("userMerges")
    .values({
      id,
      keptUserId: kept,
      mergedUserId: merged ?? null,
      filled: JSON.stringify(filled),
      messages: JSON.stringify(messages),
      audits: JSON.stringify(audits),
      mergedAt: now,
    })
    .execute();
  await trx
    .insertInto("userMergeChats")
    .values(chats.map((chat) => ({ mergeId: id, chatId: chat.id, formerUserId: chat.userId })))
    .execute();
  if (!registrations.length) return;
  await trx
    .insertInto("userMergeRegistrations")
    .values(registrations.map((registration) => ({ ...registration, mergeId: id })))
    .execute();
}

export async function findMerge(db: Kysely<Database>, id: MergeId): Promise<MergeRow | undefined> {
  return db.selectFrom("userMerges").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Merges of one user into another that came after and still hold, among these people; the newest first. */
export async function listLaterMerges(
  db: Kysely<Database>,
  { after, userIds }: { after: number; userIds: UserId[] },
): Promise<MergeRow[]> {
  return db
    .selectFrom("userMerges")
    .selectAll()
    .where("undoneAt", "is", null)
    .where("mergedUserId", "is not", null)
    .where("keptUserId", "in", userIds)
    .where("seq", ">", after)
    .orderBy("seq", "desc")
    .execute();
}

export async function listMergeChats(
  db: Kysely<Database>,
  mergeId: MergeId,
): Promise<{ chatId: ChatId; formerUserId: UserId | null }[]> {
  return db
    .selectFrom("userMergeChats")
    .select(["chatId", "formerUserId"])
    .where("mergeId", "=", mergeId)
    .orderBy("chatId")
    .execute();
}

export async function listMergeRegistrations(db: Kysely<Database>, mergeId: MergeId): Promise<MergedRegistration[]> {
  return db
    .selectFrom("userMergeRegistrations")
    .select(["registrationId", "formerUserId", "formerStatus", "formerQueueNo", "gaveUp"])
    .where("mergeId", "=", mergeId)
    .orderBy("registrationId")
    .execute();
}

export async function setUndone(trx: Transaction<Database>, id: MergeId, now: Date): Promise<void> {
  await trx.updateTable("userMerges").set({ undoneAt: now }).where("id", "=", id).execute();
}

/** Gives registrations and their history to somebody. The rounds of reminders are held meanwhile. */
export async function setRegistrationsUser(
  trx: Transaction<Database>,
  { ids, userId, now }: { ids: RegistrationId[]; userId: UserId; now: Date },
): Promise<void> {
  if (!ids.length) return;
  await trx.updateTable("eventRegistrations").set({ userId, updatedAt: now }).where("id", "in", ids).execute();
  await trx.updateTable("registrationChanges").set({ userId }).where("registrationId", "in", ids).execute();
}

/** Turns what waits to be said to one person to another; gives which. */
export async function moveMessages(
  trx: Transaction<Database>,
  { from, to }: { from: UserId; to: UserId },
): Promise<OutboxId[]> {
  const rows = await trx
    .updateTable("outbox")
    .set({ userId: to })
    .where("userId", "=", from)
    .where("status", "=", "waiting")
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Turns these messages back, as far as they still wait; none goes to a chat that is the other's again. */
export async function returnMessages(trx: Transaction<Database>, ids: OutboxId[], userId: UserId): Promise<void> {
  if (!ids.length) return;
  const isFree = sql<boolean>`lease_token is null`;
  await trx
    .updateTable("outbox")
    .set((eb) => ({
      userId,
      platform: eb.case().when(isFree).then(null).else(eb.ref("platform")).end(),
      way: eb.case().when(isFree).then(null).else(eb.ref("way")).end(),
    }))
    .where("id", "in", ids)
    .where("status", "=", "waiting")
    .execute();
}

/** Puts what the log tells about one person under another; gives which entries. */
export async function moveAudits(
  trx: Transaction<Database>,
  { from, to }: { from: UserId; to: UserId },
): Promise<number[]> {
  const rows = await trx
    .updateTable("auditLog")
    .set({ subject: `user:${to}` })
    .where("subject", "=", `user:${from}`)
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

export async function returnAudits(trx: Transaction<Database>, ids: number[], userId: UserId): Promise<void> {
  if (!ids.length) return;
  await trx
    .updateTable("auditLog")
    .set({ subject: `user:${userId}` })
    .where("id", "in", ids)
    .execute();
}

/** The row stays for the undo, and is nobody any more. */
export async function setMergedInto(
  trx: Transaction<Database>,
  { id, into, now }: { id: UserId; into: UserId; now: Date },
): Promise<void> {
  await trx.updateTable("users").set({ mergedInto: into, updatedAt: now }).where("id", "=", id).execute();
}

export async function reviveUser(
  trx: Transaction<Database>,
  { id, isUnproved, now }: { id: UserId; isUnproved: boolean; now: Date },
): Promise<void> {
  await trx
    .updateTable("users")
    .set({ mergedInto: null, updatedAt: now, ...(isUnproved && { emailVerifiedAt: null }) })
    .where("id", "=", id)
    .execute();
}

export async function listRegistrationsById(db: Kysely<Database>, ids: RegistrationId[]): Promise<RegistrationRow[]> {
  if (!ids.length) return [];
  return db.selectFrom("eventRegistrations").selectAll().where("id", "in", ids).orderBy("id").execute();
}

/** A place given up comes back. */
export async function setRestored(
  trx: Transaction<Database>,
  { id, status, queueNo, now }: { id: RegistrationId; status: RegistrationStatus; queueNo: number | null; now: Date },
): Promise<void> {
  await trx.updateTable("eventRegistrations").set({ status, queueNo, updatedAt: now }).where("id", "=", id).execute();
}
