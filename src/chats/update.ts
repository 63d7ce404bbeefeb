import { listChatsAt, setBlocked } from "../database/chats.ts";
import { inTransaction, isConflict } from "../database/faults.ts";
import { hashUpdateKey, insertUpdate } from "../database/inbox.ts";
import { Unavailable } from "../errors.ts";
import type { InboundMessage } from "../messages.ts";
import { type ApologyKey, apology } from "./apologies.ts";
import { loadCold, loadHot } from "./conversation.ts";
import { converse, say } from "./converse.ts";
import type { Deps } from "./deps.ts";
import { moveAddress, readdress } from "./identity.ts";

/** A conflict means that somebody else moved on, so this many in a row mean that something is wrong. */
const MOST_TRIES = 12;

export type Handled = "handled" | "repeated" | "ignored";

/**
 * Commits what one update asks for, or only says `notice`; from the start again, on what Postgres has, whenever
 * another process was first.
 */
export async function answerUpdate(
  deps: Deps,
  message: InboundMessage,
  notice: ApologyKey | undefined,
): Promise<Handled> {
  if (message.content.type === "reachability") return markReachability(deps, message, message.content.blocked);
  if (message.content.type === "moved") return move(deps, message);
  for (let tries = 1; ; tries++) {
    try {
      const outcome = await attempt(deps, message, { notice, first: tries === 1 });
      if (outcome !== "again") return outcome;
      if (tries >= MOST_TRIES) throw new Unavailable("the conversation kept moving on");
    } catch (error) {
      // A row that stands in the way of every try is no race but a fault.
      if (!isConflict(error) || tries >= MOST_TRIES) throw error;
    }
  }
}

/** Records an update as handled and does nothing else: the last resort for one that fails whatever is tried. */
export async function dropUpdate(deps: Deps, message: InboundMessage): Promise<Handled> {
  const isNew = await inTransaction(deps.db, (trx) => insertUpdate(trx, toInboxRow(deps, message)));
  return isNew ? "handled" : "repeated";
}

/** The conversation comes from Redis at the first try; from Postgres afterwards, and whenever Redis has none. */
async function attempt(
  deps: Deps,
  message: InboundMessage,
  { notice, first }: { notice: ApologyKey | undefined; first: boolean },
): Promise<Handled | "again"> {
  const now = deps.clock.now();
  const hot = first ? await loadHot(deps, message, now) : undefined;
  const loading = hot ?? (await loadCold(deps, message, now));
  if (loading.type === "stale") return "ignored";
  if (loading.type === "readdress") {
    const { address } = message;
    if (address.platform === "whatsapp") await inTransaction(deps.db, (trx) => readdress(trx, { address, now }));
    return "again";
  }
  const { conversation } = loading;
  const answered = notice
    ? await say(deps, conversation, message, apology(notice, conversation.snapshot.locale ?? deps.locale))
    : await converse(deps, conversation, message);
  return answered === "conflict" ? "again" : answered;
}

async function markReachability(deps: Deps, message: InboundMessage, blocked: boolean): Promise<Handled> {
  return inTransaction(deps.db, async (trx) => {
    const row = toInboxRow(deps, message);
    if (!(await insertUpdate(trx, row))) return "repeated";
    const chats = await listChatsAt(trx, message.address);
    await setBlocked(
      trx,
      chats.map(({ id }) => id),
      blocked ? row.now : null,
    );
    return "handled";
  });
}

async function move(deps: Deps, message: InboundMessage): Promise<Handled> {
  const { address, content } = message;
  if (content.type !== "moved" || address.platform !== "whatsapp") return "ignored";
  const outcome = await inTransaction(deps.db, async (trx): Promise<Handled> => {
    const row = toInboxRow(deps, message);
    if (!(await insertUpdate(trx, row))) return "repeated";
    await moveAddress(trx, { previous: content.previous, address, now: row.now });
    return "handled";
  });
  deps.hotCopies.forget(content.previous);
  deps.hotCopies.forget(address);
  return outcome;
}

function toInboxRow({ clock }: Deps, { address, updateKey }: InboundMessage) {
  return { platform: address.platform, updateKey: hashUpdateKey(updateKey), now: clock.now() };
}
