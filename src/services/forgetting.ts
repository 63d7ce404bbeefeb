import type { Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import type { ChatRow } from "../database/chats.ts";
import { findEventRow } from "../database/events.ts";
import { deleteLinking, eraseChat, eraseMessages, eraseUsers } from "../database/forgetting.ts";
import { listMergedIds } from "../database/people.ts";
import type { RegistrationRow } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import { toEmailKey } from "../fields.ts";
import type { Actor, Address, Held } from "../messages.ts";
import { listHeld } from "./cards.ts";
import { takePeople } from "./people.ts";
import { leave } from "./places.ts";

/** The seats that would go to the next. */
export async function askToForget(
  trx: Transaction<Database>,
  { actor: { userId }, now }: { actor: Actor; now: Date },
): Promise<{ type: "forget-asked"; held: Held[] }> {
  const { held } = userId ? await listHeld(trx, { userId, past: false, now }) : { held: [] };
  return { type: "forget-asked", held };
}

interface Forgetting {
  actor: Actor;
  /** Telegram's number of the update that asks for it. */
  updateNumber: number | undefined;
  /** When it was written. */
  sentAt: Date;
  /** What is kept of an address, to know an old update from it. */
  hash(address: Address): Buffer;
  now: Date;
}

/**
 * Empties all we hold about the person behind a chat, on every messenger, and gives their coming seats back.
 *
 * Only this chat keeps its address, for the farewell; `dropForgottenAddresses` takes it after that. Merges cannot be
 * undone from here on: there is nothing to give back.
 */
export async function forget(
  trx: Transaction<Database>,
  forgetting: Forgetting,
): Promise<{ type: "forgotten"; addresses: Address[] }> {
  const { actor, now } = forgetting;
  const userIds = actor.userId ? await listMergedIds(trx, actor.userId) : [];
  const { chats, users, registrations } = await takePeople(trx, { chatIds: [actor.chatId], userIds });
  await leaveComing(trx, registrations, { actor, now });

  const emails = [...new Set(users.flatMap(({ email }) => (email === null ? [] : toEmailKey(email))))];
  const traces = { userIds, chatIds: chats.map(({ id }) => id), emails };
  await deleteLinking(trx, traces);
  await eraseMessages(trx, traces);
  await eraseUsers(trx, userIds, now);
  for (const chat of chats) await eraseChat(trx, toErased(chat, forgetting));

  const subject = actor.userId ? `user:${actor.userId}` : `chat:${actor.chatId}`;
  const detail = { chats: traces.chatIds, merged: userIds.filter((id) => id !== actor.userId) };
  await insertAudit(trx, { actor: `chat:${actor.chatId}`, action: "forget", subject, detail, now });
  return { type: "forgotten", addresses: chats.flatMap((chat) => toAddress(chat) ?? []) };
}

/** Seats at events that began stay counted. */
async function leaveComing(
  trx: Transaction<Database>,
  registrations: RegistrationRow[],
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const inEventOrder = [...registrations].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  for (const registration of inEventOrder) {
    const event = await findEventRow(trx, registration.eventId);
    if (!event || event.dateTime <= now) continue;
    await leave(trx, registration, { by: `user:${registration.userId}`, via: actor.platform, now });
  }
}

function toErased(chat: ChatRow, { actor, updateNumber, sentAt, hash, now }: Forgetting) {
  const address = toAddress(chat);
  const lastInboundAt = chat.lastInboundAt ?? sentAt;
  return {
    id: chat.id,
    // Updates can overtake one another: whatever this chat has been answered lies before, too.
    forgottenAt: lastInboundAt > sentAt ? lastInboundAt : sentAt,
    forgottenUpdate: (chat.platform === "telegram" ? updateNumber : undefined) ?? null,
    addressHash: address ? hash(address) : null,
    keepsAddress: chat.id === actor.chatId,
    now,
  };
}

function toAddress({ telegramId, whatsappUserId, whatsappPhone }: ChatRow): Address | undefined {
  if (telegramId !== null) return { platform: "telegram", telegramId };
  if (whatsappUserId === null && whatsappPhone === null) return undefined;
  return { platform: "whatsapp", userId: whatsappUserId ?? undefined, phone: whatsappPhone ?? undefined };
}
