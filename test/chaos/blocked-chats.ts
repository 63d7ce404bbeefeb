import type { Send } from "../../src/sandbox/sends.ts";
import type { Block, Guest } from "./guest.ts";

/** From when Telegram has said that somebody blocked us until what was under way is through, and its next tries. */
const UNDER_WAY_MS = 5_000;

type Called = Pick<Send, "platform" | "chat" | "host" | "began" | "answered" | "withheld" | "words">;

/** A chat by its number in Telegram, which alone tells. */
interface Blocked {
  chat: string;
  blocks: readonly Pick<Block, "toldAt" | "endedAt">[];
}

export function listBlocked(guests: readonly Guest[]): Blocked[] {
  return guests.map(({ actor, diary: { blocks } }) => ({ chat: String(actor.person.telegram.id), blocks }));
}

/**
 * Calls to somebody of whom we had been told that they blocked us. What had been tried before may be tried again: an
 * answer that was lost, for a reply goes to whoever has just written.
 */
export function findCallsToBlocked(
  sends: readonly Called[],
  blocked: readonly Blocked[],
  isExcused: (send: Called) => boolean,
): string[] {
  const byChat = Map.groupBy(
    sends.filter(({ platform }) => platform === "telegram"),
    ({ chat }) => chat,
  );
  return blocked.flatMap(({ chat, blocks }) => {
    const calls = byChat.get(chat) ?? [];
    return blocks.flatMap(({ toldAt, endedAt = Number.POSITIVE_INFINITY }) => {
      if (toldAt === undefined) return [];
      const before = new Set(calls.filter(({ began }) => began < toldAt).map(({ words }) => words));
      return calls
        .filter(({ began }) => began > toldAt + UNDER_WAY_MS && began < endedAt)
        .filter((call) => !before.has(call.words) && !isExcused(call))
        .map(({ began }) => `telegram: a call ${Math.round((began - toldAt) / 1000)} s after we were told of a block`);
    });
  });
}
