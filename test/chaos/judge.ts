import type { Kysely } from "kysely";
import { openDatabase } from "../../src/database/connection.ts";
import type { Database } from "../../src/database/schema.ts";
import { readSnapshot } from "../../src/dialogue/stored.ts";
import type { EventId } from "../../src/ids.ts";
import { findCopies, findLedgerFaults, findUnreminded } from "../long-run-judge.ts";
import { findFaults } from "../seats.ts";
import { findWrongAnswers } from "./answers.ts";
import { findUnkept } from "./confirmations.ts";
import type { Guest } from "./guest.ts";
import type { House } from "./house.ts";
import { findLeaks } from "./leaks.ts";
import { listPlaces } from "./places.ts";
import { findUntimely } from "./reminders.ts";
import { findLostReplies } from "./replies.ts";
import type { Troubles } from "./troubles.ts";

/** What was promised, and what is wrong with it, a sentence each. */
export type Verdict = Map<string, string[]>;

export interface Case {
  house: House;
  guests: Guest[];
  troubles: Troubles;
  /** What people were told of their places in the end. */
  shown: Map<Guest, string>;
}

/** Judged from the outside: by what the platforms saw, what people remember, and what the database holds. */
export async function judge(seen: Case): Promise<Verdict> {
  const { house, guests, troubles, shown } = seen;
  const database = await openDatabase({ databaseUrl: house.postgres.url, dataDir: "" });
  const { db } = database;
  const evidence = { sandbox: house.sandbox, database: { db } };
  const begunBy = house.clock.now();
  try {
    return new Map([
      ["every acknowledged confirmation exists exactly once", await findUnkept(db, guests)],
      ["no event over its capacity at any moment, the queue in order", await findWrongSeats(db, begunBy)],
      ["every due reminder, or a reason", await findUnreminded({ database: { db } }, { begunBy, isRight })],
      ["each reminder once and in its time", await findUntimely(db, guests)],
      ["no reply missing, none too many", await findLostReplies(db, guests)],
      ["every answer one that can be right", await findWrongAnswers(db, guests)],
      ["no one stuck, and everyone told the truth", await findStuck(db, { guests, shown, now: begunBy })],
      ["no message twice, none that nobody saw", await findCopies(evidence, troubles.excuse)],
      ["every snapshot loadable", await findUnreadable(db)],
      ["ledger and history add up", await findLedgerFaults({ database: { db } })],
      ["no personal data in a log", await findLeaks(db, house.logPaths)],
      ["no process ended by itself", house.crashes],
      [
        "no limit of a platform broken",
        house.sandbox.limits.broken.map(({ platform, limit }) => `${platform}: ${limit}`),
      ],
    ]);
  } finally {
    await database.close();
  }
}

const RIGHT = new Set([
  "the person said stop",
  "the person wants no reminders",
  "the seat was confirmed after its moment",
  "the seat was confirmed shortly before",
  // And taken again later, after its moment.
  "the seat was given up",
]);

const isRight = ({ reason }: { reason: string }) => RIGHT.has(reason);

async function findWrongSeats(db: Kysely<Database>, now: Date): Promise<string[]> {
  const events = await db.selectFrom("events").select(["id", "title", "maxParticipants"]).execute();
  const faults = await Promise.all(
    events.map(async ({ id, title, maxParticipants }) => {
      const most = await countMost(db, id);
      const over =
        maxParticipants !== null && most > maxParticipants ? [`${most} seats of ${maxParticipants} at once`] : [];
      return [...over, ...(await findFaults(db, id, now))].map((fault) => `${title}: ${fault}`);
    }),
  );
  return faults.flat();
}

/** How many seats were taken at once at most, as the history tells it. */
async function countMost(db: Kysely<Database>, eventId: EventId): Promise<number> {
  const changes = await db
    .selectFrom("registrationChanges")
    .select(["fromStatus", "toStatus"])
    .where("eventId", "=", eventId)
    .orderBy("id")
    .execute();
  const seats = (status: string | null) => (status === "confirmed" || status === "offered" ? 1 : 0);
  let [taken, most] = [0, 0];
  for (const { fromStatus, toStatus } of changes) {
    taken += seats(toStatus) - seats(fromStatus);
    most = Math.max(most, taken);
  }
  return most;
}

async function findUnreadable(db: Kysely<Database>): Promise<string[]> {
  const chats = await db.selectFrom("chats").select(["currentState", "stateData", "stateSchema"]).execute();
  return chats.flatMap(({ currentState: state, stateData: data, stateSchema: schema }) => {
    const { type } = readSnapshot({ state, data, schema });
    return type === "snapshot" ? [] : [`a chat in ${state}: ${type}`];
  });
}

/** Everyone asked in the end. */
async function findStuck(
  db: Kysely<Database>,
  { guests, shown, now }: Pick<Case, "guests" | "shown"> & { now: Date },
): Promise<string[]> {
  const places = await listPlaces(db, now);
  return guests.flatMap((guest) => {
    if (guest.diary.taken === 0) return [];
    const text = shown.get(guest);
    if (text === undefined) return [`${guest.platform}: no answer to "my"`];
    const unsaid = places(guest).filter((words) => !words.test(text));
    return unsaid.map(({ source }) => `${guest.platform}: "my" does not say ${source}`);
  });
}
