import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { confirmationOf } from "../../test/confirmations.ts";
import { describeBoth, openTestDatabase, type TestPostgres } from "../../test/database.ts";
import { hold } from "../../test/held-rows.ts";
import { again, newActor, newChatOf, newEvent, newPerson } from "../../test/people.ts";
import { FAULT, sabotage } from "../../test/sabotage.ts";
import { findFaults } from "../../test/seats.ts";
import { openDatabase } from "../database/connection.ts";
import type { Database } from "../database/schema.ts";
import { type EventId, newId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { type Confirmed, createConfirmations } from "./confirmations.ts";

type Db = Kysely<Database>;

const confirmationsOf = (db: Db) =>
  createConfirmations({ db, knownSent: () => [], locale: "en", desk: { adminChatId: undefined } });
const crowd = (db: Db, count: number) => Promise.all(Array.from({ length: count }, () => newActor(db)));

/** What each was told: "ticket-new" or "waitlisted"; "aside" of whom nothing was done. */
const wordsOf = (confirmed: (Confirmed | undefined)[]) =>
  confirmed.map((one) => (one ? `${one.row.reply?.intent.text}` : "aside"));

async function placesOf(db: Db, eventId: EventId) {
  return db
    .selectFrom("eventRegistrations as r")
    .innerJoin("chats as c", "c.userId", "r.userId")
    .select(["c.id as chatId", "r.status", "r.queueNo", sql<string>`r.xmin::text`.as("transaction")])
    .where("r.eventId", "=", eventId)
    .execute();
}

/** Nothing of this chat was kept: no step, no user. */
async function expectUntouched(db: Db, { chatId }: Actor): Promise<void> {
  const chat = db.selectFrom("chats").select(["version", "userId"]).where("id", "=", chatId);
  expect(await chat.executeTakeFirst()).toEqual({ version: 0, userId: null });
}

describeBoth("confirmations for one event", (open) => {
  test("share a commit, and the seats go to those who came first", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { maxParticipants: 20 });
    const actors = await crowd(db, 50);
    const { commit } = confirmationsOf(db);

    const confirmed = await Promise.all(actors.map((actor) => commit(confirmationOf(actor, id))));

    const places = await placesOf(db, id);
    const numbers = actors.map(({ chatId }) => places.find((place) => place.chatId === chatId)?.queueNo);
    expect(numbers).toEqual([...Array(20).fill(null), ...Array.from({ length: 30 }, (_, n) => n + 1)]);
    expect(new Set(places.map(({ transaction }) => transaction)).size).toBe(1);
    expect(wordsOf(confirmed)).toEqual([...Array(20).fill("ticket-new"), ...Array(30).fill("waiting-new")]);
    expect(confirmed.every((one) => one?.outcome.version === 1)).toBe(true);
    expect(await findFaults(db, id)).toEqual([]);
  });

  test("and for others beside it share a commit, too", async () => {
    const { db } = open();
    const events = await Promise.all(Array.from({ length: 5 }, () => newEvent(db, { maxParticipants: 2 })));
    const actors = await crowd(db, 20);
    const { commit } = confirmationsOf(db);

    const confirmed = await Promise.all(
      actors.map((actor, n) => commit(confirmationOf(actor, events[n % 5]?.id ?? newId()))),
    );

    expect(wordsOf(confirmed)).toEqual([...Array(10).fill("ticket-new"), ...Array(10).fill("waiting-new")]);
    const places = (await Promise.all(events.map(({ id }) => placesOf(db, id)))).flat();
    expect(new Set(places.map(({ transaction }) => transaction)).size).toBe(1);
    for (const { id } of events) expect(await findFaults(db, id)).toEqual([]);
  });

  test("leave out whoever moved on or was answered before, and a second chat of somebody", async () => {
    const { db } = open();
    const { id } = await newEvent(db);
    const [first, moved, repeated, ...others] = await crowd(db, 6);
    if (!first || !moved || !repeated) throw new Error("nobody came");
    const max = await newPerson(db);
    const elsewhere = await newChatOf(db, max);
    const { commit } = confirmationsOf(db);
    await commit(confirmationOf(first, id, { updateKey: "once" }));

    const confirmed = await Promise.all([
      ...others.map((actor) => commit(confirmationOf(actor, id))),
      commit(confirmationOf(moved, id, { version: 7 })),
      commit(confirmationOf(repeated, id, { updateKey: "once" })),
      commit(confirmationOf(max, id)),
      commit(confirmationOf(elsewhere, id)),
      commit(confirmationOf(max, id)),
      ...others.map((actor) => commit(confirmationOf(actor, id))),
    ]);

    const [ticket, aside] = ["ticket-new", "aside"];
    expect(wordsOf(confirmed)).toEqual([
      ...[ticket, ticket, ticket, aside, aside, ticket, aside, aside],
      ...others.map(() => aside),
    ]);
    const commits = (await placesOf(db, id)).map(({ transaction }) => transaction);
    expect(new Set(commits).size).toBe(2); // no group failed over them
    await expectUntouched(db, moved);
    await expectUntouched(db, repeated);
    expect(await findFaults(db, id)).toEqual([]);
  });

  test("are decided one by one, in their order, if one of them is poison", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { maxParticipants: 6 });
    const actors = await crowd(db, 10);
    const { commit } = confirmationsOf(db);

    const settled = await Promise.allSettled(
      // Postgres keeps no zero byte, so whatever statement it stands in fails.
      actors.map((actor, n) => commit(confirmationOf(actor, id, n === 4 ? { name: "\0" } : {}))),
    );

    const places = await placesOf(db, id);
    const numbers = actors.map(({ chatId }) => places.find((place) => place.chatId === chatId)?.queueNo);
    expect(numbers).toEqual([null, null, null, null, undefined, null, null, 1, 2, 3]);
    expect(settled.map(({ status }) => status).indexOf("rejected")).toBe(4);
    expect(settled.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(await findFaults(db, id)).toEqual([]);
  });

  test("wake whoever sends only when others are to be told of a seat", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { maxParticipants: 1 });
    const [first, second, third, fourth] = await crowd(db, 4);
    if (!first || !second || !third || !fourth) throw new Error("nobody came");
    const { commit } = confirmationsOf(db);
    for (const actor of [first, second]) {
      expect((await commit(confirmationOf(actor, id)))?.noticed).toBe(false);
    }
    await db.updateTable("events").set({ maxParticipants: 2 }).where("id", "=", id).execute();

    expect((await commit(confirmationOf(third, id)))?.noticed).toBe(true);
    expect((await commit(confirmationOf(fourth, id)))?.noticed).toBe(false);
    expect(await findFaults(db, id)).toEqual([]);
  });

  test("by somebody whom we do not know do nothing, and cost the others nothing", async () => {
    const { db } = open();
    const { id } = await newEvent(db);
    const [one, stranger, other] = await crowd(db, 3);
    if (!one || !stranger || !other) throw new Error("nobody came");
    const { commit } = confirmationsOf(db);
    const known = confirmationOf(stranger, id);
    const request = { type: "register-known", eventId: id, queue: false } as const;
    const { state } = known.step.snapshot;
    if (state.type !== "WAITING") throw new Error("no request is under way");
    const snapshot = { ...known.step.snapshot, state: { ...state, from: { type: "START" } as const, request } };

    const confirmed = await Promise.all([
      commit(confirmationOf(one, id)),
      commit({ ...known, step: { snapshot, request }, request }),
      commit(confirmationOf(other, id)),
    ]);

    expect([confirmed[0], confirmed[2]].every((each) => each?.outcome.type === "done")).toBe(true);
    expect((await again(db, stranger)).userId).toBeUndefined();
    expect((await placesOf(db, id)).length).toBe(2);
  });
});

