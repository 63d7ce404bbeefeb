import type { Kysely, Transaction } from "kysely";
import { listEventRows } from "../database/event-lists.ts";
import { type EventRow, findEventRow, insertEvent, listSlugsFrom } from "../database/events.ts";
import type { Database, EventStatus } from "../database/schema.ts";
import { type EventId, newId, type UserId } from "../ids.ts";
import { toFreeSlug, toSlug } from "./slugs.ts";

/** An event as organisers and the API see it. */
export interface EventRecord {
  id: EventId;
  slug: string;
  title: string;
  description: string | null;
  startsAt: Date;
  endsAt: Date | null;
  timeZone: string;
  location: string;
  locationUrl: string | null;
  /** Telegram's file_id. */
  picture: string | null;
  /** null: no limit. */
  maxParticipants: number | null;
  status: EventStatus;
  taken: number;
  waiting: number;
  revision: number;
}

export interface NewEvent {
  title: string;
  description?: string | null | undefined;
  startsAt: Date;
  endsAt?: Date | null | undefined;
  timeZone: string;
  location: string;
  locationUrl?: string | null | undefined;
  picture?: string | null | undefined;
  maxParticipants?: number | null | undefined;
  status?: EventStatus | undefined;
  createdBy?: UserId | undefined;
}

/** Makes an event, with a slug of its own that never changes, so that links live on. */
export async function createEvent(trx: Transaction<Database>, event: NewEvent, now: Date): Promise<EventRecord> {
  const { startsAt, status = "draft", ...fields } = event;
  const base = toSlug(event.title);
  // Another transaction may take the slug between our look and our insert: then the next look sees it.
  for (;;) {
    const slug = toFreeSlug(base, new Set(await listSlugsFrom(trx, base)));
    const made = { ...fields, status, slug, dateTime: startsAt, createdAt: now, updatedAt: now };
    const row = await insertEvent(trx, { ...made, id: newId<EventId>() });
    if (row) return toEventRecord(row);
  }
}

export async function findEvent(db: Kysely<Database>, id: EventId): Promise<EventRecord | undefined> {
  const row = await findEventRow(db, id);
  return row && toEventRecord(row);
}

/** Every event, drafts and past ones too, the latest start first. */
export async function listAll(db: Kysely<Database>): Promise<EventRecord[]> {
  const rows = await listEventRows(db);
  return rows.map(toEventRecord);
}

export function toEventRecord(row: EventRow): EventRecord {
  const { id, slug, title, description, endsAt, timeZone, location, locationUrl, picture, maxParticipants, status } =
    row;
  return {
    id,
    slug,
    title,
    description,
    startsAt: row.dateTime,
    endsAt,
    timeZone,
    location,
    locationUrl,
    picture,
    maxParticipants,
    status,
    taken: row.takenCount,
    waiting: row.waitingCount,
    revision: row.revision,
  };
}
