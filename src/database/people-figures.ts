import { type Kysely, sql } from "kysely";
import type { EventId } from "../ids.ts";
import type { Database } from "./schema.ts";

/** How the people of one event stand, each person once. */
export interface PeopleFigures {
  /** With a seat, or one that is held for them: as the event counts. */
  taken: number;
  /** Of those taken: held for somebody who is asked. */
  held: number;
  waiting: number;
  /** Had a place and have none now. Not the second registration of somebody who turned out to be one person. */
  gone: number;
  /** Of those with a seat: who answered a reminder that they come, and who are in. */
  coming: number;
  entered: number;
  /** Of those taken: by which messenger they signed up, whichever they read now; otherwise, by hand or by a program. */
  telegram: number;
  whatsapp: number;
  otherwise: number;
}

export async function countPeople(db: Kysely<Database>, eventId: EventId): Promise<PeopleFigures> {
  const taken = sql`r.status in ('confirmed', 'offered')`;
  const count = (which: ReturnType<typeof sql>) => sql`count(*) filter (where ${which})::int`;
  const { rows } = await sql<PeopleFigures>`
    select ${count(taken)} as taken, ${count(sql`r.status = 'offered'`)} as held,
      ${count(sql`r.status = 'waitlisted'`)} as waiting, ${count(sql`r.status = 'cancelled' and u.merged_into is null`)} as gone,
      ${count(sql`r.status = 'confirmed' and r.coming`)} as coming,
      ${count(sql`r.status = 'confirmed' and r.checked_in_at is not null`)} as entered,
      ${count(sql`${taken} and r.registered_via = 'telegram'`)} as telegram,
      ${count(sql`${taken} and r.registered_via = 'whatsapp'`)} as whatsapp,
      ${count(sql`${taken} and r.registered_via not in ('telegram', 'whatsapp')`)} as otherwise
    from event_registrations r join users u on u.id = r.user_id where r.event_id = ${eventId}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("a count gave no row");
  return row;
}
