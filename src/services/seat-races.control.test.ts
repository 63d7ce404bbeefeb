import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { RACES } from "../../test/seat-races.ts";
import type * as Events from "../database/events.ts";

// The control of seat-races.test.ts: the same races, with an event that is read and not locked. The database lingers
// after that reading, so that most have read before the first has written.
vi.mock("../database/events.ts", async (importOriginal) => {
  const events = await importOriginal<typeof Events>();
  const lockEvent: typeof Events.lockEvent = async (trx, id) => {
    const event = await events.findEventRow(trx, id);
    await sql`select pg_sleep(random() * 0.05)`.execute(trx);
    return event;
  };
  const lockEvents: typeof Events.lockEvents = async (trx, ids) => {
    const rows = await Promise.all(ids.map((id) => lockEvent(trx, id)));
    return rows.filter((row) => row !== undefined);
  };
  return { ...events, lockEvent, lockEvents };
});

const ROUNDS = 40;

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
  // The second net, which would turn an overbooking into an error.
  await sql`alter table events drop constraint never_overbooked`.execute(database.db);
});
afterAll(() => database.close());

test.each(Object.entries(RACES))("%s: goes wrong without the event's lock", { timeout: 120_000 }, async (_, race) => {
  const faults: string[] = [];
  for (let round = 0; round < ROUNDS && faults.length === 0; round++) faults.push(...(await race(database.db)));
  expect(faults).not.toEqual([]);
});
