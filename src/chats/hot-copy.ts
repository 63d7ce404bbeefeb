import type { Redis } from "ioredis";
import type { ChatId } from "../ids.ts";
import type { Logger } from "../logger.ts";
import type { Address } from "../messages.ts";

/** A conversation's snapshot as Redis holds it. Postgres decides whether it is the newest. */
export interface HotCopy {
  chatId: ChatId;
  version: number;
  /** The number this chat was last seen with, to notice that a message comes with another. */
  phone: string | undefined;
  state: string;
  data: object;
  schema: number;
  forgotten: { at: string; update: number | undefined } | undefined;
}

export interface HotCopies {
  /** undefined when there is none, or Redis is away, slow, or holds something unreadable. */
  read(address: Address): Promise<HotCopy | undefined>;
  /** Not waited for: a lost copy costs one read from Postgres. */
  write(address: Address, copy: HotCopy): void;
  /** What could not be forgotten, since Redis was away, is forgotten when it is back. */
  forget(address: Address): void;
  /** "off" without Redis. */
  state(): "up" | "down" | "off";
}

const IDLE_SECONDS = 30 * 24 * 60 * 60;
const SLOW_MS = 200;
/** How long Redis is left alone after it failed. */
const REST_MS = 3_000;

export const noHotCopies: HotCopies = {
  read: async () => undefined,
  write() {},
  forget() {},
  state: () => "off",
};

/**
 * Keeps snapshots in Redis, behind a breaker: after a failure it is not asked for some seconds, so that a dead Redis
 * costs one slow message and not all of them. `onChange` hears once that it went and once that it is back.
 */
export function createHotCopies(redis: Redis, { log, onChange, isReady }: HotCopyOptions): HotCopies {
  const owed = new Set<string>();
  let restsUntil = 0;
  let down = false;

  function failed(error: unknown): undefined {
    restsUntil = performance.now() + REST_MS;
    if (down) return undefined;
    down = true;
    log.warn({ err: error }, "redis is away, snapshots are read from postgres");
    onChange("down");
    return undefined;
  }

  function worked(): void {
    if (!down) return;
    down = false;
    log.info("redis is back");
    onChange("up");
    for (const key of owed) void remove(key);
  }

  async function remove(key: string): Promise<void> {
    owed.add(key);
    if ((await ask(() => redis.del(key))) !== undefined) owed.delete(key);
  }

  async function ask<T>(command: () => Promise<T>): Promise<T | undefined> {
    if (performance.now() < restsUntil) return undefined;
    try {
      const answer = await within(SLOW_MS, command());
      worked();
      return answer;
    } catch (error) {
      return failed(error);
    }
  }

  if (!isReady) failed(new Error("redis did not answer at the start"));
  return {
    async read(address) {
      const text = await ask(() => redis.get(toKey(address)));
      return text ? parseCopy(text) : undefined;
    },
    write: (address, copy) => void ask(() => redis.set(toKey(address), JSON.stringify(copy), "EX", IDLE_SECONDS)),
    forget: (address) => void remove(toKey(address)),
    state: () => (down ? "down" : "up"),
  };
}

interface HotCopyOptions {
  log: Logger;
  onChange(state: "up" | "down"): void;
  /** Whether it answers now; what does not is down from the start. */
  isReady: boolean;
}

/** The key of the customer's note: `fsm:telegram:123`, `fsm:whatsapp:DE.123` (else the phone). */
export function toKey(address: Address): string {
  const id = address.platform === "telegram" ? address.telegramId : (address.userId ?? address.phone);
  return `fsm:${address.platform}:${id}`;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`redis did not answer within ${ms} ms`)), ms);
  });
  promise.catch(() => {}); // once late, its own failure is nobody's
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function parseCopy(text: string): HotCopy | undefined {
  try {
    const copy: unknown = JSON.parse(text);
    return isCopy(copy) ? copy : undefined;
  } catch {
    return undefined;
  }
}

function isCopy(value: unknown): value is HotCopy {
  if (typeof value !== "object" || value === null) return false;
  return (
    "chatId" in value &&
    typeof value.chatId === "string" &&
    "version" in value &&
    typeof value.version === "number" &&
    "state" in value &&
    typeof value.state === "string" &&
    "data" in value &&
    typeof value.data === "object" &&
    value.data !== null &&
    "schema" in value &&
    typeof value.schema === "number"
  );
}
