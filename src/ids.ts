import { randomFillSync } from "node:crypto";
import { v7, validate } from "uuid";

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** All of these are UUIDv7 in text form; the app makes them, so a row knows its id before it is inserted. */
export type UserId = Id<"user">;
export type ChatId = Id<"chat">;
export type EventId = Id<"event">;
export type RegistrationId = Id<"registration">;
export type OutboxId = Id<"outbox">;
export type LinkCodeId = Id<"link-code">;
export type MergeId = Id<"merge">;
export type StaffLinkId = Id<"staff-link">;
export type BroadcastId = Id<"broadcast">;

const RANDOM_BYTES = 16;
/** Asked of the system for many ids at once: for one, the asking costs more than the id. */
const random = Buffer.alloc(RANDOM_BYTES * 256);
let taken = random.length;

let last = { msecs: 0, seq: 0 };

/** A new time-ordered id. Ids made by one process sort in the order they were made. */
export function newId<T extends Id<string>>(): T {
  const bytes = takeRandom();
  const msecs = Date.now();
  // Counted on within a millisecond, and while the clock is set back. Its 32 bits begin in their lower half: there is room.
  last = msecs > last.msecs ? { msecs, seq: bytes.readUInt32BE() >>> 1 } : { ...last, seq: last.seq + 1 };
  return v7({ random: bytes, ...last }) as T;
}

function takeRandom(): Buffer {
  if (taken === random.length) {
    randomFillSync(random);
    taken = 0;
  }
  taken += RANDOM_BYTES;
  return random.subarray(taken - RANDOM_BYTES, taken);
}

/** A checked UUID as an id of ours. */
export function toId<T extends Id<string>>(uuid: string): T {
  return uuid as T;
}

/** The 22 characters of base64url that stand for an id inside a button (64 bytes at most). */
export function toShortId(id: Id<string>): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}

/** Reads what `toShortId` wrote; undefined for anything else, since buttons can be forged. */
export function fromShortId<T extends Id<string>>(short: string): T | undefined {
  if (!/^[\w-]{22}$/.test(short)) return undefined;
  const hex = Buffer.from(short, "base64url").toString("hex");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return validate(id) ? (id as T) : undefined;
}
