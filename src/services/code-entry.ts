import type { Transaction } from "kysely";
import { lockChat } from "../database/chats.ts";
import { listCodes } from "../database/link-codes.ts";
import {
  lockRequest,
  type RequestRow,
  setClosed,
  setProved,
  setRequestMerge,
  setTries,
} from "../database/link-requests.ts";
import { findChat, listHolders } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { findUser } from "../database/users.ts";
import { toEmailKey } from "../fields.ts";
import type { ChatId, EventId } from "../ids.ts";
import type { Actor, Card } from "../messages.ts";
import { findCard } from "./cards.ts";
import { takeOverEmail } from "./email-proofs.ts";
import { isOpen, MOST_TRIES } from "./link-limits.ts";
import { type Linked, toLinked } from "./linked.ts";
import { type Merging, mergeUsers } from "./merging.ts";

interface Entry {
  actor: Actor;
  email: string;
  code: string;
  /** Of the sign-up that waits for it. */
  eventId: EventId | undefined;
  now: Date;
}

export type CodeOutcome =
  | Linked
  | { type: "email-proved"; card: Card | undefined }
  | { type: "wrong-code"; triesLeft: number }
  | { type: "code-expired" };

/**
 * Takes a code that was typed in the chat that asked; anywhere else it is worth nothing.
 *
 * Each code proves what it proves: one that went to a chat, that its person types here; one that went to the
 * mailbox, that the mailbox is read here.
 */
export async function enterCode(trx: Transaction<Database>, entry: Entry): Promise<CodeOutcome> {
  const { actor, code, now } = entry;
  const email = toEmailKey(entry.email);
  await lockChat(trx, actor.chatId);
  const request = await lockRequest(trx, { chatId: actor.chatId, email });
  // Proved the other way round meanwhile, from the chat that is known.
  if (await isOwn(trx, actor, email)) return proved(trx, entry);
  if (!request || !isOpen(request, now)) return { type: "code-expired" };

  const match = (await listCodes(trx, request.id)).find((one) => one.code === code);
  if (!match) return countTry(trx, request, now);
  await setClosed(trx, [request.id], { ending: "used", now });
  return match.chatId === null
    ? useMailboxCode(trx, { ...entry, email }, request)
    : useChatCode(trx, entry, { request, chatId: match.chatId });
}

async function countTry(trx: Transaction<Database>, request: RequestRow, now: Date): Promise<CodeOutcome> {
  const tries = request.tries + 1;
  await setTries(trx, request.id, tries);
  if (tries >= MOST_TRIES) await setClosed(trx, [request.id], { ending: "out-of-tries", now });
  return { type: "wrong-code", triesLeft: MOST_TRIES - tries };
}

async function useChatCode(
  trx: Transaction<Database>,
  entry: Entry,
  { request, chatId }: { request: RequestRow; chatId: ChatId },
): Promise<CodeOutcome> {
  const chat = await findChat(trx, chatId);
  if (!chat?.userId) return { type: "code-expired" }; // had themselves forgotten meanwhile
  return mergeWith(trx, entry, { request, other: { chatId } });
}

async function useMailboxCode(
  trx: Transaction<Database>,
  entry: Entry & { email: string },
  request: RequestRow,
): Promise<CodeOutcome> {
  const { actor, email, now } = entry;
  await setProved(trx, request.id, now);
  const userId = await takeOverEmail(trx, { actor, email, now });
  return userId ? mergeWith(trx, entry, { request, other: { userId } }) : proved(trx, entry);
}

async function mergeWith(
  trx: Transaction<Database>,
  entry: Entry,
  { request, other }: { request: RequestRow; other: Merging["other"] },
): Promise<CodeOutcome> {
  const { actor, eventId, now } = entry;
  const merged = await mergeUsers(trx, { chatId: actor.chatId, other, now });
  if (!merged) return proved(trx, entry);
  await setRequestMerge(trx, request.id, merged.mergeId);
  return toLinked(trx, merged, { eventId, now });
}

async function proved(trx: Transaction<Database>, { actor, eventId, now }: Entry): Promise<CodeOutcome> {
  const { userId } = actor;
  return { type: "email-proved", card: eventId && (await findCard(trx, { event: { id: eventId }, userId, now })) };
}

async function isOwn(trx: Transaction<Database>, { userId }: Actor, email: string): Promise<boolean> {
  const user = userId && (await findUser(trx, userId));
  const isHeld = user?.email && toEmailKey(user.email) === email;
  return isHeld ? !(await listHolders(trx, { email, except: userId })).length : false;
}
