import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

/** Seats of all coming events together. */
export interface SeatFigures {
  events: number;
  taken: number;
  /** Of those taken, at events with a limit. */
  limited: number;
  capacity: number;
  /** Of those taken, held for somebody who is asked. */
  held: number;
}

/** Reads the coming events and of registrations the open offers alone: each event knows how many seats are taken. */
export async function countSeats(db: Kysely<Database>, now: Date): Promise<SeatFigures> {
  return db
    .selectFrom("events")
    .select((eb) => [
      eb.fn.countAll<number>().as("events"),
      sql<number>`coalesce(sum(taken_count), 0)::int`.as("taken"),
      sql<number>`coalesce(sum(taken_count) filter (where max_participants is not null), 0)::int`.as("limited"),
      sql<number>`coalesce(sum(max_participants), 0)::bigint`.as("capacity"),
      sql<number>`(select count(*)::int from event_registrations
        where status = 'offered' and offer_expires_at is not null)`.as("held"),
    ])
    .where("status", "=", "published")
    .where("dateTime", ">", now)
    .executeTakeFirstOrThrow();
}
