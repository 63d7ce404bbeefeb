import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import { type LeasedMessage, leaseDueMessages } from "../database/deliveries.ts";
import type { Database } from "../database/schema.ts";
import { listSubjects, type Subject } from "../database/subjects.ts";
import type { Logger } from "../logger.ts";
import type { Channel, ChannelName } from "./channel.ts";
import { callChannel, findObstacle, toAddress, toSettlement } from "./delivery.ts";
import type { Settler } from "./settler.ts";
import { findChange, toPresent } from "./subject.ts";

const BATCH = 20;
const LOOK_EVERY_MS = 1_000;

/** Sends whatever waits in the outbox and is not in the hands of a sender. */
export interface Dispatcher {
  start(): void;
  /** Something was committed: look now and not in a second. */
  wake(): void;
  /** A message was settled: the next of its chat may go. */
  settled(): void;
  /** Sends all that is due, for tests and the sandbox. */
  processAll(): Promise<void>;
  /** Takes no more, and resolves when the running batch is through. */
  stop(): Promise<void>;
}

interface Options {
  db: Kysely<Database>;
  channels: ReadonlyMap<ChannelName, Channel>;
  settler: Settler;
  clock: Clock;
  log: Logger;
}

interface Lease {
  token: string;
  /** What the message is about, as that stands now. */
  subject: Subject | undefined;
}

export function createDispatcher({ db, channels, settler, clock, log }: Options): Dispatcher {
  let running: Promise<void> | undefined;
  let again = false;
  let hungry = false;
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;

  async function deliver(message: LeasedMessage, { token, subject }: Lease): Promise<void> {
    const { id, attempts, lastInboundAt } = message;
    const now = clock.now();
    const intent = subject ? toPresent(message.intent, subject, now) : message.intent;
    const to = toAddress(message);
    const channel = to && channels.get(to.platform);
    const attempt = { id, token, attempts, channel: channel?.name, farewell: intent.text === "forgotten", now };
    const obstacle = findObstacle(message, now) ?? (subject && findChange(message, subject));
    if (obstacle || !to) {
      const skipped = obstacle ?? { status: "skipped" as const, reason: "no address" };
      settler.settle({
        ...attempt,
        platform: to?.platform,
        providerMessageId: undefined,
        dueAt: undefined,
        blocks: false,
        ...skipped,
      });
      return;
    }
    const delivery = await callChannel(channel, { id, to, intent, lastInboundAt: lastInboundAt ?? undefined }, log);
    if (delivery.type !== "sent")
      log.warn({ outboxId: id, channel: channel?.name, outcome: delivery.type, attempts }, "message not sent");
    settler.settle(toSettlement(delivery, { ...attempt, now: clock.now() }));
  }

  /** What cannot even be made ready is tried again like a message that was refused, and given up like one. */
  function giveBack({ id, attempts }: LeasedMessage, token: string, error: unknown): void {
    log.error({ err: error, outboxId: id, attempts }, "a message could not be made ready");
    const fault = {
      type: "retry",
      afterMs: undefined,
      scope: "chat",
      unknown: false,
      reason: "a fault of ours",
    } as const;
    const attempt = { id, token, attempts, channel: undefined, farewell: false, now: clock.now() };
    settler.settle(toSettlement(fault, attempt));
  }

  async function sendBatch(): Promise<number> {
    const token = randomUUID();
    await settler.catchUp(); // what is out must not be taken for what is not
    const messages = await leaseDueMessages(db, { token, limit: BATCH, now: clock.now() });
    const subjects = await listSubjects(
      db,
      messages.flatMap(({ id, eventId }) => (eventId ? [id] : [])),
    );
    const deliverSafely = (message: LeasedMessage) =>
      deliver(message, { token, subject: subjects.get(message.id) }).catch((error) => giveBack(message, token, error));
    await Promise.all(messages.map(deliverSafely));
    await settler.idle();
    return messages.length;
  }

  async function sendAll(): Promise<void> {
    do {
      again = false;
      while ((await sendBatch()) > 0 && !stopped);
    } while (again && !stopped);
  }

  async function run(): Promise<void> {
    try {
      await sendAll();
      if (failing) log.info("the dispatcher can look again");
      failing = false;
    } catch (error) {
      if (!failing) log.error({ err: error }, "the dispatcher cannot look, and keeps trying");
      failing = true;
    } finally {
      running = undefined;
    }
  }

  function look(): void {
    if (stopped) return;
    if (running) again = true;
    else running = run();
  }

  return {
    start() {
      timer = setInterval(() => {
        hungry = false;
        look();
      }, LOOK_EVERY_MS);
    },
    wake() {
      hungry = true;
      look();
    },
    settled() {
      if (hungry) look();
    },
    async processAll() {
      while (running) await running;
      running = run();
      await running;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      await settler.idle();
    },
  };
}
