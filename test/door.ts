import type { Kysely } from "kysely";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import type { EventId, RegistrationId } from "../src/ids.ts";
import { type CheckInOutcome, checkIn, letIn } from "../src/services/check-in.ts";
import { type Doorkeeper, undoCheckIn } from "../src/services/door.ts";
import { search } from "../src/services/door-search.ts";
import { giveRole } from "../src/services/staff.ts";
import { join, NOW, newActor, newEvent, newPerson } from "./people.ts";

type Db = Kysely<Database>;

/** Half an hour before the start of the event that `newEvent` makes. */
export const DOORS = new Date("2026-12-12T14:30:00Z");

export interface Holder {
  registration: RegistrationId;
  code: string;
}

export async function newKeeper(db: Db, name = "Max"): Promise<Doorkeeper> {
  const actor = await newActor(db, { profileName: name });
  const userId = await inTransaction(db, (trx) =>
    giveRole(trx, { actor, role: "door", invitedBy: undefined, now: NOW }),
  );
  return { userId, chatId: actor.chatId };
}

/** Somebody with a seat, under this name. */
export async function newHolder(db: Db, eventId: EventId, name = "Anna Petrova"): Promise<Holder> {
  const { userId } = await registerAs(db, eventId, name);
  return db
    .selectFrom("eventRegistrations")
    .select(["id as registration", "ticketCode as code"])
    .where("userId", "=", userId)
    .where("eventId", "=", eventId)
    .$narrowType<{ code: string }>()
    .executeTakeFirstOrThrow();
}

export async function registerAs(db: Db, eventId: EventId, name: string, { askFirst = false } = {}) {
  const actor = await newPerson(db, { name });
  const outcome = await join(db, actor, eventId, { askFirst });
  await db.updateTable("users").set({ name }).where("id", "=", actor.userId).execute();
  return { ...actor, outcome };
}

/** One door, which does as it is told at this moment. */
export function doorOf(db: Db, keeper: Doorkeeper, { at, now = DOORS }: { at?: EventId; now?: Date } = {}) {
  const coming = { at, keeper, now };
  return {
    scans: (code: string) => inTransaction(db, (trx) => checkIn(trx, { ...coming, code })),
    letsIn: (registration: RegistrationId) => inTransaction(db, (trx) => letIn(trx, { ...coming, registration })),
    types: (words: string) => inTransaction(db, (trx) => search(trx, { ...coming, words })),
    undoes: (registration: RegistrationId, moment: Date) =>
      inTransaction(db, (trx) => undoCheckIn(trx, { registration, at: moment, keeper, now })),
  };
}

export const doorRaces = {
  /** What is wrong after one ticket was shown at many doors at once, in words. */
  async oneTicket(db: Db): Promise<string[]> {
    const { id } = await newEvent(db);
    const { code } = await newHolder(db, id);
    const outcomes = await scanAtOnce(db, id, Array(8).fill(code));
    const types = outcomes.map(({ type }) => type).toSorted();
    const expected = [...Array(7).fill("in-already"), "let-in"];
    return types.join() === expected.join() ? [] : [types.join()];
  },
  /** What is wrong with the counts after many came in at many doors at once. */
  async manyTickets(db: Db): Promise<string[]> {
    const { id } = await newEvent(db);
    const holders = await Promise.all(Array.from({ length: 8 }, () => newHolder(db, id)));
    const outcomes = await scanAtOnce(
      db,
      id,
      holders.map(({ code }) => code),
    );
    const counts = outcomes.map((outcome) => (outcome.type === "let-in" ? outcome.inside.entered : outcome.type));
    return counts.toSorted().join() === "1,2,3,4,5,6,7,8" ? [] : [`told ${counts.join()}`];
  },
};

async function scanAtOnce(db: Db, at: EventId, codes: string[]): Promise<CheckInOutcome[]> {
  const keepers = await Promise.all(codes.map(() => newKeeper(db)));
  return Promise.all(codes.map((code, n) => doorOf(db, keepers[n] as Doorkeeper, { at }).scans(code)));
}
