import { sql, type Transaction } from "kysely";
import type { ChatId } from "../ids.ts";
import type { ChatRow } from "./chats.ts";
import type { Database } from "./schema.ts";

/** The row stays, since others refer to it; its address goes. */
export async function setRetired(trx: Transaction<Database>, id: ChatId, now: Date): Promise<void> {
  await trx
    .updateTable("chats")
    .set({ telegramId: null, whatsappUserId: null, whatsappPhone: null, stateData: "{}", updatedAt: now })
    .where("id", "=", id)
    .execute();
}

/** What the kept chat takes over: the talk, if the other's is the later one, and when the person was last heard. */
export async function setJoined(
  trx: Transaction<Database>,
  { kept, retired, now }: { kept: ChatRow; retired: ChatRow; now: Date },
): Promise<void> {
  const { currentState, stateData, stateSchema, lastInboundAt } = retired;
  const isLater = retired.updatedAt > kept.updatedAt;
  await trx
    .updateTable("chats")
    .set((eb) => ({
      version: eb("version", "+", 1),
      updatedAt: now,
      lastInboundAt: sql<Date | null>`greatest(last_inbound_at, ${lastInboundAt}::timestamptz)`,
      blockedAt: kept.blockedAt && retired.blockedAt,
      ...(isLater && { currentState, stateData: JSON.stringify(stateData), stateSchema }),
    }))
    .where("id", "=", kept.id)
    .execute();
}

/** What was said to one chat and asked by it was said to the other and asked by it. */
export async function moveChatTraces(
  trx: Transaction<Database>,
  { from, to }: { from: ChatId; to: ChatId },
): Promise<void> {
  await trx.updateTable("outbox").set({ chatId: to }).where("chatId", "=", from).execute();
  await trx.updateTable("outbox").set({ way: to }).where("way", "=", from).where("status", "=", "waiting").execute();
  await trx.updateTable("broadcasts").set({ chatId: to }).where("chatId", "=", from).execute();
  await trx.updateTable("linkRequests").set({ chatId: to }).where("chatId", "=", from).execute();
  await trx.updateTable("linkCodes").set({ chatId: to }).where("chatId", "=", from).execute();
  await trx.updateTable("linkCodes").set({ redeemedBy: to }).where("redeemedBy", "=", from).execute();
  await trx.updateTable("linkMisses").set({ chatId: to }).where("chatId", "=", from).execute();
  await trx.updateTable("dataExports").set({ chatId: to }).where("chatId", "=", from).execute();
  await trx
    .updateTable("userMergeChats as m")
    .set({ chatId: to })
    .where("m.chatId", "=", from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("userMergeChats as t")
            .select("t.chatId")
            .where("t.chatId", "=", to)
            .whereRef("t.mergeId", "=", "m.mergeId"),
        ),
      ),
    )
    .execute();
}
