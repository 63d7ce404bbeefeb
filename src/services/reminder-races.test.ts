import type { Kysely } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { act } from "../../test/linking.ts";
import { join, type KnownActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { inTransaction } from "../database/faults.ts";
import type { Database } from "../database/schema.ts";
import type { EventId } from "../ids.ts";
import { updateEvent } from "./event-changes.ts";
import { mergeUsers } from "./merging.ts";
import { giveUp } from "./registrations.ts";
import { remind } from "./reminders.ts";

const HOUR_MS = 60 * 60_000;
const ROUNDS = 6;

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());

/** Nobody with a seat is left out, and nobody has two of one start: read from the facts. */
async function findReminderFaults(db: Kysely<Database>, eventId: EventId, start: Date): Promise<string[]> {
  const seats = db.selectFrom("eventRegistrations").selectAll().where("eventId", "=", eventId);
  const said = await db
    .selectFrom("outbox")
    .selectAll()
    .where("eventId", "=", eventId)
    .where("kind", "=", "reminder-24h")
    .execute();
  return (await seats.where("status", "=", "confirmed").execute()).flatMap(({ id }) => {
    const own = said.filter((row) => row.registrationId === id && row.startsAt?.getTime() === start.getTime());
    return own.length === 1 ? [] : [`a seat with ${own.length} reminders`];
  });
}

test("looks from several processes meet people who leave, are seated, become one, and an event that moves: nothing is lost or told twice", async () => {
  const { db } = database;
  for (let round = 0; round < ROUNDS; round++) {
    const event = await newEvent(db, { maxParticipants: 12 });
    const people: KnownActor[] = [];
    for (let n = 0; n < 20; n++) people.push(await newPerson(db, { platform: n % 2 ? "telegram" : "whatsapp" }));
    for (const person of people) await join(db, person, event.id);
    const moment = new Date(event.startsAt.getTime() - 24 * HOUR_MS);
    const start = round % 2 ? event.startsAt : new Date(event.startsAt.getTime() + HOUR_MS);
    const change = (changes: object) =>
      inTransaction(db, (trx) => updateEvent(trx, { eventId: event.id, changes, now: moment }));
    const merge = (one: KnownActor, other: KnownActor) =>
      act(db, one, (trx) => mergeUsers(trx, { chatId: one.chatId, other: { chatId: other.chatId }, now: moment }));

    const outcomes = await Promise.allSettled([
      ...[1, 2, 3].map(() => remind(db, moment)),
      ...people
        .slice(0, 4)
        .map((actor) => act(db, actor, (trx) => giveUp(trx, { actor, eventId: event.id, sure: true, now: moment }))),
      remind(db, moment),
      merge(people[6] as KnownActor, people[7] as KnownActor),
      merge(people[8] as KnownActor, people[15] as KnownActor),
      change({ maxParticipants: 14, startsAt: start }),
      remind(db, moment),
    ]);
    await remind(db, new Date(start.getTime() - 24 * HOUR_MS));

    const broken = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
    expect([
      ...broken,
      ...(await findFaults(db, event.id)),
      ...(await findReminderFaults(db, event.id, start)),
    ]).toEqual([]);
  }
}, 120_000);

test("nobody is reminded as who they were while they become one", async () => {
  const { db } = database;
  const event = await newEvent(db);
  const [early, late] = [await newPerson(db), await newPerson(db, { platform: "whatsapp" })];
  await join(db, await newPerson(db), event.id);
  const moment = new Date(event.startsAt.getTime() - 24 * HOUR_MS);
  await remind(db, moment); // their round is under way
  await join(db, late, event.id, { now: moment });

  const meanwhile = await act(db, early, async (trx) => {
    await mergeUsers(trx, { chatId: early.chatId, other: { chatId: late.chatId }, now: moment });
    return remind(db, moment);
  });
  const after = await remind(db, moment);

  expect([meanwhile, after]).toMatchObject([{ skipped: 0 }, { skipped: 1 }]);
  const reminders = db.selectFrom("outbox").selectAll().where("kind", "=", "reminder-24h");
  expect(await reminders.where("userId", "=", late.userId).execute()).toEqual([]);
  expect(await reminders.where("userId", "=", early.userId).execute()).toHaveLength(1);
});
