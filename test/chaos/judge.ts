import type { Kysely } from "kysely";
import { openDatabase } from "../../src/database/connection.ts";
import type { Database } from "../../src/database/schema.ts";
import { readSnapshot } from "../../src/dialogue/stored.ts";
import { findCopies, findLedgerFaults, findUnreminded } from "../long-run-judge.ts";
import { findWrongAnswers } from "./answers.ts";
import { findCallsToBlocked, listBlocked } from "./blocked-chats.ts";
import { findUntold } from "./called-off.ts";
import { findUnkept } from "./confirmations.ts";
import { findRemembered } from "./forgotten-people.ts";
import type { Guest } from "./guest.ts";
import type { House } from "./house.ts";
import { canAsk } from "./last-question.ts";
import { findLeaks } from "./leaks.ts";
import { findDoubles, listHoldings, listPairs } from "./one-person.ts";
import { addressOf, listPlaces } from "./places.ts";
import { createReasons, listReturned } from "./reasons.ts";
import { findUntimely } from "./reminders.ts";
import { findLostReplies } from "./replies.ts";
import { findWrongSeats } from "./seats-judge.ts";
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
  const forgotten = new Set(guests.filter(({ diary }) => diary.forgotten !== "no").map(addressOf));
  const evidence = { sandbox: house.sandbox, database: { db }, forgotten };
  const isRight = createReasons(guests, await listReturned(db));
  const begunBy = house.clock.now();
  try {
    return new Map([
      ["every acknowledged confirmation exists exactly once", await findUnkept(db, guests, isRight)],
      ["no event over its capacity at any moment, the queue in order", await findWrongSeats(db, begunBy)],
      ["every due reminder, or a reason", await findUnreminded({ database: { db } }, { begunBy, isRight })],
      ["each reminder once and in its time", await findUntimely(db, guests)],
      ["no reply missing, none too many", await findLostReplies(db, guests, begunBy)],
      ["every answer one that can be right", await findWrongAnswers(db, guests)],
      ["no one stuck, and everyone told the truth", await findStuck(db, { guests, shown, now: begunBy })],
      ["who is connected is one person, with one seat", findDoubles(listPairs(guests), await listHoldings(db))],
      [
        "nothing to who blocked us, once that was told",
        findCallsToBlocked(house.sandbox.sends(), listBlocked(guests), troubles.excuse),
      ],
      ["nothing left of who had all deleted", await findRemembered(db, guests)],
      ["whoever was coming is told that an event is off", await findUntold(db, isRight)],
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

/** A chat without an address is of somebody who had all deleted, and is never read again. */
async function findUnreadable(db: Kysely<Database>): Promise<string[]> {
  const chats = await db
    .selectFrom("chats")
    .select(["currentState", "stateData", "stateSchema"])
    .where((eb) => eb.or([eb("telegramId", "is not", null), eb("whatsappUserId", "is not", null)]))
    .execute();
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
    if (!canAsk(guest)) return [];
    const text = shown.get(guest);
    if (text === undefined) return [`${guest.platform}: no answer to "my"`];
    const unsaid = places(guest).filter((words) => !words.test(text));
    return unsaid.map(({ source }) => `${guest.platform}: "my" does not say ${source}`);
  });
}
