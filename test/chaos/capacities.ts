import { type Kysely, sql } from "kysely";
import type { Database, RegistrationStatus } from "../../src/database/schema.ts";
import type { EventId } from "../../src/ids.ts";
import { execute } from "../postgres-server.ts";

/** How many seats an event had, once so much of its history was written; null: any number. */
export interface Capacity {
  /** The id of the last change of a registration before it. */
  after: number;
  seats: number | null;
}

/**
 * Has the database keep that for us, for the product keeps only what holds now. Whoever changes an event holds its row,
 * so nothing comes between the two readings; the ids of its history are drawn under the same lock.
 */
export function recordCapacities(databaseUrl: string): Promise<void> {
  return execute(
    databaseUrl,
    `create schema chaos;
    create table chaos.capacities (id bigint generated always as identity, event_id uuid, seats int, after bigint);
    create function chaos.note() returns trigger language plpgsql as $$ begin
      insert into chaos.capacities (event_id, seats, after) select new.id, new.max_participants, coalesce(max(c.id), 0)
        from public.registration_changes c where c.event_id = new.id;
      return null;
    end $$;
    create trigger chaos_capacities after insert or update of max_participants on public.events
      for each row execute function chaos.note()`,
  );
}

/** Of one event, in their order. */
export async function listCapacities(db: Kysely<Database>, eventId: EventId): Promise<Capacity[]> {
  const { rows } = await sql<Capacity>`
    select after::int, seats from chaos.capacities where event_id = ${eventId} order by id`.execute(db);
  return rows;
}

export interface Change {
  id: number;
  fromStatus: RegistrationStatus | null;
  toStatus: RegistrationStatus;
}

/** The moment with most seats above what there were then, if there is one: `changes` and `capacities` in their order. */
export function findOverfull(changes: readonly Change[], capacities: readonly Capacity[]): string[] {
  const story = [...changes.map((change) => ({ at: change.id, change })), ...capacities.map(toMoment)];
  // What was changed by the time of a reading was written before it.
  story.sort((a, b) => a.at - b.at);
  let [taken, seats] = [0, Number.POSITIVE_INFINITY];
  let worst = { over: 0, words: "" };
  for (const moment of story) {
    if ("change" in moment) taken += countSeats(moment.change.toStatus) - countSeats(moment.change.fromStatus);
    else seats = moment.seats ?? Number.POSITIVE_INFINITY;
    if (taken - seats > worst.over) worst = { over: taken - seats, words: `${taken} seats of ${seats} at once` };
  }
  return worst.over > 0 ? [worst.words] : [];
}

function toMoment({ after, seats }: Capacity) {
  return { at: after + 0.5, seats };
}

function countSeats(status: RegistrationStatus | null): number {
  return status === "confirmed" || status === "offered" ? 1 : 0;
}
