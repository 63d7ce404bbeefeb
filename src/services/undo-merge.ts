import type { Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import {
  findMerge,
  listLaterMerges,
  listMergeChats,
  listMergeRegistrations,
  type MergeRow,
  returnAudits,
  returnMessages,
  reviveUser,
  setUndone,
} from "../database/merges.ts";
import { findLivingId, listHolders, listMergedIds, lockUsers, setChatsUser } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import type { UserRow } from "../database/users.ts";
import type { ChatId, MergeId, UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { aDayBefore } from "./link-limits.ts";
import { tellUnlinked } from "./linking-notices.ts";
import { emptyGaps } from "./merged-facts.ts";
import { takePeople } from "./people.ts";
import { returnRegistrations } from "./returned-registrations.ts";
import { returnTakenSince } from "./taken-since.ts";

export type UndoOutcome = { type: "merge-undone" } | { type: "merge-kept" };

/**
 * Takes a merge back within 24 hours, from any chat that was in it: its chats and what came with them are as before,
 * except that a seat given on stays given. Merges of the same people that came later go first, the newest before
 * the others: else whoever merged once more could keep what was never theirs.
 */
export async function undoMerge(
  trx: Transaction<Database>,
  { actor, mergeId, now }: { actor: Actor; mergeId: MergeId; now: Date },
): Promise<UndoOutcome> {
  const before = await findMerge(trx, mergeId);
  const isParty = (await listMergeChats(trx, mergeId)).some(({ chatId }) => chatId === actor.chatId);
  if (!before || !isParty || before.mergedAt <= aDayBefore(now)) return { type: "merge-kept" };
  if (before.undoneAt) return { type: "merge-undone" };
  if (!actor.userId) return { type: "merge-kept" };

  const userIds = await listMergedIds(trx, actor.userId);
  const taken = await takePeople(trx, { chatIds: [actor.chatId], userIds });
  const merge = await findMerge(trx, mergeId); // once more, now that nobody else can undo it
  if (merge?.undoneAt) return { type: "merge-undone" };
  if (!merge || !userIds.includes(merge.keptUserId)) return { type: "merge-kept" };

  const later = merge.mergedUserId ? await listLaterMerges(trx, { after: merge.seq, userIds }) : [];
  for (const each of [...later, merge]) await undoOne(trx, each, now);
  await insertAudit(trx, {
    actor: `chat:${actor.chatId}`,
    action: "undo-merge",
    subject: `user:${merge.keptUserId}`,
    detail: { mergeId, merged: merge.mergedUserId, with: later.map(({ id }) => id) },
    now,
  });
  await tellUnlinked(trx, taken, { mergeId, askedIn: actor.chatId, now });
  return { type: "merge-undone" };
}

async function undoOne(trx: Transaction<Database>, merge: MergeRow, now: Date): Promise<void> {
  const { id, keptUserId, mergedUserId } = merge;
  // Whoever was kept may have become another since, for good: two chats were found to be one account.
  const owner = await findLivingId(trx, keptUserId);
  await returnChats(trx, merge, { owner, now });
  if (mergedUserId) {
    const users = await lockUsers(trx, [owner, mergedUserId]);
    const kept = users.find((user) => user.id === owner);
    const merged = users.find((user) => user.id === mergedUserId);
    if (!kept || !merged) throw new Error("a merge without its users");
    const changed = (await listMergeRegistrations(trx, id)).map((one) =>
      one.formerUserId === keptUserId ? { ...one, formerUserId: owner } : one,
    );
    await returnRegistrations(trx, changed, { kept: owner, merged: merged.id, now });
    await returnTakenSince(trx, { merge, kept: owner, merged: merged.id, now });
    await returnMessages(trx, merge.messages, merged.id);
    await returnAudits(trx, merge.audits, merged.id);
    await emptyGaps(trx, { kept, merged, filled: merge.filled, now });
    await revive(trx, merged, now);
  }
  await setUndone(trx, id, now);
}

/** Chats that went elsewhere since stay there. */
async function returnChats(
  trx: Transaction<Database>,
  { id, keptUserId }: MergeRow,
  { owner, now }: { owner: UserId; now: Date },
): Promise<void> {
  const former = new Map<UserId | null, ChatId[]>();
  for (const { chatId, formerUserId } of await listMergeChats(trx, id)) {
    if (formerUserId !== keptUserId) former.set(formerUserId, [...(former.get(formerUserId) ?? []), chatId]);
  }
  for (const [userId, chatIds] of former) await setChatsUser(trx, { chatIds, userId, owner, now });
}

/** Somebody again; but an address that another has proved meanwhile is no longer theirs. */
async function revive(trx: Transaction<Database>, { id, email, emailVerifiedAt }: UserRow, now: Date): Promise<void> {
  const holders = email !== null && emailVerifiedAt ? await listHolders(trx, { email, except: id }) : [];
  await reviveUser(trx, { id, isUnproved: holders.some(({ verified }) => verified), now });
}
