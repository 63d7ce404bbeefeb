import { type Kysely, type RawBuilder, sql } from "kysely";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import type { Obstacle } from "../messages.ts";
import { joinReach, type Means, type Way } from "./reach.ts";
import type { Database, RegistrationStatus, Via } from "./schema.ts";

/** Somebody of an event, as its organisers see them. */
export interface PersonRow {
  registrationId: RegistrationId;
  eventId: EventId;
  userId: UserId;
  /** null of somebody who had themselves forgotten. */
  name: string | null;
  email: string | null;
  registeredVia: Via;
  status: RegistrationStatus;
  /** Of those who wait: 1 is served first. */
  position: number | null;
  autoTake: boolean;
  offerExpiresAt: Date | null;
  ticketCode: string | null;
  coming: boolean | null;
  checkedInAt: Date | null;
  createdAt: Date;
  /** By which a message reaches them; null if none does, for these reasons. */
  way: Way | null;
  obstacles: Obstacle[] | null;
}

/** Those with a seat by name, or those who wait and are asked, in the order in which they are served. */
export type PlaceList = "comers" | "waiters";

const LISTS: Record<PlaceList, { which: RawBuilder<unknown>; order: RawBuilder<unknown> }> = {
  comers: { which: sql`r.status = 'confirmed'`, order: sql`lower(u.name), r.id` },
  waiters: { which: sql`r.status in ('offered', 'waitlisted')`, order: sql`r.status, r.queue_no, r.id` },
};

interface Page {
  eventId: EventId;
  list: PlaceList;
  limit: number;
  offset: number;
}

/** One page of a list: how each is reached is asked only of those who stand on it. */
export async function listPersonRows(db: Kysely<Database>, page: Page, means: Means): Promise<PersonRow[]> {
  const { eventId, list, limit, offset } = page;
  const { which, order } = LISTS[list];
  return select(
    db,
    sql`select r.id, row_number() over (order by ${order}) as n
      from event_registrations r join users u on u.id = r.user_id
      where r.event_id = ${eventId} and ${which} order by ${order} limit ${limit} offset ${offset}`,
    means,
  );
}

/** Those of these registrations that there are, in the order given; not what is left of one that a merge emptied. */
export async function listPersonRowsById(
  db: Kysely<Database>,
  ids: RegistrationId[],
  means: Means,
): Promise<PersonRow[]> {
  if (!ids.length) return [];
  return select(db, sql`select id, n from unnest(${sql.val(ids)}::uuid[]) with ordinality as i (id, n)`, means);
}

export async function findPersonRow(
  db: Kysely<Database>,
  id: RegistrationId,
  means: Means,
): Promise<PersonRow | undefined> {
  const [row] = await listPersonRowsById(db, [id], means);
  return row;
}

/** Everybody who has, or had, a place at an event, in the order in which they came; so many behind `after`. */
export async function listPersonRowsAfter(
  db: Kysely<Database>,
  { eventId, after, limit }: { eventId: EventId; after: RegistrationId | undefined; limit: number },
  means: Means,
): Promise<PersonRow[]> {
  return select(
    db,
    sql`select r.id, row_number() over (order by r.id) as n from event_registrations r
      join users u on u.id = r.user_id and u.merged_into is null
      where r.event_id = ${eventId} and (${after ?? null}::uuid is null or r.id > ${after ?? null}::uuid)
      order by r.id limit ${limit}`,
    means,
    // Counted for each alone, a queue of thousands would be read thousands of times.
    sql`left join (
      select a.id, row_number() over (order by a.queue_no)::int as position
      from event_registrations a where a.event_id = ${eventId} and a.status = 'waitlisted') q on q.id = r.id`,
  );
}

/** Which registration of an event a ticket is, or was before it was given up. */
export async function findRegistrationOfTicket(
  db: Kysely<Database>,
  { eventId, code }: { eventId: EventId; code: string },
): Promise<RegistrationId | undefined> {
  const { rows } = await sql<{ id: RegistrationId }>`
    select id from event_registrations where ticket_code = ${code} and event_id = ${eventId}
    union select registration_id from registration_changes where ticket_code = ${code} and event_id = ${eventId}
    limit 1`.execute(db);
  return rows[0]?.id;
}

const COUNTED = sql`left join lateral (
      select count(*)::int + 1 as position from event_registrations a
      where a.event_id = r.event_id and a.status = 'waitlisted' and a.queue_no < r.queue_no) q on r.status = 'waitlisted'`;

/** @param listed rows of `id` and `n`, their order */
async function select(
  db: Kysely<Database>,
  listed: RawBuilder<unknown>,
  means: Means,
  queue = COUNTED,
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    with listed as materialized (${listed})
    select r.id as registration_id, r.event_id, r.user_id, u.name, u.email, r.registered_via, r.status,
      q.position, r.auto_take, r.offer_expires_at, r.ticket_code, r.coming, r.checked_in_at, r.created_at, reach.way, reach.obstacles
    from listed l join event_registrations r on r.id = l.id join users u on u.id = r.user_id
    ${queue}
    ${joinReach({ user: "u", registration: "r" }, means)}
    where u.merged_into is null order by l.n`.execute(db);
  return rows;
}
