import type { Kysely } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { race } from "../../test/held-transaction.ts";
import { act, askAbout, minutesLater, newEmail, newHolder, userOf, wrongCode } from "../../test/linking.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import type * as Chats from "../database/chats.ts";
import { inTransaction } from "../database/faults.ts";
import type * as Requests from "../database/link-requests.ts";
import type * as People from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import type { Actor } from "../messages.ts";
import { enterCode } from "./linking.ts";
import { mergeUsers } from "./merging.ts";
import { giveUp, registerKnown } from "./registrations.ts";
import { undoMerge } from "./undo-merge.ts";

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
    lockEvents: async (trx, ids) => (off.has("events") ? undefined : people.lockEvents(trx, ids)),
    lockUsers: (trx, ids) =>
      off.has("users")
        ? trx.selectFrom("users").selectAll().where("id", "in", ids).execute()
        : people.lockUsers(trx, ids),
  };
  return { ...people, ...overridden };
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

const merge = (actor: Actor, other: Actor) =>
  act(database.db, actor, (trx) =>
    mergeUsers(trx, { chatId: actor.chatId, other: { chatId: other.chatId }, now: NOW }),
  );

/** What must hold of people whatever happens: words for what does not. */
async function findPeopleFaults(db: Kysely<Database>, people: KnownActor[]): Promise<string[]> {
  const owners = await Promise.all(people.map((person) => userOf(db, person)));
  const dead = await db
    .selectFrom("users as u")
    .leftJoin("eventRegistrations as r", (on) => on.onRef("r.userId", "=", "u.id").on("r.status", "<>", "cancelled"))
    .select(["u.id", "r.id as place"])
    .where("u.mergedInto", "is not", null)
    .where(
      "u.id",
      "in",
      people.map(({ userId }) => userId),
    )
    .execute();
  const faults = dead.flatMap(({ id, place }) => (place ? [`a place of ${id}, who is nobody any more`] : []));
  for (const owner of owners) if (dead.some(({ id }) => id === owner)) faults.push(`a chat of ${owner}, who is nobody`);
  if (new Set(owners).size > 1) faults.push("not one person");
  return faults;
}

function failures(results: PromiseSettledResult<unknown>[]): string[] {
  return results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
}

/** Known in this order. */
async function newPeople(count: number): Promise<KnownActor[]> {
  const { db } = database;
  const people: KnownActor[] = [];
  for (let n = 0; n < count; n++) {
    const person = await newPerson(db, { platform: n % 2 ? "whatsapp" : "telegram" });
    await db
      .updateTable("users")
      .set({ createdAt: minutesLater(n) })
      .where("id", "=", person.userId)
      .execute();
    people.push(person);
  }
  return people;
}

async function registerAgainstMerge(): Promise<string[]> {
  const { db } = database;
  const [kept, merged] = await newPeople(2);
  if (!kept || !merged) throw new Error("nobody came");
  const event = await newEvent(db, { maxParticipants: 5 });
  const results = await race(
    db,
    (beforeCommit) =>
      act(db, merged, async (trx, actor) => {
        await registerKnown(trx, { actor, eventId: event.id, queue: false, now: NOW });
        await beforeCommit();
      }),
    () => merge(kept, merged),
  );
  return [...failures(results), ...(await findPeopleFaults(db, [kept, merged])), ...(await findFaults(db, event.id))];
}

async function cancelAgainstMerge(): Promise<string[]> {
  const { db } = database;
  const [kept, merged, third] = await newPeople(3);
  if (!kept || !merged || !third) throw new Error("nobody came");
  const event = await newEvent(db, { maxParticipants: 1 });
  for (const person of [merged, kept, third]) await join(db, person, event.id);
  const results = await race(
    db,
    (beforeCommit) =>
      act(db, merged, async (trx, actor) => {
        await giveUp(trx, { actor, eventId: event.id, sure: true, now: NOW });
        await beforeCommit();
      }),
    () => merge(kept, merged),
  );
  return [...failures(results), ...(await findPeopleFaults(db, [kept, merged])), ...(await findFaults(db, event.id))];
}

