import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import { ARRIVED, addressesOf, findStale, type Told } from "../long-run-judge.ts";
import type { IsRight } from "./reasons.ts";

/** Whoever had a place at an event that was called off was told so, or there is a reason; and nobody reminded of it. */
export async function findUntold(db: Kysely<Database>, isRight: IsRight): Promise<string[]> {
  const events = await db
    .selectFrom("events")
    .select(["id", "dateTime", "updatedAt"])
    .where("status", "=", "cancelled")
    .execute();
  const ended = events.map(({ id: eventId, dateTime: startsAt, updatedAt: at }) => ({ eventId, startsAt, at }));
  const { rows } = await sql<Told>`
    select r.id as "registrationId", o.status, o.reason, o.due_at as "dueAt",
      ${addressesOf(sql`r.user_id`)} as addresses
    from event_registrations r join events e on e.id = r.event_id and e.status = 'cancelled'
    left join outbox o on o.event_id = e.id and o.kind = 'event-cancelled' and o.user_id = r.user_id
    where r.status <> 'cancelled'`.execute(db);
  const untold = rows.flatMap(({ status, reason, ...notice }) => {
    if (status === null) return ["somebody was to be told of an event that is off, and nobody was going to"];
    if (ARRIVED.includes(status)) return [];
    return reason && isRight({ reason, ...notice }) ? [] : [`that an event is off is ${status} (${reason})`];
  });
  return [...untold, ...(await findStale({ database: { db } }, ended))];
}
