import type { Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { insertMerge, moveAudits, moveMessages, type NewMerge, setMergedInto } from "../database/merges.ts";
import { StartOver, setChatsUser } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { insertUser, type UserRow } from "../database/users.ts";
import { type ChatId, type MergeId, newId, type UserId } from "../ids.ts";
import type { Platform } from "../messages.ts";
import { tellLinked } from "./linking-notices.ts";
import { fillGaps } from "./merged-facts.ts";
import { mergeRegistrations } from "./merged-registrations.ts";
import { type Taken, takePeople } from "./people.ts";

export interface Merging {
  /** Where it was asked for; its person is told by the answer. */
  chatId: ChatId;
  /** Whose chat, or who, proved to be the same person. */
  other: { chatId: ChatId } | { userId: UserId };
  now: Date;
  /** The chats are one account: there is nobody to tell, and nothing that could be undone. */
  final?: boolean;
}

type Moved = Pick<NewMerge, "registrations" | "messages" | "audits" | "filled">;
const NOTHING: Moved = { registrations: [], messages: [], audits: [], filled: [] };

export interface Merged {
  mergeId: MergeId;
  userId: UserId;
  /** A messenger of the other's, another than here if they have one. */
  other: Platform;
}

/**
 * Makes the people of two chats one, with all they have, in this transaction; undefined if they are one already.
 *
 * A chat that is nobody's yet comes to the other's person, and that too can be undone.
 */
export async function mergeUsers(trx: Transaction<Database>, merging: Merging): Promise<Merged | undefined> {
  const { chatId, other, now } = merging;
  const taken = await takePeople(trx, {
    chatIds: "chatId" in other ? [chatId, other.chatId] : [chatId],
    userIds: "userId" in other ? [other.userId] : [],
  });
  const here = findOwner(taken, chatId);
  const there = "chatId" in other ? findOwner(taken, other.chatId) : taken.users.find(({ id }) => id === other.userId);
  if (there && (there.mergedInto || there.forgottenAt)) throw new StartOver("the other person went meanwhile");
  if (here && here.id === there?.id) return undefined;

  const mergeId = newId<MergeId>();
  const [kept, merged] = here && there ? inOrder(here, there) : [here ?? there, undefined];
  const userId = kept?.id ?? (await insertNobody(trx, now));
  const chatIds = taken.chats.filter((chat) => chat.userId !== userId).map(({ id }) => id);
  await setChatsUser(trx, { chatIds, userId, now });
  const moved = kept && merged ? await mergePair(trx, taken, { kept, merged, now }) : NOTHING;
  await insertAudit(trx, {
    actor: `chat:${chatId}`,
    action: "merge",
    subject: `user:${userId}`,
    detail: { mergeId, merged: merged?.id },
    now,
  });
  if (!merging.final) {
    await insertMerge(trx, { id: mergeId, kept: userId, merged: merged?.id, ...moved, chats: taken.chats, now });
    await tellLinked(trx, taken, { mergeId, askedIn: chatId, now });
  }
  return { mergeId, userId, other: findPlatform(taken, { chatId, other }) };
}

function findPlatform({ chats }: Taken, { chatId, other }: Pick<Merging, "chatId" | "other">): Platform {
  const here = chats.find(({ id }) => id === chatId);
  const theirs = chats.filter((chat) => ("chatId" in other ? chat.id === other.chatId : chat.userId === other.userId));
  const elsewhere = theirs.find(({ platform }) => platform !== here?.platform) ?? theirs[0];
  return elsewhere?.platform ?? (here?.platform === "telegram" ? "whatsapp" : "telegram");
}

function findOwner({ chats, users }: Taken, id: ChatId): UserRow | undefined {
  const chat = chats.find((one) => one.id === id);
  return users.find((user) => user.id === chat?.userId);
}

/** Who was known first stays, unless only the other's address is proved. */
function inOrder(one: UserRow, other: UserRow): [kept: UserRow, merged: UserRow] {
  const isProved = (user: UserRow) => user.emailVerifiedAt !== null;
  if (isProved(one) !== isProved(other)) return isProved(one) ? [one, other] : [other, one];
  const order = one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1);
  return order < 0 ? [one, other] : [other, one];
}

/** Two chats of someone who has not registered for anything: a bare row joins them. */
async function insertNobody(trx: Transaction<Database>, now: Date): Promise<UserId> {
  const id = newId<UserId>();
  await insertUser(trx, { id, createdAt: now, updatedAt: now });
  return id;
}

async function mergePair(
  trx: Transaction<Database>,
  taken: Taken,
  { kept, merged, now }: { kept: UserRow; merged: UserRow; now: Date },
): Promise<Moved> {
  const between = { from: merged.id, to: kept.id };
  const registrations = await mergeRegistrations(trx, taken.registrations, { kept: kept.id, merged: merged.id, now });
  const messages = await moveMessages(trx, between);
  const audits = await moveAudits(trx, between);
  await setMergedInto(trx, { id: merged.id, into: kept.id, now });
  return { registrations, messages, audits, filled: await fillGaps(trx, { kept, merged, now }) };
}
