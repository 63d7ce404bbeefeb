import { type Kysely, sql } from "kysely";
import type { EventId } from "../ids.ts";
import type { EventRow } from "./events.ts";
import type { Database } from "./schema.ts";

/** All of them, the latest start first. */
export async function listEventRows(db: Kysely<Database>): Promise<EventRow[]> {
  return db.selectFrom("events").selectAll().orderBy("dateTime", "desc").orderBy("id", "desc").execute();
}

const overAt = sql<Date>`coalesce(ends_at, date_time + interval '6 hours')`;

/** Those that are not over, the soonest start first; then the others, the latest start first. */
export async function listEventRowsPage(
  db: Kysely<Database>,
  { limit, offset, now, drafts = true }: { limit: number; offset: number; now: Date; drafts?: boolean },
): Promise<EventRow[]> {
  return db
    .selectFrom("events")
    .selectAll()
    .$if(!drafts, (query) => query.where("status", "<>", "draft"))
    .orderBy((eb) => eb(overAt, "<=", now))
    .orderBy((eb) => eb.case().when(overAt, ">", now).then(eb.ref("dateTime")).end())
    .orderBy("dateTime", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .offset(offset)
    .execute();
}

/** The event that is meant if nobody says which: the only one that is not over, else the last of all; undefined if several are to come. */
export async function findPresentEventId(db: Kysely<Database>, now: Date): Promise<EventId | undefined> {
  const coming = await db
    .selectFrom("events")
    .select("id")
    .where("status", "=", "published")
    .where(overAt, ">", now)
    .limit(2)
    .execute();
  if (coming.length > 0) return coming.length === 1 ? coming[0]?.id : undefined;
  const last = await db
    .selectFrom("events")
    .select("id")
    .where("status", "<>", "draft")
    .orderBy("dateTime", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return last?.id;
}

/** Where the event that was made last takes place: the next one will, too. */
export async function findUsualZone(db: Kysely<Database>): Promise<string | undefined> {
  const row = await db.selectFrom("events").select("timeZone").orderBy("id", "desc").limit(1).executeTakeFirst();
  return row?.timeZone;
}

/** Published events that have not started, the soonest first. */
export async function listComingEvents(
  db: Kysely<Database>,
  { limit, offset, now }: { limit: number; offset: number; now: Date },
): Promise<EventRow[]> {
  return db
    .selectFrom("events")
    .selectAll()
    .where("status", "=", "published")
    .where("dateTime", ">", now)
    .orderBy("dateTime")
    .orderBy("id")
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countComingEvents(db: Kysely<Database>, now: Date): Promise<number> {
  const { n } = await db
    .selectFrom("events")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("status", "=", "published")
    .where("dateTime", ">", now)
    .executeTakeFirstOrThrow();
  return n;
}

export async function countEvents(db: Kysely<Database>, { drafts = true } = {}): Promise<number> {
  const { n } = await db
    .selectFrom("events")
    .$if(!drafts, (query) => query.where("status", "<>", "draft"))
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return n;
}
