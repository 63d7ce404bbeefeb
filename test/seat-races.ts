import type { Kysely } from "kysely";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import type { EventId } from "../src/ids.ts";
import { updateEvent } from "../src/services/event-changes.ts";
import { giveUp } from "../src/services/registrations.ts";
import { join, type KnownActor, NOW, newActor, newEvent, newPerson } from "./people.ts";
import { findFaults } from "./seats.ts";

/**
 * What many do to one event at the same instant, each over a connection of its own. Every race tells what went wrong,
 * in words; nothing if all is well. Run with the event's lock, and as a control without it.
 */
export type Race = (db: Db) => Promise<string[]>;
type Db = Kysely<Database>;

export const RACES: Record<string, Race> = {
  "the last seats": async (db) => {
    const { id } = await newEvent(db, { maxParticipants: 3 });
    const people = await meet(db, 20);

    const outcomes = await atOnce(people.map((person) => join(db, person, id)));

    const faults = [...outcomes.faults, ...(await findFaults(db, id))];
    const confirmed = outcomes.values.filter(({ type }) => type === "confirmed").length;
    if (confirmed !== 3) faults.push(`${confirmed} got one of 3 seats`);
    const positions = outcomes.values.flatMap((outcome) => (outcome.type === "waitlisted" ? outcome.position : []));
    if (new Set(positions).size !== 17 || Math.max(...positions) !== 17) faults.push(`positions ${positions}`);
    return faults;
  },

  "one person confirming twice, from two messengers": async (db) => {
    const { id } = await newEvent(db, { maxParticipants: 3 });
    const max = await newPerson(db);
    const elsewhere = { ...(await newActor(db, { platform: "whatsapp" })), userId: max.userId };

    const outcomes = await atOnce([max, elsewhere, max, elsewhere].map((actor) => join(db, actor, id)));

    const faults = [...outcomes.faults, ...(await findFaults(db, id))];
    const types = outcomes.values.map(({ type }) => type).sort();
    if (types.join() !== "already,already,already,confirmed") faults.push(types.join());
    return faults;
  },

  "giving up against joining against another capacity": async (db) => {
    const { id } = await newEvent(db, { maxParticipants: 5 });
    const [holders, comers] = [await meet(db, 8), await meet(db, 6)];
    for (const person of holders) await join(db, person, id);

    const outcomes = await atOnce<unknown>([
      ...holders.slice(0, 6).map((person) => leave(db, person, id)),
      ...comers.map((person) => join(db, person, id)),
      ...[4, 6, 3, 7, 5].map((capacity) => resize(db, id, capacity)),
    ]);

    return [...outcomes.faults, ...(await findFaults(db, id))];
  },

  "a queue that forms while its seats come free": async (db) => [
    ...(await raceForFreedSeats(db, { seats: 2, comers: 3 })),
    ...(await raceForFreedSeats(db, { seats: 6, comers: 12 })),
  ],
};

async function raceForFreedSeats(db: Db, { seats, comers }: { seats: number; comers: number }): Promise<string[]> {
  const { id } = await newEvent(db, { maxParticipants: seats });
  const [holders, others] = [await meet(db, seats), await meet(db, comers)];
  for (const person of holders) await join(db, person, id);

  const joining = others.map((person) => join(db, person, id));
  const outcomes = await atOnce<unknown>([...joining, ...holders.map((person) => leave(db, person, id))]);

  return [...outcomes.faults, ...(await findFaults(db, id))];
}

async function meet(db: Db, count: number): Promise<KnownActor[]> {
  return Promise.all(Array.from({ length: count }, () => newPerson(db)));
}

function leave(db: Db, actor: KnownActor, eventId: EventId) {
  return inTransaction(db, (trx) => giveUp(trx, { actor, eventId, sure: true, now: NOW }));
}

function resize(db: Db, eventId: EventId, maxParticipants: number) {
  return inTransaction(db, (trx) => updateEvent(trx, { eventId, changes: { maxParticipants }, now: NOW }));
}

async function atOnce<T>(deeds: Promise<T>[]): Promise<{ values: T[]; faults: string[] }> {
  const settled = await Promise.allSettled(deeds);
  return {
    values: settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    faults: settled.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : [])),
  };
}
