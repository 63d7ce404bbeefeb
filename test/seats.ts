import type { Kysely } from "kysely";
import type { Database } from "../src/database/schema.ts";
import type { EventId } from "../src/ids.ts";

/**
 * What is wrong with the seats of an event, in words; nothing if all is well. Reads the facts and replays their
 * history, without any code of the product: seats within capacity, counts exact, the queue served in its order,
 * nobody seated past those who wait, no seat left free while somebody waits who did not let one go, everyone told of the
 * seat they got or are asked about. At an event that has begun by `now`, or does not take place, a seat may be free, since
 * nobody is served any more.
 */
export async function findFaults(db: Kysely<Database>, eventId: EventId, now?: Date): Promise<string[]> {
  const event = await db.selectFrom("events").selectAll().where("id", "=", eventId).executeTakeFirstOrThrow();
  const rows = await db.selectFrom("eventRegistrations").selectAll().where("eventId", "=", eventId).execute();
  const seated = rows.filter(({ status }) => status === "confirmed");
  const offered = rows.filter(({ status }) => status === "offered");
  const waiting = rows.filter(({ status }) => status === "waitlisted");
  const ready = waiting.filter(({ offerExpiresAt }) => offerExpiresAt === null);
  const taken = seated.length + offered.length;
  const capacity = event.maxParticipants ?? Number.POSITIVE_INFINITY;

  const faults = await replay(db, eventId);
  const expect = (holds: boolean, fault: string) => holds || faults.push(fault);
  expect(taken <= capacity, `${taken} seats taken of ${capacity}`);
  expect(taken === event.takenCount, `${taken} seats taken, ${event.takenCount} counted`);
  expect(waiting.length === event.waitingCount, `${waiting.length} wait, ${event.waitingCount} counted`);
  const isServing = event.status === "published" && (now === undefined || event.dateTime > now);
  expect(!isServing || !ready.length || taken >= capacity, `${ready.length} wait while a seat is free`);
  const numbers = [...offered, ...waiting].map((row) => row.queueNo);
  expect(new Set(numbers).size === numbers.length, "two have one number in the queue");
  expect(
    seated.every((row) => row.ticketCode && row.confirmedAt && row.queueNo === null && !row.offerMessageId),
    "a seat without a ticket",
  );
  expect(
    offered.every((row) => row.offerExpiresAt && row.offerMessageId && row.offerExpiresAt <= event.dateTime),
    "an offer without an end, or one that outlives the start",
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
  const promised: string[] = [];
  const holders = new Map<string, "confirmed" | "offered">();
  let queue: string[] = [];
  // Whoever had an offer stands where the history does not tell: at the end, or, if it was withdrawn, where they stood.
  const returned = new Set<string>();
  for (const { registrationId: id, fromStatus, toStatus, ticketCode, actor } of changes) {
    const was = holders.get(id) ?? (queue.includes(id) ? "waitlisted" : null);
    const first = queue.find((other) => !returned.has(other));
    const isServed = was === "waitlisted" && actor === "system" && toStatus !== "cancelled";
    if (fromStatus !== was) faults.push(`from ${fromStatus} to ${toStatus}, though it was ${was}`);
    if (isServed) promised.push(toStatus === "offered" ? `seat-offered:${id}` : `seat-yours:${id}:${ticketCode}`);
    if (isServed && !returned.has(id) && first !== id) faults.push("the queue was not kept");
    if (toStatus === "offered" && !isServed) faults.push(`${was} was offered a seat`);
    if (toStatus === "confirmed" && was === null && first) faults.push("seated past those who wait");
    holders.delete(id);
    queue = queue.filter((other) => other !== id);
    if (toStatus === "cancelled") returned.delete(id);
    if (was === "offered" && toStatus === "waitlisted") returned.add(id);
    if (toStatus === "confirmed" || toStatus === "offered") holders.set(id, toStatus);
    const isMovedUp = was === "waitlisted" && toStatus === "waitlisted";
    if (isMovedUp) returned.delete(id);
    if (toStatus === "waitlisted") queue = isMovedUp ? [id, ...queue] : [...queue, id];
  }
  const { told, erased } = await listTold(db, changes);
  const untold = promised.filter((key) => !erased.has(key));
  if (told.sort().join() !== untold.sort().join()) faults.push(`${untold.length} were served, ${told.length} told`);
  return faults;
}

/** `erased`: what was said to whoever had all deleted since; what it said is not known any more. */
async function listTold(
  db: Kysely<Database>,
  changes: { registrationId: string }[],
): Promise<{ told: string[]; erased: Set<string> }> {
  const ids = new Set<string>(changes.map(({ registrationId }) => registrationId));
  const rows = await db
    .selectFrom("outbox")
    .select(["kind", "dedupeKey", "intent"])
    .where("kind", "in", ["seat-yours", "seat-offered"])
    .execute();
  // Of an event that moved somebody is told again of the seat that is kept for them already.
  const toKey = ({ kind, dedupeKey }: (typeof rows)[number]) =>
    kind === "seat-offered" ? dedupeKey.split(":").slice(0, 2).join(":") : dedupeKey;
  const erased = new Set(rows.filter(({ intent }) => intent.text === "erased").map(toKey));
  const told = rows
    .filter(({ intent }) => intent.lead?.key !== "lead-event-moved")
    .filter(({ dedupeKey }) => ids.has(dedupeKey.split(":")[1] ?? ""))
    .map(toKey)
    .filter((key) => !erased.has(key));
  return { told, erased };
}
