import type { Kysely, Selectable, Transaction } from "kysely";
import type { ChatId, LinkCodeId } from "../ids.ts";
import type { Platform } from "../messages.ts";
import type { RequestRow } from "./link-requests.ts";
import type { LinkCodesTable } from "./linking-schema.ts";
import type { Database } from "./schema.ts";

export type CodeRow = Selectable<LinkCodesTable>;

type NewCode = Pick<CodeRow, "id" | "code" | "way" | "chatId">;

/** Gives how many went in: a code to be written from elsewhere is left out while the same one is open. */
export async function insertCodes(trx: Transaction<Database>, requestId: string, codes: NewCode[]): Promise<number> {
  if (!codes.length) return 0;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("linkCodes")
    .values(codes.map((code) => ({ ...code, requestId })))
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

/** A request's codes, with the messenger of those that went to a chat. */
export async function listCodes(
  db: Kysely<Database>,
  requestId: string,
): Promise<(CodeRow & { platform: Platform | null })[]> {
  return db
    .selectFrom("linkCodes as l")
    .leftJoin("chats as c", "c.id", "l.chatId")
    .selectAll("l")
    .select("c.platform")
    .where("l.requestId", "=", requestId)
    .orderBy("l.id")
    .execute();
}

/** The code behind a button with the request that it belongs to, which is taken for this transaction. */
export async function lockCode(
  trx: Transaction<Database>,
  id: LinkCodeId,
): Promise<{ code: CodeRow; request: RequestRow } | undefined> {
  const request = await trx
    .selectFrom("linkRequests")
    .selectAll()
    .where("id", "=", (eb) => eb.selectFrom("linkCodes").select("requestId").where("id", "=", id))
    .forNoKeyUpdate()
    .executeTakeFirst();
  // Only now: whoever held the request may have changed its codes.
  const code = request && (await trx.selectFrom("linkCodes").selectAll().where("id", "=", id).executeTakeFirst());
  return code && { code, request };
}

/** The open code that is to be written from another chat than its own. */
export async function findReverseCode(db: Kysely<Database>, code: string): Promise<LinkCodeId | undefined> {
  const row = await db
    .selectFrom("linkCodes")
    .select("id")
    .where("way", "=", "reverse")
    .where("open", "=", true)
    .where("code", "=", code)
    .executeTakeFirst();
  return row?.id;
}

export async function setRedeemed(trx: Transaction<Database>, id: LinkCodeId, redeemedBy: ChatId): Promise<void> {
  await trx.updateTable("linkCodes").set({ redeemedBy }).where("id", "=", id).execute();
}

/** What stands in the way of a new code to be written from elsewhere: the chat's former one, and an expired namesake. */
export async function listSuperseded(
  db: Kysely<Database>,
  { chatId, code, now }: { chatId: ChatId; code: string; now: Date },
): Promise<string[]> {
  const rows = await db
    .selectFrom("linkRequests as r")
    .innerJoin("linkCodes as c", "c.requestId", "r.id")
    .select("r.id")
    .where("c.way", "=", "reverse")
    .where("c.open", "=", true)
    .where((eb) =>
      eb.or([eb("r.chatId", "=", chatId), eb.and([eb("c.code", "=", code), eb("r.expiresAt", "<=", now)])]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** One more wrong code from this chat; those of before `since` are dropped. */
export async function insertMiss(
  trx: Transaction<Database>,
  { chatId, since, now }: { chatId: ChatId; since: Date; now: Date },
): Promise<void> {
  await trx.deleteFrom("linkMisses").where("chatId", "=", chatId).where("missedAt", "<=", since).execute();
  await trx.insertInto("linkMisses").values({ chatId, missedAt: now }).execute();
}

export async function countMisses(db: Kysely<Database>, chatId: ChatId, since: Date): Promise<number> {
  const { n } = await db
    .selectFrom("linkMisses")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("chatId", "=", chatId)
    .where("missedAt", ">", since)
    .executeTakeFirstOrThrow();
  return n;
}
