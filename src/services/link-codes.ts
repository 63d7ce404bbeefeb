import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import { lockChat } from "../database/chats.ts";
import {
  countMisses,
  findReverseCode,
  insertCodes,
  insertMiss,
  listSuperseded,
  lockCode,
  setRedeemed,
} from "../database/link-codes.ts";
import { findAskedEmail, insertRequest, setClosed, setRequestMerge } from "../database/link-requests.ts";
import { findChat, listHolders, listPlatforms } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { findUser } from "../database/users.ts";
import { type LinkCodeId, newId } from "../ids.ts";
import type { Actor, Platform } from "../messages.ts";
import { anHourBefore, CODE_MS, isOpen, MOST_MISSES, makeCodes } from "./link-limits.ts";
import { type Linked, toLinked } from "./linked.ts";
import { maskName } from "./masked-name.ts";
import { mergeUsers } from "./merging.ts";
import { type UndoOutcome, undoMerge } from "./undo-merge.ts";

interface Pressed {
  actor: Actor;
  linkCodeId: LinkCodeId;
  now: Date;
}

/** A code to be written from another chat, LINK 482915: nobody else's while it is open. One a chat; a new one ends the old. */
export async function makeLinkCode(
  trx: Transaction<Database>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ type: "link-code-made"; code: string; other: Platform[] }> {
  const { chatId } = actor;
  await lockChat(trx, chatId);
  const requestId = randomUUID();
  const expiresAt = new Date(now.getTime() + CODE_MS);
  await insertRequest(trx, { id: requestId, chatId, email: null, createdAt: now, expiresAt });
  for (const code of makeCodes(20)) {
    await setClosed(trx, await listSuperseded(trx, { chatId, code, now }), { ending: "replaced", now });
    const row = { id: newId<LinkCodeId>(), code, way: "reverse" as const, chatId: null };
    if (await insertCodes(trx, requestId, [row])) {
      return { type: "link-code-made", code, other: await listOthers(trx, { actor, now }) };
    }
  }
  throw new Error("twenty codes in a row are taken");
}

/** Where the address that was asked about is known, else anywhere; asked about none, on the other messenger. */
async function listOthers(
  trx: Transaction<Database>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<Platform[]> {
  const { chatId, userId: except, platform } = actor;
  const email = await findAskedEmail(trx, chatId, anHourBefore(now));
  const away = platform === "telegram" ? "whatsapp" : "telegram";
  if (email === undefined) return [away];
  const holders = await listHolders(trx, { email, except });
  const userIds = holders.map(({ id }) => id);
  const known = await listPlatforms(trx, { userIds, except: chatId });
  return known.length ? known : [away, platform];
}

/** LINK 482915 was written here: tells which chat asks, and holds the code for this one. */
export async function redeemLinkCode(
  trx: Transaction<Database>,
  { actor, code: digits, now }: { actor: Actor; code: string; now: Date },
): Promise<
  | { type: "link-asked"; linkCodeId: LinkCodeId; platform: Platform; name: string }
  | { type: "link-unknown" }
  | { type: "link-limited" }
> {
  const { chatId } = actor;
  await lockChat(trx, chatId); // its misses are counted one after another
  const since = anHourBefore(now);
  if ((await countMisses(trx, chatId, since)) >= MOST_MISSES) return { type: "link-limited" };
  const id = await findReverseCode(trx, digits);
  const found = id && (await lockCode(trx, id));
  if (!found || !isOpen(found.request, now) || (found.code.redeemedBy ?? chatId) !== chatId) {
    await insertMiss(trx, { chatId, since, now });
    return { type: "link-unknown" };
  }
  const asking = await findChat(trx, found.request.chatId);
  const isOne = asking?.id === chatId || (asking?.userId && asking.userId === actor.userId);
  if (!asking || isOne) return { type: "link-unknown" };
  await setRedeemed(trx, found.code.id, chatId);
  const person = asking.userId ? await findUser(trx, asking.userId) : undefined;
  const name = maskName(person?.name ?? draftName(asking.stateData));
  return { type: "link-asked", linkCodeId: found.code.id, platform: asking.platform, name };
}

/** [Connect], from the chat that wrote the code, once. */
export async function acceptLink(
  trx: Transaction<Database>,
  { actor, linkCodeId, now }: Pressed,
): Promise<Linked | { type: "link-unknown" }> {
  const request = await takeRedeemed(trx, { actor, linkCodeId, now });
  if (!request) return { type: "link-unknown" };
  await setClosed(trx, [request.id], { ending: "used", now });
  const merged = await mergeUsers(trx, { chatId: actor.chatId, other: { chatId: request.chatId }, now });
  if (!merged) return { type: "link-unknown" };
  await setRequestMerge(trx, request.id, merged.mergeId);
  return toLinked(trx, merged, { eventId: undefined, now });
}

export async function refuseLink(
  trx: Transaction<Database>,
  { actor, linkCodeId, now }: Pressed,
): Promise<{ type: "link-refused" } | { type: "link-unknown" }> {
  const request = await takeRedeemed(trx, { actor, linkCodeId, now });
  if (!request) return { type: "link-unknown" };
  await setClosed(trx, [request.id], { ending: "refused", now });
  return { type: "link-refused" };
}

async function takeRedeemed(trx: Transaction<Database>, { actor, linkCodeId, now }: Pressed) {
  const found = await lockCode(trx, linkCodeId);
  return found && found.code.redeemedBy === actor.chatId && isOpen(found.request, now) ? found.request : undefined;
}

/**
 * [Not me], from a chat that a code went to: whoever asked gets nothing by it, nor by asking again today.
 * Pressed after the code was typed all the same, it undoes what that did.
 */
export async function notMe(
  trx: Transaction<Database>,
  { actor, linkCodeId, now }: Pressed,
): Promise<{ type: "link-refused" } | { type: "link-unknown" } | UndoOutcome> {
  const found = await lockCode(trx, linkCodeId);
  if (!found || found.code.chatId !== actor.chatId) return { type: "link-unknown" };
  const { id, mergeId } = found.request;
  if (mergeId) return undoMerge(trx, { actor, mergeId, now });
  await setClosed(trx, [id], { ending: "not-me", now });
  return { type: "link-refused" };
}

/** What somebody who is not registered yet has told in the talk so far. */
function draftName(stateData: object): string | null {
  const draft = "draft" in stateData ? stateData.draft : undefined;
  const name = typeof draft === "object" && draft !== null && "name" in draft ? draft.name : undefined;
  return typeof name === "string" ? name : null;
}
