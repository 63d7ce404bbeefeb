import type { Kysely } from "kysely";
import { countOffered } from "../database/offers.ts";
import type { Database } from "../database/schema.ts";
import type { DeskEvent } from "../dialogue/staff/desk-event.ts";
import type { EventRecord } from "../services/events.ts";

/** An event as the desk shows it. */
export function toDeskEvent(event: EventRecord): DeskEvent {
  const { id, slug, title, timeZone, location, locationUrl, maxParticipants, taken, waiting, status, revision } = event;
  const startsAt = event.startsAt.toISOString();
  const endsAt = event.endsAt?.toISOString() ?? null;
  return {
    facts: { id, slug, title, startsAt, endsAt, timeZone, location, locationUrl },
    description: event.description || null,
    picture: event.picture,
    seats: { capacity: maxParticipants, taken, waiting },
    status,
    revision,
  };
}

/** With how many of its seats are held. */
export async function withHeld(db: Kysely<Database>, event: EventRecord): Promise<DeskEvent> {
  const held = (await countOffered(db, event.id)).get(event.id) ?? 0;
  return { ...toDeskEvent(event), held };
}
