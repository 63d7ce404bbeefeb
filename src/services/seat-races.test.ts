import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { RACES } from "../../test/seat-races.ts";

const ROUNDS = 8;

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());

test.each(Object.entries(RACES))("%s: nothing goes wrong, however often it is tried", async (_, race) => {
  for (let round = 0; round < ROUNDS; round++) expect(await race(database.db)).toEqual([]);
});
