import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { LeasedMessage, Settlement } from "../database/deliveries.ts";
import { reserveOpenings } from "../database/openings.ts";
import type { Database } from "../database/schema.ts";
import { listSubjects, type Subject } from "../database/subjects.ts";
import type { OutboxId } from "../ids.ts";
import type { Logger } from "../logger.ts";
import { type Call, isHeld } from "./caller.ts";
import type { Channel, ChannelName } from "./channel.ts";
import { type Attempt, avoid, conclude, findObstacle, giveUp, putBack, toAddress, toSettlement } from "./delivery.ts";
import type { HeldLease } from "./lane.ts";
import { toLetter } from "./letter.ts";
import { countCalls, type Pace } from "./pace.ts";
import type { Pauses } from "./pauses.ts";
import type { Settler } from "./settler.ts";
import { findChange, OFFER, toPresent } from "./subject.ts";

const FAULT = { type: "retry", afterMs: undefined, scope: "chat", unknown: false, reason: "a fault of ours" } as const;

interface Options {
  db: Kysely<Database>;
  channels: ReadonlyMap<ChannelName, Channel>;
  call: Call;
  pace: Pace;
  pauses: Pauses;
  settler: Settler;
  clock: Clock;
  log: Logger;
  /** With how many people the WhatsApp account may open a conversation in 24 hours; undefined without a limit. */
  dailyLimit(): number | undefined;
  /** Seats are held from when these messages are tried for the first time, which is now. */
  startHolds(ids: OutboxId[]): Promise<void>;
  /** Something can go in so many milliseconds. */
  onWait(ms: number): void;
}

/** What messages that were taken together are about, and which of them may open a conversation. */
interface Context {
  subjects: Map<OutboxId, Subject>;
  openings: Set<OutboxId>;
}

/** Sends leased messages, each as things stand now, and settles what comes of it. One never fails the others. */
export function createDelivering(options: Options): (messages: LeasedMessage[], lease: HeldLease) => Promise<void>[] {
  const { db, channels, call, pace, pauses, settler, clock, log, dailyLimit, startHolds, onWait } = options;

  const opens = ({ platform, lastInboundAt }: LeasedMessage) =>
    channels.get(platform)?.opens?.({ lastInboundAt: lastInboundAt ?? undefined }) ?? false;

  async function readContext(messages: LeasedMessage[]): Promise<Context> {
    const ids = messages.flatMap(({ id, eventId }) => (eventId ? [id] : []));
    const offers = messages.filter(({ kind, attempts }) => kind === OFFER && attempts === 1).map(({ id }) => id);
    if (offers.length) await startHolds(offers);
    const opening = messages.filter(opens).map(({ id }) => id);
    const [subjects, openings] = await Promise.all([
      listSubjects(db, ids),
      reserveOpenings(db, { ids: opening, limit: dailyLimit(), now: clock.now() }),
    ]);
    return { subjects, openings };
  }

  async function deliver(message: LeasedMessage, attempt: Attempt, held: { context: Context; since: number }) {
    const subject = held.context.subjects.get(message.id);
    const obstacle = findObstacle(message, attempt);
    if (obstacle) return obstacle;
    const change = subject && findChange(message, subject);
    if (change) return conclude(attempt, change);
    const to = toAddress(message);
    if (!to) return giveUp(attempt, "the chat has no address any more", "skipped");
    if (opens(message) && !held.context.openings.has(message.id))
      return giveUp(attempt, "over the daily limit of the WhatsApp account", "skipped");
    const paused = pauses.remainingMs(message.platform, attempt.isReply ? "reply" : "bulk");
    if (paused > 0 && pauses.away().includes(message.platform)) return avoid(attempt, paused);
    const wait = paused || (await pace.passChat(to, countCalls(message.intent)));
    if (wait > 0 || !isHeld(held.since)) {
      onWait(wait);
      return putBack(attempt, wait);
    }
    const present = subject ? toPresent(message.intent, subject, clock.now()) : message.intent;
    const intent = subject && message.platform === "mail" ? toLetter(present, subject) : present;
    const delivery = await call({ id: message.id, to, intent, lastInboundAt: message.lastInboundAt ?? undefined });
    return toSettlement(delivery, { ...attempt, now: clock.now() });
  }

  /** What cannot even be made ready is tried again like a message that was refused, and given up like one. */
  function giveBack(attempt: Attempt, error: unknown): Settlement {
    const { id: outboxId, attempts } = attempt;
    log.error({ err: error, outboxId, attempts }, "a message could not be made ready");
    return toSettlement(FAULT, attempt);
  }

  return (messages, { token, since }) => {
    if (!messages.length) return [];
    const reading = readContext(messages);
    return messages.map(async (message) => {
      const attempt = toAttempt(message, token, clock.now());
      const settlement = reading.then((context) => deliver(message, attempt, { context, since }));
      settler.settle(await settlement.catch((error: unknown) => giveBack(attempt, error)));
    });
  };
}

function toAttempt({ id, attempts, userId, platform, kind, intent }: LeasedMessage, token: string, now: Date): Attempt {
  return {
    id,
    token,
    attempts,
    isReply: kind === "reply",
    isPersonal: userId !== null,
    isLetter: platform === "mail",
    farewell: intent?.text === "forgotten",
    now,
  };
}
