import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import * as races from "../../test/merge-races.ts";
import type * as Chats from "../database/chats.ts";
import type * as Events from "../database/events.ts";
import type * as Requests from "../database/link-requests.ts";
import type * as People from "../database/people.ts";

// For the controls: which locks are left out. The rows are read all the same.
type Lock = "own chat" | "chats" | "events" | "users" | "request";
const { off } = vi.hoisted(() => ({ off: new Set<Lock>() }));

vi.mock("../database/people.ts", async (importOriginal) => {
  const people = await importOriginal<typeof People>();
  const overridden: Partial<typeof People> = {
    lockChats: (trx, ids) =>
      off.has("chats")
        ? trx.selectFrom("chats").selectAll().where("id", "in", ids).execute()
        : people.lockChats(trx, ids),
    lockUsers: (trx, ids) =>
      off.has("users")
        ? trx.selectFrom("users").selectAll().where("id", "in", ids).execute()
        : people.lockUsers(trx, ids),
  };
  return { ...people, ...overridden };
});

vi.mock("../database/events.ts", async (importOriginal) => {
  const events = await importOriginal<typeof Events>();
  const lockEvents: typeof Events.lockEvents = async (trx, ids, options) =>
    off.has("events") && ids.length
      ? trx.selectFrom("events").selectAll().where("id", "in", ids).orderBy("id").execute()
      : events.lockEvents(trx, ids, options);
  return { ...events, lockEvents };
});

vi.mock("../database/chats.ts", async (importOriginal) => {
  const chats = await importOriginal<typeof Chats>();
  const lockChat: typeof Chats.lockChat = (trx, id) =>
    off.has("own chat")
      ? trx.selectFrom("chats").selectAll().where("id", "=", id).executeTakeFirst()
      : chats.lockChat(trx, id);
  return { ...chats, lockChat };
});

vi.mock("../database/link-requests.ts", async (importOriginal) => {
  const requests = await importOriginal<typeof Requests>();
  const lockRequest: typeof Requests.lockRequest = (trx, about) =>
    off.has("request")
      ? trx.selectFrom("linkRequests").selectAll().where("chatId", "=", about.chatId).executeTakeFirst()
      : requests.lockRequest(trx, about);
  return { ...requests, lockRequest };
});

let database: TestPostgres;
beforeAll(async () => {
  database = await openTestDatabase("postgres");
});
afterAll(() => database.close());
afterEach(() => off.clear());

const RACES: [name: string, run: (db: TestPostgres["db"]) => Promise<string[]>, locks: Lock[]][] = [
  ["registering against a merge", races.registerAgainstMerge, ["chats"]],
  ["giving a seat up against a merge", races.cancelAgainstMerge, ["chats", "events"]],
  ["two merges with one person in both", races.mergeAgainstMerge, ["chats", "users"]],
  ["undoing from both chats at once", races.undoAgainstUndo, ["own chat", "chats", "events", "users"]],
  ["guessing from many connections", races.guessAtOnce, ["own chat", "request"]],
];

describe.each(RACES)("%s", (_, run, locks) => {
  test("leaves everything as it must be", async () => {
    expect(await run(database.db)).toEqual([]);
  });

  test(`goes wrong without the lock on ${locks.join(" and ")}`, async () => {
    for (const lock of locks) off.add(lock);
    expect(await run(database.db)).not.toEqual([]);
  });
});

test("two people who link each other at the same instant become one, once", async () => {
  const { db } = database;
  for (let round = 0; round < 3; round++) {
    const [one, other] = await races.newPeople(db, 2);
    if (!one || !other) throw new Error("nobody came");

    const merged = await Promise.all([races.merge(db, one, other), races.merge(db, other, one)]);

    expect(merged.filter((outcome) => outcome !== undefined)).toHaveLength(1);
    expect(await races.findPeopleFaults(db, [one, other])).toEqual([]);
  }
});
