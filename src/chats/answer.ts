import { setTimeout } from "node:timers/promises";
import { isTransient } from "../database/faults.ts";
import { Unavailable } from "../errors.ts";
import type { InboundMessage } from "../messages.ts";
import type { Receipt, Receive } from "../outbox/channel.ts";
import { type ApologyKey, createOutageApologies } from "./apologies.ts";
import type { Deps } from "./deps.ts";
import { createFloodGate } from "./flood.ts";
import { toKey } from "./hot-copy.ts";
import { createKeyedLock } from "./lock.ts";
import { createTurnstile } from "./turnstile.ts";
import { answerUpdate, dropUpdate, type Handled } from "./update.ts";

/** Updates under way at once, and waiting to be; the platforms keep the rest. */
const MOST_AT_ONCE = 2_000;
/** A connection that was cut, or a restart that takes a moment, is not worth an apology. */
const PATIENCE_MS = 1_000;
const FIRST_PAUSE_MS = 50;

/**
 * Answers updates: each chat one at a time and in order, all chats side by side.
 * Resolves when everything is committed; throws `Unavailable` if anything could not be, and the platform sends it again.
 */
export function createChats(deps: Deps): { receive: Receive } {
  const lock = createKeyedLock();
  const turnstile = createTurnstile();
  const flood = createFloodGate();
  const outage = createOutageApologies(deps);
  let underWay = 0;

  /** `stuck`: chats of which this very delivery holds something that could not be saved. */
  async function receiveOne(message: InboundMessage, stuck: Set<string>): Promise<Handled> {
    if (underWay >= MOST_AT_ONCE) throw new Unavailable("too many updates under way", { retryAfterSeconds: 2 });
    underWay++;
    const started = performance.now();
    try {
      const key = toKey(message.address);
      const outcome = await lock.run(key, () => turnstile.pass(() => answerInTurn(key, message, stuck)));
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

  async function answerInTurn(key: string, message: InboundMessage, stuck: Set<string>): Promise<Handled> {
    const began = performance.now();
    if (stuck.has(key)) throw new Unavailable("what this chat wrote before comes first");
    const verdict = flood.judge(key, message.updateKey, message.sentAt);
    if (verdict === "quiet") return "ignored";
    try {
      const outcome = await answer(message, verdict === "notice" ? "too-fast" : undefined);
      if (outcome !== "ignored") outage.over(began);
      return outcome;
    } catch (error) {
      stuck.add(key);
      throw error;
    }
  }

  /** A poison update is answered with an apology, else with nothing, and recorded as handled; its chat goes on. */
  async function answer(message: InboundMessage, notice: ApologyKey | undefined): Promise<Handled> {
    const ways = [
      () => answerUpdate(deps, message, notice),
      () => answerUpdate(deps, message, "something-broke"),
      () => dropUpdate(deps, message),
    ];
    for (const way of ways) {
      try {
        return await persistently(way, outage.isOn() ? 0 : PATIENCE_MS);
      } catch (error) {
        if (error instanceof Unavailable) throw error;
        if (isTransient(error)) {
          outage.apologise(message);
          throw new Unavailable("the database is away", { cause: error });
        }
        deps.onFault(error, message);
      }
    }
    throw new Unavailable("an update could not even be set aside");
  }

  return {
    async receive(messages): Promise<Receipt> {
      const stuck = new Set<string>();
      const outcomes = await Promise.allSettled(messages.map((message) => receiveOne(message, stuck)));
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed) throw failed.reason;
      const repeated = outcomes.filter((o) => o.status === "fulfilled" && o.value === "repeated").length;
      return { handled: messages.length - repeated, repeated };
    },
  };
}

/** Tries again while the database is away for a moment; the inbox makes that safe. */
async function persistently<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    try {
      return await work();
    } catch (error) {
      const isHopeless = error instanceof Unavailable || !isTransient(error);
      if (isHopeless || performance.now() + pause > deadline) throw error;
      await setTimeout(pause);
    }
  }
}
