import { type Expression, type SqlBool, sql, type Transaction } from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Database } from "./schema.ts";

/** Whose traces: a person's rows, chats and addresses. */
export interface Traces {
  userIds: UserId[];
  chatIds: ChatId[];
  emails: string[];
}

/** What is left of a message. */
export const ERASED: Intent = { text: "erased", params: {}, locale: "en", choices: [] };

/** Of a row `o` of the outbox: it was said to somebody who had themselves forgotten, before or in the farewell. */
export const IS_FORGOTTEN = sql<boolean>`o.intent ->> 'text' in ('erased', 'forgotten')`;

/** Empties people's rows. Ids and counts hold, so that nobody else's figures change. */
export async function eraseUsers(trx: Transaction<Database>, ids: UserId[], now: Date): Promise<void> {
  if (!ids.length) return;
  await trx
    .updateTable("users")
    .set({
      name: null,
      email: null,
      emailVerifiedAt: null,
      locale: null,
      timeZone: null,
      preferredPlatform: null,
      silencedAt: null,
      remindersOffAt: null,
      consentAt: null,
      consentVersion: null,
      forgottenAt: now,
      updatedAt: now,
    })
    .where("id", "in", ids)
    .execute();
}

export interface ErasedChat {
  id: ChatId;
  /** Whatever was written there before this moment, or under this number of Telegram's, means nothing any more. */
  forgottenAt: Date;
  forgottenUpdate: number | null;
  addressHash: Buffer | null;
  /** A farewell is still to go there. */
  keepsAddress: boolean;
  now: Date;
}

/** Empties a chat and says when; its address goes too, or stays until its farewell is settled. */
export async function eraseChat(trx: Transaction<Database>, chat: ErasedChat): Promise<void> {
  const { id, forgottenAt, forgottenUpdate, addressHash, keepsAddress, now } = chat;
  await trx
    .updateTable("chats")
    .set((eb) => ({
      userId: null,
      currentState: "START",
      stateData: "{}",
      forgottenAt,
      forgottenUpdate,
      addressHash,
      version: eb("version", "+", 1),
      updatedAt: now,
      ...(!keepsAddress && { telegramId: null, whatsappUserId: null, whatsappPhone: null }),
    }))
    .where("id", "=", id)
    .execute();
}

/** Empties all that was said to someone, and sends no more of it. A message's id tells the phone number on WhatsApp. */
export async function eraseMessages(trx: Transaction<Database>, traces: Traces): Promise<void> {
  await trx
    .updateTable("outbox")
    .set({
      intent: JSON.stringify(ERASED),
      mailTo: sql<string | null>`case when mail_to is null then null else '' end`,
      providerMessageId: null,
      leaseToken: null,
      leasedUntil: null,
      status: sql`case status when 'waiting' then 'skipped' else status end`,
      reason: sql<string | null>`case status when 'waiting' then 'the person had themselves forgotten' else reason end`,
    })
    .where((eb) => {
      const { userIds, chatIds, emails } = traces;
      const touched: Expression<SqlBool>[] = [];
      if (userIds.length) touched.push(eb("userId", "in", userIds));
      if (chatIds.length) touched.push(eb("chatId", "in", chatIds));
      if (emails.length) touched.push(eb(sql<string>`lower(mail_to)`, "in", emails));
      return eb.or(touched);
    })
    .execute();
}

/** Ends what was asked by these chats or about these addresses; codes that went to these chats go too. */
export async function deleteLinking(trx: Transaction<Database>, { chatIds, emails }: Traces): Promise<void> {
  await trx.deleteFrom("linkCodes").where("chatId", "in", chatIds).execute();
  await trx
    .updateTable("linkCodes")
    .set({ redeemedBy: null, open: false })
    .where("redeemedBy", "in", chatIds)
    .execute();
  await trx
    .deleteFrom("linkRequests")
    .where((eb) => eb.or([eb("chatId", "in", chatIds), ...(emails.length ? [eb("email", "in", emails)] : [])]))
    .execute();
  await trx.deleteFrom("linkMisses").where("chatId", "in", chatIds).execute();
  await trx.deleteFrom("dataExports").where("chatId", "in", chatIds).execute();
}
