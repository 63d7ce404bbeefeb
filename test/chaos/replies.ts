import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { Guest } from "./guest.ts";
import { addressOf, CHAT_ADDRESS } from "./places.ts";

/** Whatever a person did and the app has taken was answered, once, and the answer arrived unless a newer question overtook it. */
export async function findLostReplies(db: Kysely<Database>, guests: readonly Guest[]): Promise<string[]> {
  const { rows } = await sql<{ address: string; answers: number; lost: string[] | null }>`
    select ${CHAT_ADDRESS} as address, count(o.id)::int as answers,
      array_agg(o.status || ': ' || coalesce(o.reason, 'no reason')) filter (where o.status not in ('sent', 'delivered', 'read')
        and not (o.status = 'skipped' and o.reason like 'superseded%')) as lost
    from chats c left join outbox o on o.chat_id = c.id and o.kind = 'reply' group by c.id`.execute(db);
  const byAddress = new Map(rows.map((row) => [row.address, row]));
  return guests.flatMap((guest) => {
    const { platform, diary } = guest;
    const { answers = 0, lost } = byAddress.get(addressOf(guest)) ?? {};
    const [least, most] = [diary.taken, diary.taken + diary.dropped];
    const count = answers < least || answers > most ? [`${platform}: ${answers} answers to ${least} messages`] : [];
    return [...count, ...(lost ?? []).map((words) => `${platform}: an answer is ${words}`)];
  });
}
