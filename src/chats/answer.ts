import { listChatsAt, setBlocked } from "../database/chats.ts";
import { inTransaction, isConflict, isTransient } from "../database/faults.ts";
import { hashUpdateKey, insertUpdate } from "../database/inbox.ts";
import { Unavailable } from "../errors.ts";
import type { InboundMessage } from "../messages.ts";
import type { Receipt, Receive } from "../outbox/channel.ts";
import { type ApologyKey, apology, createOutageApologies } from "./apologies.ts";
import { type Conversation, loadCold, loadHot } from "./conversation.ts";
import { converse, say } from "./converse.ts";
import type { Deps } from "./deps.ts";
import { createFloodGate } from "./flood.ts";
import { toKey } from "./hot-copy.ts";
import { moveAddress, readdress } from "./identity.ts";
import { createKeyedLock } from "./lock.ts";

/** Updates under way at once; the platforms keep the rest. */
const MOST_AT_ONCE = 2_000;
/** A conflict means that somebody else moved on, so this many in a row mean that something is wrong. */
const MOST_TRIES = 12;

type Handled = "handled" | "repeated" | "ignored";

/**
 * Answers updates: each chat one at a time and in order, all chats side by side.
 * Resolves when everything is committed; throws `Unavailable` if anything could not be, and the platform sends it again.
 */
export function createChats(deps: Deps): { receive: Receive } {
  const lock = createKeyedLock();
  const flood = createFloodGate();
  const outage = createOutageApologies(deps);
  let underWay = 0;

  async function receiveOne(message: InboundMessage): Promise<Handled> {
    if (underWay >= MOST_AT_ONCE) throw new Unavailable("too many updates under way", { retryAfterSeconds: 2 });
    underWay++;
    const started = performance.now();
    try {
      const key = toKey(message.address);
      const outcome = await lock.run(key, () => answer(key, message));
      if (outcome !== "ignored") outage.over();
      deps.onHandled(message, outcome, performance.now() - started);
      return outcome;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      deps.onHandled(message, "unavailable", performance.now() - started);
      throw error;
    } finally {
      underWay--;
    }
  }

  async function answer(key: string, message: InboundMessage): Promise<Handled> {
    const verdict = flood.judge(key, message.updateKey, message.sentAt);
    if (verdict === "quiet") return "ignored";
    try {
      return await settle(message, verdict === "notice" ? "too-fast" : undefined);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if (isTransient(error)) {
        outage.apologise(message);
        throw new Unavailable("the database is away", { cause: error });
      }
      deps.onFault(error, message);
      return setAside(message);
    }
  }

  /** A poison message is answered with an apology and recorded as handled, and its chat goes on. */
  async function setAside(message: InboundMessage): Promise<Handled> {
    try {
      return await settle(message, "something-broke");
    } catch (error) {
      throw error instanceof Unavailable ? error : new Unavailable("could not set an update aside", { cause: error });
    }
  }

  async function settle(message: InboundMessage, notice: ApologyKey | undefined): Promise<Handled> {
    if (message.content.type === "reachability") return markReachability(deps, message, message.content.blocked);
    if (message.content.type === "moved") return move(deps, message);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const conversation = await load(deps, message, tries === 0);
      if (conversation === "stale") return "ignored";
      if (conversation === "again") continue;
      const outcome = await attempt(conversation, message, notice);
      if (outcome !== "conflict") return outcome;
    }
    throw new Unavailable("the conversation kept moving on");
  }

  async function attempt(conversation: Conversation, message: InboundMessage, notice: ApologyKey | undefined) {
    try {
      return notice
        ? await say(deps, conversation, message, apology(notice, conversation.snapshot.locale ?? deps.locale))
        : await converse(deps, conversation, message);
    } catch (error) {
      if (isConflict(error)) return "conflict";
      throw error;
    }
  }

  return {
    async receive(messages): Promise<Receipt> {
      const outcomes = await Promise.allSettled(messages.map(receiveOne));
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed) throw failed.reason;
      const repeated = outcomes.filter((o) => o.status === "fulfilled" && o.value === "repeated").length;
      return { handled: messages.length - repeated, repeated };
    },
  };
}

/** From Redis at the first try; from Postgres afterwards, and whenever Redis has none. */
async function load(deps: Deps, message: InboundMessage, first: boolean): Promise<Conversation | "stale" | "again"> {
  const now = deps.clock.now();
  const hot = first ? await loadHot(deps, message, now) : undefined;
  const loading = hot ?? (await loadCold(deps, message, now));
  if (loading.type === "loaded") return loading.conversation;
  if (loading.type === "stale") return "stale";
  const { address } = message;
  if (address.platform === "whatsapp") {
    await inTransaction(deps.db, (trx) => readdress(trx, { address, now }));
  }
  return "again";
}

async function markReachability(deps: Deps, message: InboundMessage, blocked: boolean): Promise<Handled> {
  const now = deps.clock.now();
  return inTransaction(deps.db, async (trx) => {
    const { platform } = message.address;
    if (!(await insertUpdate(trx, { platform, updateKey: hashUpdateKey(message.updateKey), now }))) return "repeated";
    const rows = await listChatsAt(trx, message.address);
    await setBlocked(
      trx,
      rows.map((row) => row.id),
      blocked ? now : null,
    );
    return "handled";
  });
}

async function move(deps: Deps, message: InboundMessage): Promise<Handled> {
  const { address, content } = message;
  if (content.type !== "moved" || address.platform !== "whatsapp") return "ignored";
  const now = deps.clock.now();
  const outcome = await inTransaction(deps.db, async (trx): Promise<Handled> => {
    const updateKey = hashUpdateKey(message.updateKey);
    if (!(await insertUpdate(trx, { platform: "whatsapp", updateKey, now }))) return "repeated";
    await moveAddress(trx, { previous: content.previous, address, now });
    return "handled";
  });
  deps.hotCopies.forget(content.previous);
  deps.hotCopies.forget(address);
  return outcome;
}
