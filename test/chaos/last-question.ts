import { MY } from "./expectations.ts";
import type { Guest } from "./guest.ts";

/** Nobody may be stuck: each asks for their tickets, and has an answer. Not who blocked us, or is to be unknown. */
export async function askAll(guests: Guest[]): Promise<Map<Guest, string>> {
  const shown = new Map<Guest, string>();
  const asked = guests.filter(canAsk);
  for (let n = 0; n < asked.length; n += 50)
    await Promise.all(
      asked.slice(n, n + 50).map(async (guest) => {
        const answer = await guest.says("/my", MY);
        if (answer) shown.set(guest, answer.text);
      }),
    );
  return shown;
}

export function canAsk({ diary }: Guest): boolean {
  return diary.taken > 0 && !diary.isGone && !isSilent(diary);
}

function isSilent({ blocks }: Guest["diary"]): boolean {
  const last = blocks.at(-1);
  return last !== undefined && last.endedAt === undefined;
}
