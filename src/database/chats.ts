import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type Selectable,
  type SqlBool,
  sql,
  type Transaction,
} from "kysely";
import type { ChatId, UserId } from "../ids.ts";
import type { Address, Platform, WhatsappAddress } from "../messages.ts";
import { INBOX_PLATFORM } from "./inbox.ts";
import { PREPARED } from "./prepared.ts";
import type { ChatsTable, Database } from "./schema.ts";

export type ChatRow = Selectable<ChatsTable>;

const CHAT_COLUMNS = [
  ...(["id", "platform", "telegramId", "whatsappUserId", "whatsappPhone", "userId", "blockedAt"] as const),
  ...(["lastInboundAt", "forgottenAt", "forgottenUpdate", "addressHash"] as const),
  ...(["currentState", "stateData", "stateSchema", "version", "createdAt", "updatedAt"] as const),
];

/** The chats an address may mean: at most one on Telegram; on WhatsApp one by its id and another by its number. */
export async function listChatsAt(db: Kysely<Database>, address: Address): Promise<ChatRow[]> {
  return db.selectFrom("chats").selectAll().where(isAt(address)).orderBy("id").execute();
}

/** The same, taken for this transaction, as they are once nobody else holds them. */
export async function lockChatsAt(trx: Transaction<Database>, address: Address): Promise<ChatRow[]> {
  return trx.selectFrom("chats").selectAll().where(isAt(address)).orderBy("id").forNoKeyUpdate().execute();
}

/** The same as `listChatsAt`, and the emptied rows of people who had themselves forgotten at this address. */
export async function listChatsEverAt(db: Kysely<Database>, address: Address, hash: Buffer): Promise<ChatRow[]> {
  return db
    .selectFrom("chats")
    .select(CHAT_COLUMNS)
    .where((eb) => eb.or([isAt(address)(eb), eb("addressHash", "=", hash)]))
    .orderBy("id")
    .modifyEnd(PREPARED)
    .execute();
}

function isAt(address: Address) {
  return (eb: ExpressionBuilder<Database, "chats">): Expression<SqlBool> => {
    if (address.platform === "telegram") return eb("telegramId", "=", address.telegramId);
    return eb.or([
      ...(address.userId ? [eb("whatsappUserId", "=", address.userId)] : []),
      ...(address.phone ? [eb("whatsappPhone", "=", address.phone)] : []),
    ]);
  };
}

export async function findChatUser(db: Kysely<Database>, id: ChatId): Promise<UserId | undefined> {
  const find = db.selectFrom("chats").select("userId").where("id", "=", id).modifyEnd(PREPARED);
  const row = await find.executeTakeFirst();
  return row?.userId ?? undefined;
}

/** Takes the chat for this transaction; its user cannot change until the commit. */
export async function lockChat(trx: Transaction<Database>, id: ChatId): Promise<ChatRow | undefined> {
  return trx.selectFrom("chats").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
}

interface Claim {
  chatId: ChatId;
  version: number;
  platform: Platform;
  updateKey: Buffer;
}

/**
 * Takes for this transaction those of the chats that stand where they were read, and that nobody else holds. A chat is
 * left out, too, if the update that it answers was handled before.
 */
export async function lockUnmoved(
  trx: Transaction<Database>,
  claims: Claim[],
): Promise<Pick<ChatRow, "id" | "userId">[]> {
  const records = claims.map(({ chatId, version, platform, updateKey }) => {
    return { id: chatId, version, platform: INBOX_PLATFORM[platform], key: updateKey.toString("hex") };
  });
  const { rows } = await sql<Pick<ChatRow, "id" | "userId">>`
    select c.id, c.user_id
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g (id uuid, version bigint, platform smallint, key text)
    join chats c on c.id = g.id and c.version = g.version
    where not exists (select from inbox b where b.platform = g.platform and b.update_key = decode(g.key, 'hex'))
    order by c.id for no key update of c skip locked ${PREPARED}`.execute(trx);
  return rows;
}

/** A chat's row before its first step, so that the rules can refer to it; undefined if another process was first. */
export async function insertChat(
  trx: Transaction<Database>,
  { id, address, now }: { id: ChatId; address: Address; now: Date },
): Promise<ChatRow | undefined> {
  return trx
    .insertInto("chats")
    .values({
      id,
      platform: address.platform,
      telegramId: address.platform === "telegram" ? address.telegramId : null,
      whatsappUserId: address.platform === "whatsapp" ? (address.userId ?? null) : null,
      whatsappPhone: address.platform === "whatsapp" ? (address.phone ?? null) : null,
      currentState: "START",
      stateData: "{}",
      stateSchema: 1,
      version: 0,
      createdAt: now,
      updatedAt: now,
    })
    .onConflict((c) => c.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Gives a chat its WhatsApp ids, and raises the version, since a copy of the chat elsewhere is now out of date. */
export async function setWhatsappAddress(
  trx: Transaction<Database>,
  { id, address, now }: { id: ChatId; address: Omit<WhatsappAddress, "platform">; now: Date },
): Promise<void> {
  await trx
    .updateTable("chats")
    .set((eb) => ({
      whatsappUserId: address.userId ?? null,
      whatsappPhone: address.phone ?? null,
      version: eb("version", "+", 1),
      updatedAt: now,
    }))
    .where("id", "=", id)
    .execute();
}

/** Marks chats as off or on again. A chat that is off is not written to until the person writes. */
export async function setBlocked(trx: Transaction<Database>, ids: ChatId[], blockedAt: Date | null): Promise<void> {
  if (ids.length) await trx.updateTable("chats").set({ blockedAt }).where("id", "in", ids).execute();
}