/** The second finds the person it wants merged into another. */
async function mergeAgainstMerge(): Promise<string[]> {
  const { db } = database;
  const [one, both, other] = await newPeople(3);
  if (!one || !both || !other) throw new Error("nobody came");
  const results = await race(
    db,
    (beforeCommit) =>
      act(db, one, async (trx) => {
        await mergeUsers(trx, { chatId: one.chatId, other: { chatId: both.chatId }, now: NOW });
        await beforeCommit();
      }),
    () => merge(other, both),
  );
  return [...failures(results), ...(await findPeopleFaults(db, [one, both, other]))];
}

async function undoAgainstUndo(): Promise<string[]> {
  const { db } = database;
  const [one, other] = await newPeople(2);
  if (!one || !other) throw new Error("nobody came");
  const event = await newEvent(db, { maxParticipants: 5 });
  for (const person of [one, other]) await join(db, person, event.id);
  const mergeId = (await merge(one, other))?.mergeId;
  if (!mergeId) throw new Error("they were one already");
  const undo = (actor: Actor, beforeCommit = async () => {}) =>
    act(db, actor, async (trx, acting) => {
      await undoMerge(trx, { actor: acting, mergeId, now: NOW });
      await beforeCommit();
    });
  const results = await race(
    db,
    (beforeCommit) => undo(one, beforeCommit),
    () => undo(other),
  );
  const undone = await db.selectFrom("auditLog").select("detail").where("action", "=", "undo-merge").execute();
  const times = undone.filter(({ detail }) => JSON.stringify(detail).includes(mergeId)).length;
  const faults = [...failures(results), ...(await findFaults(db, event.id))];
  return times === 1 ? faults : [...faults, `undone ${times} times`];
}

/** Many guesses over connections of their own; what is wrong if more than five are heard. */
async function guessAtOnce(): Promise<string[]> {
  const { db } = database;
  const email = newEmail();
  const { stranger, sent } = await askAbout(db, await newHolder(db, { email }), email);
  const guess = (code: string) =>
    inTransaction(db, (trx) => enterCode(trx, { actor: stranger, email, code, eventId: undefined, now: NOW }));
  const outcomes = await Promise.all(Array.from({ length: 15 }, () => guess(wrongCode(sent.code))));
  const heard = outcomes.filter(({ type }) => type === "wrong-code").length;
  const { type } = await guess(sent.code);
  return [
    ...(heard === 5 ? [] : [`${heard} guesses were heard`]),
    ...(type === "code-expired" ? [] : [`then ${type}`]),
  ];
}

const RACES: [name: string, run: () => Promise<string[]>, locks: Lock[]][] = [
  ["registering against a merge", registerAgainstMerge, ["chats"]],
  ["giving a seat up against a merge", cancelAgainstMerge, ["chats", "events"]],
  ["two merges with one person in both", mergeAgainstMerge, ["chats", "users"]],
  ["undoing from both chats at once", undoAgainstUndo, ["own chat", "chats", "events", "users"]],
  ["guessing from many connections", guessAtOnce, ["own chat", "request"]],
];

describe.each(RACES)("%s", (_, run, locks) => {
  test("leaves everything as it must be", async () => {
    expect(await run()).toEqual([]);
  });

  test(`goes wrong without the lock on ${locks.join(" and ")}`, async () => {
    for (const lock of locks) off.add(lock);
    expect(await run()).not.toEqual([]);
  });
});

test("two people who link each other at the same instant become one, once", async () => {
  const { db } = database;
  for (let round = 0; round < 3; round++) {
    const [one, other] = await newPeople(2);
    if (!one || !other) throw new Error("nobody came");

    const merged = await Promise.all([merge(one, other), merge(other, one)]);

    expect(merged.filter((outcome) => outcome !== undefined)).toHaveLength(1);
    expect(await findPeopleFaults(db, [one, other])).toEqual([]);
  }
});
