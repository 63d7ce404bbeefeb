import { createPause } from "./pause.ts";

/** How webhooks are delivered. Real time; tests shorten it. */
export interface CourierPace {
  /** Every wait between tries is multiplied by this. */
  waits: number;
  /** How long the app may take to answer. */
  timeoutMs: number;
}

export interface CourierOptions {
  /** Where to; undefined while there is no webhook: what is to be delivered waits. */
  target(): string | undefined;
  headers(body: string): Record<string, string>;
  isTaken(status: number): boolean;
  /** The wait after so many failures in a row, the last of which may have asked for a wait of its own. */
  backoffMs(failures: number, retryAfterSeconds: number | undefined): number;
  pace: CourierPace;
  /** At most so many at a time. */
  connections(): number;
  onAnswer?(body: string): Promise<void>;
  onFailure?(why: string): void;
}

export interface Parcel {
  /** What has the same queue goes one after the other, each after the former was taken or dropped. */
  queue: string;
  body: string;
  /** Dropped if it could not be delivered for so long. */
  lifeMs: number;
  /** Told of each try, before it is made. */
  onTry?: () => void;
}

/** `taken`: the app answered that it has it. `dropped`: the platform gave up. `closed`: the sandbox ended first. */
export type Outcome = "taken" | "dropped" | "closed";

/** Brings updates to the app's webhook as a platform does: in order per queue, again until they are taken. */
export interface Courier {
  deliver(parcel: Parcel): Promise<Outcome>;
  /** Posts a body once more, past all queues, and gives the status: a duplicate. Without a body, the last one. */
  deliverAgain(body?: string): Promise<number>;
  /** The bodies delivered or under way, oldest first; the last thousand. */
  history(): readonly string[];
  last(): string;
  pending(): number;
  /** Resolves when nothing is under way, without waiting for a next time. */
  settled(): Promise<void>;
  /** Ends every wait between tries: what failed is tried again now. */
  retryNow(): void;
  close(): void;
}

const MOST_HISTORY = 1000;
const SHORTEST_MS = 5;
const LONGEST_MS = 2 ** 31 - 1;

export function createCourier(options: CourierOptions): Courier {
  const queues = new Map<string, Promise<Outcome>>();
  const history: string[] = [];
  const pause = createPause();
  const room = createSlots(options.connections);
  const idle: (() => void)[] = [];
  let pending = 0;

  async function post(body: string): Promise<Answer> {
    await room.enter();
    try {
      return await send(body, options);
    } finally {
      room.leave();
    }
  }

  async function carry({ body, lifeMs, onTry }: Parcel): Promise<Outcome> {
    const bornAt = performance.now();
    for (let failures = 0; !pause.isClosed(); ) {
      if (options.target() === undefined) {
        await pause.wait(LONGEST_MS);
        continue;
      }
      onTry?.();
      const { status, retryAfterSeconds } = await post(body);
      if (options.isTaken(status)) return "taken";
      if (performance.now() - bornAt > lifeMs) return "dropped";
      const wait = options.backoffMs(++failures, retryAfterSeconds) * options.pace.waits;
      await pause.wait(Math.max(SHORTEST_MS, wait));
    }
    return "closed";
  }

  return {
    deliver(parcel) {
      pending++;
      history.push(parcel.body);
      history.splice(0, Math.max(0, history.length - MOST_HISTORY));
      const delivery = (queues.get(parcel.queue) ?? Promise.resolve()).then(() => carry(parcel));
      queues.set(parcel.queue, delivery);
      return delivery.finally(() => {
        if (queues.get(parcel.queue) === delivery) queues.delete(parcel.queue);
        if (--pending === 0) for (const resolve of idle.splice(0)) resolve();
      });
    },
    deliverAgain: (body = history.at(-1) ?? "") => post(body).then(({ status }) => status),
    history: () => history,
    last: () => history.at(-1) ?? "",
    pending: () => pending,
    settled: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    retryNow: pause.end,
    close: pause.close,
  };
}

/** 0 stands for no answer at all. */
interface Answer {
  status: number;
  retryAfterSeconds: number | undefined;
}

async function send(body: string, options: CourierOptions): Promise<Answer> {
  try {
    const response = await fetch(options.target() ?? "", {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...options.headers(body) },
      signal: AbortSignal.timeout(options.pace.timeoutMs),
    });
    const answer = await response.text();
    if (!options.isTaken(response.status)) options.onFailure?.(`Wrong response from the webhook: ${response.status}`);
    else if (answer) await options.onAnswer?.(answer);
    const asked = Number(response.headers.get("retry-after") ?? Number.NaN);
    return { status: response.status, retryAfterSeconds: Number.isFinite(asked) ? asked : undefined };
  } catch (error) {
    options.onFailure?.(error instanceof Error && error.name === "TimeoutError" ? "Read timeout" : "Connection failed");
    return { status: 0, retryAfterSeconds: undefined };
  }
}

function createSlots(most: () => number) {
  const queue: (() => void)[] = [];
  let taken = 0;
  return {
    async enter(): Promise<void> {
      if (taken >= most()) await new Promise<void>((resolve) => queue.push(resolve));
      taken++;
    },
    leave(): void {
      taken--;
      queue.shift()?.();
    },
  };
}
