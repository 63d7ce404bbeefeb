import type { Guest } from "./guest.ts";
import { MY } from "./life.ts";

/** Nobody may be stuck: each asks for their tickets, and has an answer. */
export async function askAll(guests: Guest[]): Promise<Map<Guest, string>> {
  const shown = new Map<Guest, string>();
  const asked = guests.filter(({ diary }) => diary.taken > 0);
  for (let n = 0; n < asked.length; n += 50)
    await Promise.all(
      asked.slice(n, n + 50).map(async (guest) => {
        const answer = await guest.says("/my", MY);
        if (answer) shown.set(guest, answer.text);
      }),
    );
  return shown;
}
