import type { Kysely } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { EventId } from "../../src/ids.ts";
import { findFaults } from "../seats.ts";
import { findOverfull, listCapacities } from "./capacities.ts";
import { findTakenAway } from "./seats-kept.ts";

/** What is wrong with the seats of any event, now or at any moment of its history. */
export async function findWrongSeats(db: Kysely<Database>, now: Date): Promise<string[]> {
  const events = await db.selectFrom("events").select(["id", "title"]).execute();
  const merged = await listMerged(db);
  const faults = await Promise.all(
    events.map(async ({ id, title }) => {
      const changes = await listChanges(db, id);
      const then = findOverfull(changes, await listCapacities(db, id));
      const all = [...then, ...findTakenAway(changes, merged), ...(await findFaults(db, id, now))];
      return all.map((fault) => `${title}: ${fault}`);
    }),
  );
  return faults.flat();
}

function listChanges(db: Kysely<Database>, eventId: EventId) {
  return db
    .selectFrom("registrationChanges")
    .select(["id", "userId", "fromStatus", "toStatus", "actor"])
    .where("eventId", "=", eventId)
    .orderBy("id")
    .execute();
}

async function listMerged(db: Kysely<Database>): Promise<Set<string>> {
  const merges = await db.selectFrom("userMerges").select(["keptUserId", "mergedUserId"]).execute();
  return new Set(merges.flatMap(({ keptUserId, mergedUserId }) => [keptUserId, mergedUserId ?? ""]));
}
