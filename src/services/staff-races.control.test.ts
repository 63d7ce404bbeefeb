import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { staffRaces } from "../../test/staff-races.ts";
import type * as Staff from "../database/staff.ts";
import type * as StaffLinks from "../database/staff-links.ts";

// The control of staff-races.test.ts: what it takes for itself is only read here, and the database lingers after that.
vi.mock("../database/staff-links.ts", async (importOriginal) => ({
  ...(await importOriginal<typeof StaffLinks>()),
  lockStaffLink: (async (trx, tokenHash) => {
    const link = await trx.selectFrom("staffLinks").selectAll().where("tokenHash", "=", tokenHash).executeTakeFirst();
    await sql`select pg_sleep(random() * 0.05)`.execute(trx);
    return link;
  }) satisfies typeof StaffLinks.lockStaffLink,
}));
vi.mock("../database/staff.ts", async (importOriginal) => {
  const staff = await importOriginal<typeof Staff>();
  const linger = (trx: Parameters<typeof Staff.lockStaff>[0]) => sql`select pg_sleep(random() * 0.02)`.execute(trx);
  return {
    ...staff,
    lockStaff: async () => undefined,
    listStaff: (async (trx) => {
      const rows = await staff.listStaff(trx);
      await linger(trx as Parameters<typeof Staff.lockStaff>[0]);
      return rows;
    }) satisfies typeof Staff.listStaff,
  };
});

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());

test("without its lock one invitation makes several organisers", async () => {
  const outcomes = (
    await Promise.all(Array.from({ length: 5 }, () => staffRaces.openOneInvitation(database.db)))
  ).flat();
  expect(outcomes.filter((outcome) => outcome === "role-given").length).toBeGreaterThan(5);
});

test("without theirs two owners remove each other", async () => {
  const left: number[] = [];
  for (let round = 0; round < 40 && !left.includes(0); round++)
    left.push(await staffRaces.removeEachOther(database.db));
  expect(left).toContain(0);
});
