import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { Guest } from "./guest.ts";
import { addressOf, CHAT_ADDRESS } from "./places.ts";

/** A chat, by its address, with the events at which whoever it belongs to has a place. */
export interface Holding {
  address: string;
  userId: string | null;
  eventIds: string[];
}

/** Two phones of somebody, and whether they were told that these are one person. */
export interface Pair {
  linked: boolean;
  addresses: [string, string];
}

/** Phones that were connected are one person, with one place at an event; others are none. */
export function findDoubles(pairs: readonly Pair[], holdings: readonly Holding[]): string[] {
  const byAddress = new Map(holdings.map((holding) => [holding.address, holding]));
  return pairs.flatMap(({ linked, addresses }) => {
    const [one, other] = addresses.map((address) => byAddress.get(address));
    if (!linked) return one?.userId && one.userId === other?.userId ? ["two phones are one, and nobody said so"] : [];
    if (!one?.userId || one.userId !== other?.userId) {
      const both = one?.eventIds.filter((id) => other?.eventIds.includes(id)) ?? [];
      return ["two phones that were connected are two people", ...both.map(() => "one person has two places")];
    }
    const twice = one.eventIds.length - new Set(one.eventIds).size;
    return twice > 0 ? ["one person has two places"] : [];
  });
}

/** Of people with two phones; not of whom nobody told how that ended. */
export function listPairs(guests: readonly Guest[]): Pair[] {
  return [...new Set(guests.map(({ person }) => person))].flatMap(({ phones }) => {
    const [one, other] = phones;
    if (!one || !other || phones.some(({ diary }) => diary.linked === "unsure")) return [];
    return [{ linked: one.diary.linked === "yes", addresses: [addressOf(one), addressOf(other)] }];
  });
}

export async function listHoldings(db: Kysely<Database>): Promise<Holding[]> {
  const { rows } = await sql<Holding>`
    select ${CHAT_ADDRESS} as address, c.user_id as "userId",
      coalesce(array_agg(r.event_id) filter (where r.status <> 'cancelled'), '{}') as "eventIds"
    from chats c left join event_registrations r on r.user_id = c.user_id
    where ${CHAT_ADDRESS} is not null group by c.id`.execute(db);
  return rows;
}
