import type { Kysely } from "kysely";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import type { EventId } from "../src/ids.ts";
import { updateEvent } from "../src/services/event-changes.ts";
import { takeOffered } from "../src/services/offer-answers.ts";
import { passOnOffers, startHolds } from "../src/services/offers.ts";
import { cancelPlace, moveUp } from "../src/services/person-desk.ts";
import { giveUp } from "../src/services/registrations.ts";
import { join, type KnownActor, NOW, newChatOf, newEvent, newPerson } from "./people.ts";
import { findFaults } from "./seats.ts";

/**
 * What many do to one event at the same instant, each over a connection of its own. Every race tells what went wrong,
 * in words; nothing if all is well. Run with the event's lock, and as a control without it.
 */
export type Race = (db: Db) => Promise<string[]>;
type Db = Kysely<Database>;
/** When every offer made at NOW is over. */
const RUN_OUT = new Date(NOW.getTime() + 48 * 60 * 60_000);

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
    const elsewhere = await newChatOf(db, max, { platform: "whatsapp" });

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

  "offers that are taken, declined and taken back while they run out": async (db) => {
    const { id } = await newEvent(db, { maxParticipants: 6 });
    const [holders, queue, comers] = [await meet(db, 6), await meet(db, 10), await meet(db, 4)];
    for (const person of holders) await join(db, person, id);
    for (const [n, person] of queue.entries()) await join(db, person, id, { askFirst: n % 3 > 0 });
    for (const person of holders.slice(0, 4)) await leave(db, person, id);
    const messages = await db.selectFrom("outbox").select("id").where("eventId", "=", id).execute();
    const ids = messages.map((message) => message.id);

    const outcomes = await atOnce<unknown>([
      ...queue.slice(0, 6).map((person) => take(db, person, id, RUN_OUT)),
      ...queue.slice(0, 3).map((person) => take(db, person, id, NOW)),
      ...queue.slice(2, 5).map((person) => leave(db, person, id)),
      ...[1, 2, 3, 4].map(() => passOnOffers(db, RUN_OUT)),
      ...comers.map((person) => join(db, person, id, { askFirst: true })),
      ...[4, 7, 5].map((capacity) => resize(db, id, capacity)),
      ...[NOW, RUN_OUT].map((now) => startHolds(db, ids, now)),
      leave(db, holders[5], id),
    ]);

    return [...outcomes.faults, ...(await findFaults(db, id))];
  },

  "places that organisers cancel and people who are moved up, while people leave by themselves": async (db) => {
    const { id } = await newEvent(db, { maxParticipants: 6 });
    const [holders, queue] = [await meet(db, 6), await meet(db, 6)];
    for (const person of [...holders, ...queue]) await join(db, person, id);
    const doing = { userId: (await newPerson(db)).userId, platform: "telegram", now: NOW } as const;
    const rows = await db.selectFrom("eventRegistrations").select(["id", "userId"]).where("eventId", "=", id).execute();
    const placesOf = (people: KnownActor[]) =>
      rows.filter(({ userId }) => people.some((person) => person.userId === userId)).map((row) => row.id);

    const outcomes = await atOnce<unknown>([
      ...holders.slice(0, 4).map((person) => leave(db, person, id)),
      ...placesOf(holders.slice(1, 5)).map((registration) =>
        inTransaction(db, (trx) => cancelPlace(trx, { registration, ...doing })),
      ),
      ...placesOf([...queue, ...holders.slice(0, 2)]).map((registration) =>
        inTransaction(db, (trx) => moveUp(trx, { registration, ...doing })),
      ),
      ...[5, 7].map((capacity) => resize(db, id, capacity)),
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

function take(db: Db, actor: KnownActor, eventId: EventId, now: Date) {
  return inTransaction(db, (trx) => takeOffered(trx, { actor, eventId, now }));
}

function leave(db: Db, actor: KnownActor | undefined, eventId: EventId) {
  if (!actor) throw new Error("nobody");
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
