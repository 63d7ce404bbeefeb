import pRetry from "p-retry";
import type { Clock } from "../clock.ts";
import type { Settlement } from "../database/deliveries.ts";
import type { KnownSent } from "../database/steps.ts";
import type { ChatId, OutboxId } from "../ids.ts";
import type { Address } from "../messages.ts";
import { type Call, isHeld } from "./caller.ts";
import type { Delivery, OutgoingMessage } from "./channel.ts";
import { type Attempt, putBack, toSettlement } from "./delivery.ts";
import type { HeldLease } from "./lane.ts";
import { countCalls, type Pace } from "./pace.ts";
import type { Pauses } from "./pauses.ts";
import type { Settler } from "./settler.ts";

/** A wait longer than this is the dispatcher's. */
const SHORT_MS = 3_000;

export type Reply = OutgoingMessage & { to: Address; chatId: ChatId };

/** Sends replies at once, from the process that committed them and holds their lease. */
export interface Sender {
  send(reply: Reply, lease: HeldLease): void;
  /** The next reply of the chat may go at once, without waiting for these to be written down. */
  knownSent: KnownSent;
  /** They are written down. */
  settled(batch: Settlement[]): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface Options {
  call: Call;
  pace: Pace;
  pauses: Pauses;
  settler: Settler;
  clock: Clock;
  /** Something was given to the dispatcher, to go in so many milliseconds. */
  onWait(ms: number): void;
}

export function createSender({ call, pace, pauses, settler, clock, onWait }: Options): Sender {
  const underWay = new Set<Promise<void>>();
  const sent = new Map<OutboxId, ChatId>();

  async function deliver(reply: Reply, { token, since }: HeldLease): Promise<Settlement> {
    const attempt = () => toAttempt(reply, token, clock.now());
    const wait =
      pauses.remainingMs(reply.to.platform, "reply") || (await pace.passReply(reply.to, countCalls(reply.intent)));
    if (wait > 0 || !isHeld(since)) {
      onWait(wait);
      return putBack(attempt(), wait);
    }
    const delivery = await tryThrice(() => call(reply), since);
    if (delivery.type === "sent") sent.set(reply.id, reply.chatId);
    return toSettlement(delivery, attempt());
  }

  function settle(settlement: Settlement): void {
    if (settlement.status === "sent") settler.settleSoon(settlement);
    else settler.settle(settlement);
  }

  return {
    send(reply, lease) {
      // After this turn of the event loop, so that the webhook's 200 goes first.
      const sending = new Promise<void>((resolve) => setImmediate(resolve))
        .then(() => deliver(reply, lease))
        .then(settle);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    },
    knownSent(chatId) {
      const known: OutboxId[] = [];
      for (const [id, to] of sent) if (to === chatId) known.push(id);
      return known;
    },
    settled(batch) {
      for (const { id } of batch) sent.delete(id);
    },
    idle: async () => {
      while (underWay.size) await Promise.all(underWay);
    },
  };
}

function toAttempt({ id, intent }: Reply, token: string, now: Date): Attempt {
  const farewell = intent.text === "forgotten";
  return { id, token, attempts: 1, isReply: true, isPersonal: false, isLetter: false, farewell, now };
}

/** Three tries within a few seconds and the lease; what needs longer is given back. */
async function tryThrice(call: () => Promise<Delivery>, since: number): Promise<Delivery> {
  let last: Delivery | undefined;
  try {
    return await pRetry(
      async () => {
        if (!last || isHeld(since)) last = await call();
        if (last.type === "retry" && last.afterMs === undefined && isHeld(since)) throw new TryAgain();
        return last;
      },
      { retries: 2, minTimeout: 300, factor: 3, maxTimeout: SHORT_MS, randomize: true },
    );
  } catch (error) {
    if (error instanceof TryAgain && last) return last;
    throw error;
  }
}

class TryAgain extends Error {
  override name = "TryAgain";
}
