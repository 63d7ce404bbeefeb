import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { doorRaces } from "../../test/door.ts";

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());

test("of eight doors where one ticket is shown at once, one lets in", async () => {
  for (let round = 0; round < 8; round++) expect(await doorRaces.oneTicket(database.db)).toEqual([]);
});

test("of eight doors where eight come in at once, each counts another", async () => {
  for (let round = 0; round < 8; round++) expect(await doorRaces.manyTickets(database.db)).toEqual([]);
});
