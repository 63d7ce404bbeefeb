import type { Kysely } from "kysely";
import type { Database } from "../src/database/schema.ts";
import type { EventId } from "../src/ids.ts";

/**
 * What is wrong with the seats of an event, in words; nothing if all is well. Reads the facts and replays their
 * history, without any code of the product: seats within capacity, counts exact, the queue served in its order,
 * nobody seated past those who wait, no seat left free while somebody waits, everyone told of the seat they got.
 */
export async function findFaults(db: Kysely<Database>, eventId: EventId): Promise<string[]> {
  const event = await db.selectFrom("events").selectAll().where("id", "=", eventId).executeTakeFirstOrThrow();
  const rows = await db.selectFrom("eventRegistrations").selectAll().where("eventId", "=", eventId).execute();
  const seated = rows.filter(({ status }) => status === "confirmed");
  const waiting = rows.filter(({ status }) => status === "waitlisted");
  const capacity = event.maxParticipants ?? Number.POSITIVE_INFINITY;

  const faults = await replay(db, eventId);
  const expect = (holds: boolean, fault: string) => holds || faults.push(fault);
  expect(seated.length <= capacity, `${seated.length} seats taken of ${capacity}`);
  expect(seated.length === event.takenCount, `${seated.length} seats taken, ${event.takenCount} counted`);
  expect(waiting.length === event.waitingCount, `${waiting.length} wait, ${event.waitingCount} counted`);
  expect(!waiting.length || seated.length >= capacity, `${waiting.length} wait while a seat is free`);
  expect(new Set(waiting.map((row) => row.queueNo)).size === waiting.length, "two have one number in the queue");
  expect(
    seated.every((row) => row.ticketCode && row.confirmedAt && row.queueNo === null),
    "a seat without a ticket",
  );
  return faults;
}

/** The history, in the order in which it was written under the event's lock. */
async function replay(db: Kysely<Database>, eventId: EventId): Promise<string[]> {
  const changes = await db
    .selectFrom("registrationChanges")
    .selectAll()
    .where("eventId", "=", eventId)
    .orderBy("id")
    .execute();
  const faults: string[] = [];
  const promoted: string[] = [];
  const seats = new Set<string>();
  let queue: string[] = [];
  for (const { registrationId: id, fromStatus, toStatus, ticketCode } of changes) {
    const was = seats.has(id) ? "confirmed" : queue.includes(id) ? "waitlisted" : null;
    if (fromStatus === "waitlisted" && toStatus === "confirmed") promoted.push(`seat-yours:${id}:${ticketCode}`);
    if (fromStatus !== was) faults.push(`from ${fromStatus} to ${toStatus}, though it was ${was}`);
    if (toStatus === "confirmed" && was === "waitlisted" && queue[0] !== id) faults.push("the queue was not kept");
    if (toStatus === "confirmed" && was === null && queue.length) faults.push("seated past those who wait");
    seats.delete(id);
    queue = queue.filter((other) => other !== id);
    if (toStatus === "confirmed") seats.add(id);
    if (toStatus === "waitlisted") queue.push(id);
  }
  const told = await listTold(db, changes);
  if (told.sort().join() !== promoted.sort().join()) faults.push(`${promoted.length} were seated, ${told.length} told`);
  return faults;
}

async function listTold(db: Kysely<Database>, changes: { registrationId: string }[]): Promise<string[]> {
  const ids = new Set<string>(changes.map(({ registrationId }) => registrationId));
  const rows = await db.selectFrom("outbox").select("dedupeKey").where("kind", "=", "seat-yours").execute();
  return rows.map(({ dedupeKey }) => dedupeKey).filter((key) => ids.has(key.split(":")[1] ?? ""));
}
