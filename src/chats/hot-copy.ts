import type { Redis } from "ioredis";
import type { ChatId } from "../ids.ts";
import type { Address } from "../messages.ts";
import type { Breaker } from "./breaker.ts";

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

export const noHotCopies: HotCopies = {
  read: async () => undefined,
  write() {},
  forget() {},
  state: () => "off",
};

/** Keeps snapshots in Redis. */
export function createHotCopies(redis: Redis, breaker: Breaker): HotCopies {
  const owed = new Set<string>();
  breaker.onBack(() => {
    for (const key of owed) void remove(key);
  });

  async function remove(key: string): Promise<void> {
    owed.add(key);
    if ((await breaker.ask(() => redis.del(key))) !== undefined) owed.delete(key);
  }

  return {
    async read(address) {
      const text = await breaker.ask(() => redis.get(toKey(address)));
      return text ? parseCopy(text) : undefined;
    },
    write: (address, copy) =>
      void breaker.ask(() => redis.set(toKey(address), JSON.stringify(copy), "EX", IDLE_SECONDS)),
    forget: (address) => void remove(toKey(address)),
    state: breaker.state,
  };
}

/** The key of the customer's note: `fsm:telegram:123`, `fsm:whatsapp:DE.123` (else the phone). */
export function toKey(address: Address): string {
  const id = address.platform === "telegram" ? address.telegramId : (address.userId ?? address.phone);
  return `fsm:${address.platform}:${id}`;
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
