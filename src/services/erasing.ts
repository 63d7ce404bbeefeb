import type { Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { eraseBroadcastsOf } from "../database/broadcasts.ts";
import type { ChatRow } from "../database/chats.ts";
import { deleteLinking, type ErasedChat, eraseChat, eraseMessages, eraseUsers } from "../database/forgetting.ts";
import type { Database } from "../database/schema.ts";
import { toEmailKey } from "../fields.ts";
import type { UserId } from "../ids.ts";
import type { Address } from "../messages.ts";
import type { Taken } from "./people.ts";

interface Erasing {
  userIds: UserId[];
  /** How each chat is left: what is kept of it, and from when on it counts again. */
  leave(chat: ChatRow): Omit<ErasedChat, "id" | "now">;
  audit: { actor: string; action: string; subject: string };
  now: Date;
}

/** Empties people who are taken, with their chats, words and codes. Gives the addresses the chats had. */
export async function erase(
  trx: Transaction<Database>,
  { chats, users }: Pick<Taken, "chats" | "users">,
  { userIds, leave, audit, now }: Erasing,
): Promise<Address[]> {
  const emails = [...new Set(users.flatMap(({ email }) => (email === null ? [] : toEmailKey(email))))];
  const traces = { userIds, chatIds: chats.map(({ id }) => id), emails };
  await deleteLinking(trx, traces);
  await eraseMessages(trx, traces);
  await eraseBroadcastsOf(trx, userIds);
  await eraseUsers(trx, userIds, now);
  for (const chat of chats) await eraseChat(trx, { id: chat.id, now, ...leave(chat) });

  const detail = { chats: traces.chatIds, merged: userIds.filter((id) => audit.subject !== `user:${id}`) };
  await insertAudit(trx, { ...audit, detail, now });
  return chats.flatMap((chat) => toAddress(chat) ?? []);
}

/** undefined for a chat that has lost its address. */
export function toAddress({ telegramId, whatsappUserId, whatsappPhone }: ChatRow): Address | undefined {
  if (telegramId !== null) return { platform: "telegram", telegramId };
  if (whatsappUserId === null && whatsappPhone === null) return undefined;
  return { platform: "whatsapp", userId: whatsappUserId ?? undefined, phone: whatsappPhone ?? undefined };
}
