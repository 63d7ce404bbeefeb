import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { staffRaces } from "../../test/staff-races.ts";

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom("staffLinks").execute();
  await database.db.deleteFrom("staff").execute();
});

test("of many who open one invitation at once, one gets the role", async () => {
  for (let round = 0; round < 5; round++) {
    const outcomes = await staffRaces.openOneInvitation(database.db);
    expect(outcomes.toSorted()).toEqual([...Array(7).fill("staff-link-refused"), "role-given"].toSorted());
  }
});

test("two owners who remove each other at once leave one", async () => {
  for (let round = 0; round < 10; round++) expect(await staffRaces.removeEachOther(database.db)).toBe(1);
});

test("five processes that start at once print the same link", async () => {
  expect(new Set(await staffRaces.startAtOnce(database.db)).size).toBe(1);
});
