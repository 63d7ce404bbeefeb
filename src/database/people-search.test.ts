import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { NOW, newEvent } from "../../test/people.ts";
import type { EventId, UserId } from "../ids.ts";
import { newId } from "../ids.ts";
import { searchPeople } from "./people-search.ts";
import type { Database, RegistrationStatus } from "./schema.ts";

describeBoth("a search among the people of an event", (open) => {
  /** An event with these people, in this order in its queue. */
  async function eventWith(people: (string | { name: string; status: RegistrationStatus })[]): Promise<EventId> {
    const { db } = open();
    const { id } = await newEvent(db);
    for (const [index, person] of people.entries()) {
      const { name, status } = typeof person === "string" ? { name: person, status: "confirmed" as const } : person;
      await insertPerson(db, id, { name, status, queueNo: status === "waitlisted" ? index : null });
    }
    return id;
  }
  const find = async (eventId: EventId, words: string, limit = 10) =>
    (await searchPeople(open().db, { eventId, words, limit })).map(({ name }) => name);

  test("takes part of a name, in any case and order, and ё for е", async () => {
    const event = await eventWith(["Анна Петрова", "Семён Королёв", "Max Weber", "ANNA-MARIA Weber", "Çelik Åse"]);
    expect(await find(event, "петр")).toEqual(["Анна Петрова"]);
    expect(await find(event, "КОРОЛЕВ семен")).toEqual(["Семён Королёв"]);
    expect(await find(event, "королёв")).toEqual(["Семён Королёв"]);
    expect(await find(event, "Weber, max")).toEqual(["Max Weber"]);
    expect(await find(event, "anna-maria")).toEqual(["ANNA-MARIA Weber"]);
    expect(await find(event, "åse")).toEqual(["Çelik Åse"]);
    expect(await find(event, "weber")).toEqual(["ANNA-MARIA Weber", "Max Weber"]);
  });

  test("takes what is typed for letters, whatever it means to a database", async () => {
    const event = await eventWith(["Max Weber", "100% Max_im", "O'Neil"]);
    expect(await find(event, "%")).toEqual([]);
    expect(await find(event, "_")).toEqual([]);
    expect(await find(event, "\\")).toEqual([]);
    expect(await find(event, "o'neil")).toEqual(["O'Neil"]);
    expect(await find(event, "a ".repeat(2_000))).toEqual([]);
  });

  test("tells names that begin so first, and who gave up last", async () => {
    const event = await eventWith([
      { name: "Anna Abt", status: "cancelled" },
      "Hanna Weber",
      "Anna Weber",
      "Zoe Annan",
    ]);
    expect(await find(event, "anna")).toEqual(["Anna Weber", "Zoe Annan", "Hanna Weber", "Anna Abt"]);
    expect(await find(event, "anna", 2)).toEqual(["Anna Weber", "Zoe Annan"]);
  });

  test("knows only the people of the event, and the places of those who wait", async () => {
    const event = await eventWith([
      "Max",
      { name: "Ada", status: "waitlisted" },
      { name: "Bob", status: "waitlisted" },
    ]);
    await eventWith(["Bob Elsewhere"]);
    expect(await searchPeople(open().db, { eventId: event, words: "bob", limit: 5 })).toMatchObject([
      { name: "Bob", status: "waitlisted", ahead: 1, ticketCode: null, checkedInAt: null },
    ]);
  });

  test("finds one of 20,000 before anyone gets impatient", async () => {
    const { db } = open();
    const { id } = await newEvent(db);
    await fill(db, id, 20_000);
    await insertPerson(db, id, { name: "Семён Королёв", status: "confirmed", queueNo: null });
    const began = performance.now();
    expect(await find(id, "королев")).toEqual(["Семён Королёв"]);
    expect(performance.now() - began).toBeLessThan(2_000); // 70 ms on a quiet machine
  });
});

interface Person {
  name: string;
  status: RegistrationStatus;
  queueNo: number | null;
}

async function insertPerson(db: Kysely<Database>, eventId: EventId, { name, status, queueNo }: Person): Promise<void> {
  const userId = newId<UserId>();
  await db.insertInto("users").values({ id: userId, name, createdAt: NOW, updatedAt: NOW }).execute();
  const place = { id: newId<never>(), userId, eventId, status, queueNo, registeredVia: "telegram" as const };
  await db
    .insertInto("eventRegistrations")
    .values({ ...place, createdAt: NOW, updatedAt: NOW })
    .execute();
}

async function fill(db: Kysely<Database>, eventId: EventId, people: number): Promise<void> {
  await sql`
    with person as (
      insert into users (id, name, created_at, updated_at)
      select gen_random_uuid(), 'Person ' || n, ${NOW}, ${NOW} from generate_series(1, ${people}::int) n returning id
    )
    insert into event_registrations (id, user_id, event_id, registered_via, status, created_at, updated_at)
    select gen_random_uuid(), id, ${eventId}, 'telegram', 'confirmed', ${NOW}, ${NOW} from person`.execute(db);
}
