import type { Transaction } from "kysely";
import { type ChatRow, lockChatsAt, setWhatsappAddress } from "../database/chats.ts";
import type { Database } from "../database/schema.ts";
import type { WhatsappAddress } from "../messages.ts";
import { joinChats } from "../services/join-chats.ts";

/**
 * Puts the rows of a WhatsApp account right when its ids are learned apart. The business-scoped id comes first:
 * a phone learned later joins its chat, and so does an id for a known phone; but a known phone with another id
 * is another person, since numbers are recycled. Doing it twice changes nothing.
 */
export async function readdress(
  trx: Transaction<Database>,
  { address, now }: { address: WhatsappAddress; now: Date },
): Promise<void> {
  const rows = await lockChatsAt(trx, address);
  const byId = rows.find((row) => address.userId !== undefined && row.whatsappUserId === address.userId);
  const byPhone = rows.find((row) => address.phone !== undefined && row.whatsappPhone === address.phone);

  if (byPhone && byPhone !== byId && isAnotherPerson(byPhone, address)) {
    await setWhatsappAddress(trx, {
      id: byPhone.id,
      address: { userId: byPhone.whatsappUserId ?? undefined, phone: undefined },
      now,
    });
  } else if (byPhone && byId && byPhone !== byId) {
    await joinChats(trx, { keep: byId.id, retire: byPhone.id, now });
  }

  const own = byId ?? (byPhone && !isAnotherPerson(byPhone, address) ? byPhone : undefined);
  if (!own) return;
  const phone = address.phone ?? own.whatsappPhone ?? undefined;
  const userId = own.whatsappUserId ?? address.userId;
  await setWhatsappAddress(trx, { id: own.id, address: { userId, phone }, now });
}

/** A system message says that an account goes on under another id or number: its chat goes on with it. */
export async function moveAddress(
  trx: Transaction<Database>,
  { previous, address, now }: { previous: WhatsappAddress; address: WhatsappAddress; now: Date },
): Promise<void> {
  const rows = await lockChatsAt(trx, previous);
  const from = rows.find((row) => row.whatsappUserId !== null && row.whatsappUserId === previous.userId) ?? rows[0];
  if (!from) return;
  for (const holder of await lockChatsAt(trx, address)) {
    if (holder.id !== from.id) await joinChats(trx, { keep: from.id, retire: holder.id, now });
  }
  const userId = address.userId ?? from.whatsappUserId ?? undefined;
  const phone = address.phone ?? from.whatsappPhone ?? undefined;
  await setWhatsappAddress(trx, { id: from.id, address: { userId, phone }, now });
}

function isAnotherPerson(row: ChatRow, address: WhatsappAddress): boolean {
  return address.userId !== undefined && row.whatsappUserId !== null && row.whatsappUserId !== address.userId;
}