async function onPostgres(work: (database: TestPostgres) => Promise<void>): Promise<void> {
  const database = await openTestDatabase("postgres");
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

test("a chat that somebody holds does not hold up the others who want the same event", () =>
  onPostgres(async ({ db, url }) => {
    const { id } = await newEvent(db);
    const actors = await crowd(db, 5);
    const { commit } = confirmationsOf(db);
    const held = await hold(url, `select from chats where id = '${actors[2]?.chatId}' for update`);

    const confirmed = await Promise.all(actors.map((actor) => commit(confirmationOf(actor, id))));

    expect(wordsOf(confirmed)).toEqual(["ticket-new", "ticket-new", "aside", "ticket-new", "ticket-new"]);
    await held.release();
  }));

test("whatever part of a group fails, those who are not at fault have their places", () =>
  onPostgres(async ({ db, url }) => {
    for (const table of ["users", "event_registrations", "registration_changes", "chats", "inbox", "outbox"]) {
      const { id } = await newEvent(db, { maxParticipants: 3 });
      const actors = await crowd(db, 5);
      // The third row of its table that is written in one transaction: of a group, and never of one alone.
      const where = `(select count(*) from ${table} t where t.xmin = pg_current_xact_id()::xid) >= 2`;
      const undo = await sabotage(url, { table, code: FAULT, where });

      const { commit } = confirmationsOf(db);
      const confirmed = await Promise.all(actors.map((actor) => commit(confirmationOf(actor, id))));

      await undo();
      expect(wordsOf(confirmed)).toEqual(["ticket-new", "ticket-new", "ticket-new", "waiting-new", "waiting-new"]);
      expect(await findFaults(db, id)).toEqual([]);
    }
  }));

test("two processes share the seats of one event between them", () =>
  onPostgres(async ({ db, url }) => {
    const other = await openDatabase({ databaseUrl: url, dataDir: "" });
    const { id } = await newEvent(db, { maxParticipants: 60 });
    const actors = await crowd(db, 200);
    const processes = [confirmationsOf(db), confirmationsOf(other.db)];

    const confirmed = await Promise.all(actors.map((actor, n) => processes[n % 2]?.commit(confirmationOf(actor, id))));

    const words = wordsOf(confirmed);
    expect(words.filter((word) => word === "ticket-new")).toHaveLength(60);
    expect(words.filter((word) => word === "waiting-new")).toHaveLength(140);
    expect(await findFaults(db, id)).toEqual([]);
    await other.close();
  }));
