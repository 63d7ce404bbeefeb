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

/** The chats an address may mean: at most one on Telegram; on WhatsApp one by its id and another by its number. */
export async function listChatsAt(db: Kysely<Database>, address: Address): Promise<ChatRow[]> {
  return db.selectFrom("chats").selectAll().where(isAt(address)).orderBy("id").execute();
}

/** The same, taken for this transaction, as they are once nobody else holds them. */
export async function lockChatsAt(trx: Transaction<Database>, address: Address): Promise<ChatRow[]> {
  return trx.selectFrom("chats").selectAll().where(isAt(address)).orderBy("id").forNoKeyUpdate().execute();
}

/** An address, and the hash it leaves behind when it is forgotten. */
export interface Whereabouts {
  address: Address;
  hash: Buffer;
}

/** What an update has to know of a chat. */
export type KnownChatRow = Pick<
  ChatRow,
  | ("id" | "telegramId" | "whatsappUserId" | "whatsappPhone" | "forgottenAt" | "forgottenUpdate")
  | ("currentState" | "stateData" | "stateSchema" | "version" | "updatedAt")
>;

/**
 * The same as `listChatsAt`, and the emptied rows of people who had themselves forgotten at this address; of many at
 * once, in the order asked. Each key has a look-up of its own: of one condition with "or" a plan that is as old as its
 * connection, and was made when there were few chats, reads all there are.
 */
export async function listChatsEverAt(db: Kysely<Database>, asked: Whereabouts[]): Promise<KnownChatRow[][]> {
  const records = asked.map(({ address, hash }, n) => ({
    n,
    telegram_id: address.platform === "telegram" ? address.telegramId : null,
    whatsapp_user_id: address.platform === "whatsapp" ? address.userId : null,
    whatsapp_phone: address.platform === "whatsapp" ? address.phone : null,
    hash: hash.toString("hex"),
  }));
  const { rows } = await sql<KnownChatRow & { n: number }>`
    select g.n, c.id, c.telegram_id, c.whatsapp_user_id, c.whatsapp_phone, c.forgotten_at, c.forgotten_update,
      c.current_state, c.state_data, c.state_schema, c.version, c.updated_at
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g (n int, telegram_id bigint, whatsapp_user_id text,
      whatsapp_phone text, hash text)
    cross join lateral (
      select * from chats where telegram_id = g.telegram_id
      union all select * from chats where whatsapp_user_id = g.whatsapp_user_id
      union all select * from chats where whatsapp_phone = g.whatsapp_phone
      union all select * from chats where address_hash = decode(g.hash, 'hex')) c ${PREPARED}`.execute(db);
  const found = asked.map(() => new Map<ChatId, KnownChatRow>()); // by id, since a chat with two keys is found twice
  for (const row of rows) found[row.n]?.set(row.id, row);
  return found.map((chats) => [...chats.values()]);
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

export interface Claim {
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
