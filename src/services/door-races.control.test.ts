import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { doorRaces } from "../../test/door.ts";
import type * as Door from "../database/door.ts";
import type * as Events from "../database/events.ts";

// The control of door-races.test.ts: events are read and not locked, and who is in is looked at before it is written.
// The database lingers in between.
vi.mock("../database/events.ts", async (importOriginal) => {
  const events = await importOriginal<typeof Events>();
  const lockEvent: typeof Events.lockEvent = async (trx, id) => {
    const event = await events.findEventRow(trx, id);
    await sql`select pg_sleep(random() * 0.05)`.execute(trx);
    return event;
  };
  return { ...events, lockEvent };
});
vi.mock("../database/door.ts", async (importOriginal) => {
  const door = await importOriginal<typeof Door>();
  const setCheckedIn: typeof Door.setCheckedIn = async (trx, { id, by, now }) => {
    const entry = await door.findEntry(trx, id);
    if (!entry || entry.checkedInAt) return undefined;
    await sql`select pg_sleep(random() * 0.05)`.execute(trx);
    await trx
      .updateTable("eventRegistrations")
      .set({ checkedInAt: now, checkedInBy: by })
      .where("id", "=", id)
      .execute();
    const { eventId } = await trx
      .selectFrom("eventRegistrations")
      .select("eventId")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return { ...entry, ...(await door.countInside(trx, eventId)) };
  };
  return { ...door, setCheckedIn };
});

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());

test.each(Object.entries(doorRaces))("%s goes wrong without them", async (_, race) => {
  const faults: string[] = [];
  for (let round = 0; round < 20 && faults.length === 0; round++) faults.push(...(await race(database.db)));
  expect(faults).not.toEqual([]);
});
