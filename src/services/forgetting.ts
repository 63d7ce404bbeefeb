import type { Transaction } from "kysely";
import type { ChatRow } from "../database/chats.ts";
import { findEventRow } from "../database/events.ts";
import { listMergedIds } from "../database/people.ts";
import type { RegistrationRow } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import type { Actor, Address, Held } from "../messages.ts";
import { listHeld } from "./cards.ts";
import { erase, toAddress } from "./erasing.ts";
import { takePeople } from "./people.ts";
import { leave } from "./places.ts";
import { isLastOwner, takeRoles } from "./staff.ts";

/** The seats that would go to the next; and whether the bot would be left without an owner. */
export async function askToForget(
  trx: Transaction<Database>,
  { actor: { userId }, now }: { actor: Actor; now: Date },
): Promise<{ type: "forget-asked"; held: Held[]; lastOwner?: true }> {
  const { held } = userId ? await listHeld(trx, { userId, past: false, now }) : { held: [] };
  return { type: "forget-asked", held, ...((await isLastOwner(trx, userId)) && { lastOwner: true as const }) };
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
  await takeRoles(trx, userIds, now);

  const subject = actor.userId ? `user:${actor.userId}` : `chat:${actor.chatId}`;
  const addresses = await erase(
    trx,
    { chats, users },
    {
      userIds,
      leave: (chat) => toErased(chat, forgetting),
      audit: { actor: `chat:${actor.chatId}`, action: "forget", subject },
      now,
    },
  );
  return { type: "forgotten", addresses };
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

function toErased(chat: ChatRow, { actor, updateNumber, sentAt, hash }: Forgetting) {
  const address = toAddress(chat);
  const lastInboundAt = chat.lastInboundAt ?? sentAt;
  return {
    // Updates can overtake one another: whatever this chat has been answered lies before, too.
    forgottenAt: lastInboundAt > sentAt ? lastInboundAt : sentAt,
    forgottenUpdate: (chat.platform === "telegram" ? updateNumber : undefined) ?? null,
    addressHash: address ? hash(address) : null,
    keepsAddress: chat.id === actor.chatId,
  };
}
