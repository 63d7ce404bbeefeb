import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

/** Seats of all coming events together. */
export interface SeatFigures {
  events: number;
  taken: number;
  /** Of those taken, at events with a limit. */
  limited: number;
  capacity: number;
}

/** Reads the coming events and no registration: each event knows how many seats are taken. */
export async function countSeats(db: Kysely<Database>, now: Date): Promise<SeatFigures> {
  return db
    .selectFrom("events")
    .select((eb) => [
      eb.fn.countAll<number>().as("events"),
      sql<number>`coalesce(sum(taken_count), 0)::int`.as("taken"),
      sql<number>`coalesce(sum(taken_count) filter (where max_participants is not null), 0)::int`.as("limited"),
      sql<number>`coalesce(sum(max_participants), 0)::bigint`.as("capacity"),
    ])
    .where("status", "=", "published")
    .where("dateTime", ">", now)
    .executeTakeFirstOrThrow();
}
