import { createHmac, type KeyObject } from "node:crypto";
import type { KnownChatRow } from "../database/chats.ts";
import type { Snapshot } from "../dialogue/state.ts";
import { readSnapshot } from "../dialogue/stored.ts";
import { Unavailable } from "../errors.ts";
import { type ChatId, newId } from "../ids.ts";
import type { Address, InboundMessage } from "../messages.ts";
import type { ColdReads } from "./cold-reads.ts";
import type { HotCopies } from "./hot-copy.ts";

/** A conversation as it stands before an update: loaded, not locked. */
export interface Conversation {
  chatId: ChatId;
  /** 0: this would be its first step. */
  version: number;
  snapshot: Snapshot;
  /** The stored state was of a shape nobody knows any more, so the talk starts over. */
  startedOver: boolean;
  /** When this address was last forgotten: an update older than that means nothing. */
  forgotten: ForgottenMark | undefined;
}

export interface ForgottenMark {
  at: string;
  /** Telegram's number of the update that asked for it. */
  update: number | undefined;
}

export interface Loaders {
  coldReads: ColdReads;
  hotCopies: HotCopies;
  hashKey: KeyObject;
}

/** `stale`: written before the person had themselves forgotten. `readdress`: the chat's ids must be put right first. */
export type Loading = { type: "loaded"; conversation: Conversation } | { type: "stale" } | { type: "readdress" };

/** How long a state written by a newer version is left to that version, while an update rolls out. */
const NEWER_PATIENCE_MS = 10 * 60_000;
/** Telegram keeps updates a day; after that an older number proves nothing, since numbers may start anew. */
const UPDATE_NUMBERS_HOLD_MS = 25 * 60 * 60_000;

/** From Redis, if it has the chat under the ids this message came with. */
export async function loadHot(
  { hotCopies }: Loaders,
  message: InboundMessage,
  now: Date,
): Promise<Loading | undefined> {
  const { address } = message;
  const copy = await hotCopies.read(address);
  if (!copy) return undefined;
  if (address.platform === "whatsapp" && address.phone && address.phone !== copy.phone) return undefined;
  const stored = readSnapshot(copy);
  if (stored.type !== "snapshot") return undefined;
  if (isFromBefore(copy.forgotten, message, now)) return { type: "stale" };
  const { chatId, version, forgotten } = copy;
  return {
    type: "loaded",
    conversation: { chatId, version, snapshot: stored.snapshot, startedOver: false, forgotten },
  };
}

/** From Postgres, which decides. */
export async function loadCold({ coldReads, hashKey }: Loaders, message: InboundMessage, now: Date): Promise<Loading> {
  const { address } = message;
  const rows = await coldReads.read({ address, hash: hashAddress(hashKey, address) });
  const live = rows.filter(
    (row) => row.telegramId !== null || row.whatsappUserId !== null || row.whatsappPhone !== null,
  );
  if (needsReaddress(live, address)) return { type: "readdress" };

  const forgotten = newestMark(rows);
  if (isFromBefore(forgotten, message, now)) return { type: "stale" };
  const [row] = live;
  return { type: "loaded", conversation: { ...(row ? toConversation(row, now) : newConversation()), forgotten } };
}

function newConversation(): Omit<Conversation, "forgotten"> {
  return { chatId: newId(), version: 0, snapshot: freshSnapshot(), startedOver: false };
}

function toConversation(row: KnownChatRow, now: Date): Omit<Conversation, "forgotten"> {
  const stored = readSnapshot({ state: row.currentState, data: row.stateData, schema: row.stateSchema });
  const base = { chatId: row.id, version: row.version };
  if (stored.type === "snapshot") return { ...base, snapshot: stored.snapshot, startedOver: false };
  if (stored.type === "newer" && now.getTime() - row.updatedAt.getTime() < NEWER_PATIENCE_MS) {
    throw new Unavailable("the conversation was written by a newer version", { retryAfterSeconds: 30 });
  }
  return { ...base, snapshot: freshSnapshot(), startedOver: true };
}

function freshSnapshot(): Snapshot {
  return { state: { type: "START" }, locale: undefined, zone: undefined, offered: [] };
}

/** Two rows, or one that lacks what the message knows: the ids were learned apart, or a number changed hands. */
function needsReaddress(rows: KnownChatRow[], address: Address): boolean {
  if (address.platform === "telegram") return false;
  const [row, other] = rows;
  if (other) return true;
  if (!row) return false;
  const lacksId = address.userId !== undefined && row.whatsappUserId !== address.userId;
  const lacksPhone = address.phone !== undefined && row.whatsappPhone !== address.phone;
  return lacksId || lacksPhone;
}

function newestMark(rows: KnownChatRow[]): ForgottenMark | undefined {
  const marked = rows.flatMap(({ forgottenAt, forgottenUpdate }) =>
    forgottenAt ? [{ forgottenAt, forgottenUpdate }] : [],
  );
  marked.sort((a, b) => b.forgottenAt.getTime() - a.forgottenAt.getTime());
  const [newest] = marked;
  return newest && { at: newest.forgottenAt.toISOString(), update: newest.forgottenUpdate ?? undefined };
}

function isFromBefore(mark: ForgottenMark | undefined, message: InboundMessage, now: Date): boolean {
  if (!mark) return false;
  const at = new Date(mark.at);
  // Asked for on the other messenger there is no number to compare with.
  if (message.updateNumber === undefined || mark.update === undefined) return toSecond(message.sentAt) < toSecond(at);
  const numbersHold = now.getTime() - at.getTime() < UPDATE_NUMBERS_HOLD_MS;
  return numbersHold && message.updateNumber <= mark.update;
}

/**
 * The platforms tell whole seconds. What comes in the very second of the farewell counts as written after it: what was
 * handled before is known by its id.
 */
function toSecond(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** What is kept of a forgotten address: enough to know an old update of it, not enough to write to it. */
export function hashAddress(key: KeyObject, address: Address): Buffer {
  const id = address.platform === "telegram" ? address.telegramId : (address.userId ?? address.phone);
  return createHmac("sha256", key).update(`${address.platform}:${id}`).digest();
}
