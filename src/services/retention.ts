import type { Kysely, Transaction } from "kysely";
import { eraseBroadcastsBefore } from "../database/broadcasts.ts";
import type { ChatRow } from "../database/chats.ts";
import { listMergedIds } from "../database/people.ts";
import {
  deleteSpentTraces,
  eraseLetters,
  isExpiredChat,
  isExpiredUser,
  type Limits,
  listExpiredChats,
  listExpiredUsers,
} from "../database/retention.ts";
import type { Database } from "../database/schema.ts";
import type { ChatId, UserId } from "../ids.ts";
import type { Address } from "../messages.ts";
import { erase } from "./erasing.ts";
import { takePeople } from "./people.ts";

const DAY_MS = 24 * 60 * 60_000;
/** A talk that is not over is not cut off: it is looked at again tomorrow. */
const QUIET_MS = DAY_MS;
/** Platforms bring an update again for 7 days at most, and codes count for minutes. */
const TRACES_KEPT_MS = 10 * DAY_MS;
const PAGE = 200;

export interface Promised {
  /** How many days after their last event people's data is deleted, as they were told. */
  retentionDays: number;
  now: Date;
}

/** A person, or a chat that never became anybody's. */
export type Expired = { userId: UserId } | { chatId: ChatId };

/** Whom the promise is due to, a page after another. Nothing is held: `expire` looks once more. */
export async function* listExpired(db: Kysely<Database>, promised: Promised): AsyncGenerator<Expired> {
  const limits = toLimits(promised);
  for await (const userId of paged<UserId>((page) => listExpiredUsers(db, limits, page))) yield { userId };
  for await (const chatId of paged<ChatId>((page) => listExpiredChats(db, limits, page))) yield { chatId };
}

/**
 * Forgets a person, or a chat, whose time is over, without a word to anyone; seats at past events stay counted.
 * Gives the addresses they had; undefined if another process was first, or if they came back meanwhile.
 */
export async function expire(
  trx: Transaction<Database>,
  expired: Expired,
  promised: Promised,
): Promise<Address[] | undefined> {
  const isUser = "userId" in expired;
  const userIds = isUser ? await listMergedIds(trx, expired.userId) : [];
  const taken = await takePeople(trx, { chatIds: isUser ? [] : [expired.chatId], userIds });
  const limits = toLimits(promised);
  const isDue = isUser ? isExpiredUser(trx, expired.userId, limits) : isExpiredChat(trx, expired.chatId, limits);
  if (!(await isDue)) return undefined;
  const subject = isUser ? `user:${expired.userId}` : `chat:${expired.chatId}`;
  const audit = { actor: "system", action: "expire", subject };
  return erase(trx, taken, { userIds, leave: (chat) => leaveBlank(chat, promised.now), audit, now: promised.now });
}

/** Drops what is left behind by codes and letters, and by people who had themselves forgotten. */
export async function dropTraces(db: Kysely<Database>, promised: Promised): Promise<void> {
  await deleteSpentTraces(db, new Date(promised.now.getTime() - TRACES_KEPT_MS));
  await eraseLetters(db, toLimits(promised).before);
  await eraseBroadcastsBefore(db, toLimits(promised).before);
}

/** So long after the last word no update of before can come again, so that not even a hash is needed. */
function leaveBlank({ lastInboundAt }: ChatRow, now: Date) {
  return { forgottenAt: lastInboundAt ?? now, forgottenUpdate: null, addressHash: null, keepsAddress: false };
}

function toLimits({ retentionDays, now }: Promised): Limits {
  const before = new Date(now.getTime() - retentionDays * DAY_MS);
  return { before, quietSince: new Date(now.getTime() - QUIET_MS) };
}

/** By their order and not by what is left, so that one who cannot be forgotten does not stand in the others' way. */
async function* paged<Id>(list: (page: { after: Id | undefined; limit: number }) => Promise<Id[]>): AsyncGenerator<Id> {
  let after: Id | undefined;
  do {
    const ids = await list({ after, limit: PAGE });
    yield* ids;
    after = ids.length === PAGE ? ids.at(-1) : undefined;
  } while (after !== undefined);
}
