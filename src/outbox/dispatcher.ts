import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import { clearRoutes, listBusyLanes, routeDueMessages } from "../database/routes.ts";
import type { Database } from "../database/schema.ts";
import type { Logger } from "../logger.ts";
import type { Channel, ChannelName } from "./channel.ts";
import { createLane, type Lane, type LaneOptions } from "./lane.ts";
import type { Pauses } from "./pauses.ts";
import type { Settler } from "./settler.ts";

const LOOK_EVERY_MS = 1_000;
const CHANNELS: ChannelName[] = ["telegram", "whatsapp", "mail"];

/** Sends whatever waits in the outbox and is not in the hands of a sender. */
export interface Dispatcher {
  start(): void;
  /** Something was committed: look now and not in a second. */
  wake(): void;
  /** Something can go in so many milliseconds. */
  wakeIn(ms: number): void;
  /** A message was settled: the next of its chat may go. */
  settled(): void;
  /** Nothing goes through this channel for long: what waits for it is to find another way. */
  avoid(channel: ChannelName): void;
  /** Sends all that is due, for tests and the sandbox. */
  processAll(): Promise<void>;
  /** Takes no more, and resolves when all calls are through. */
  stop(): Promise<void>;
}

interface Options extends Omit<LaneOptions, "now" | "stopping"> {
  db: Kysely<Database>;
  channels: ReadonlyMap<ChannelName, Channel>;
  pauses: Pauses;
  settler: Settler;
  clock: Clock;
  log: Logger;
  /** Messages ended without having been sent. */
  onUnsent(): void;
}

/** Routes what is due and wakes the lanes that have something: each second, and when told. */
export function createDispatcher({ channels, clock, log, onUnsent, ...parts }: Options): Dispatcher {
  const { db, pauses, settler } = parts;
  const stopping = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const now = () => clock.now();
  const lanes = CHANNELS.flatMap((channel) =>
    (["reply", "bulk"] as const).map((as) => createLane(channel, as, { ...parts, now, stopping: stopping.signal })),
  );
  const tell = createTeller(log);
  let looking: Promise<void> | undefined;
  let again = false;
  let hungry = false;

  async function route(): Promise<void> {
    const ways = () => ({ away: pauses.away(), mail: channels.has("mail"), now: now() });
    for (;;) {
      const { looked, ended } = await routeDueMessages(db, ways());
      if (ended > 0) onUnsent();
      if (looked === 0) return;
    }
  }

  async function lookOnce(): Promise<Lane[]> {
    await route();
    return listBusyLanes(db, lanes, now());
  }

  async function lookAll(): Promise<void> {
    try {
      do {
        again = false;
        for (const lane of await lookOnce()) lane.drain().then(tell.worked, tell.failed);
      } while (again && !stopping.signal.aborted);
      tell.worked();
    } catch (error) {
      tell.failed(error);
    }
  }

  function look(): void {
    if (stopping.signal.aborted) return;
    if (looking) again = true;
    looking ??= lookAll().finally(() => {
      looking = undefined;
    });
  }

  async function drainAll(): Promise<number> {
    while (looking) await looking;
    const before = lanes.reduce((sum, lane) => sum + lane.taken(), 0);
    await Promise.all((await lookOnce()).map((lane) => lane.drain()));
    await Promise.all(lanes.map((lane) => lane.idle()));
    await settler.idle();
    return lanes.reduce((sum, lane) => sum + lane.taken(), 0) - before;
  }

  return {
    start() {
      const everySecond = setInterval(() => {
        hungry = false;
        look();
      }, LOOK_EVERY_MS);
      timers.add(everySecond);
    },
    wake() {
      hungry = true;
      look();
    },
    wakeIn(ms) {
      if (ms >= LOOK_EVERY_MS || stopping.signal.aborted) return; // the next look is in time
      const timer = setTimeout(() => {
        timers.delete(timer);
        look();
      }, ms);
      timers.add(timer);
    },
    settled() {
      if (hungry) look();
    },
    avoid(channel) {
      clearRoutes(db, channel).then(look, tell.failed);
    },
    async processAll() {
      try {
        while ((await drainAll()) > 0);
        tell.worked();
      } catch (error) {
        tell.failed(error);
      }
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await looking;
      await Promise.all(lanes.map((lane) => lane.idle()));
      await settler.idle();
    },
  };
}

/** Tells once that looking fails, and once that it works again. */
function createTeller(log: Logger): { worked(): void; failed(error: unknown): void } {
  let failing = false;
  return {
    worked() {
      if (failing) log.info("the dispatcher can look again");
      failing = false;
    },
    failed(error) {
      if (!failing) log.error({ err: error }, "the dispatcher cannot look, and keeps trying");
      failing = true;
    },
  };
}
