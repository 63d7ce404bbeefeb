import type { Kysely, Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { type EventRow, findEventRow, toEventFacts } from "../database/events.ts";
import { findLivingId } from "../database/people.ts";
import { countPeople } from "../database/people-figures.ts";
import { listPersonRowsAfter } from "../database/person-rows.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, RegistrationId, UserId } from "../ids.ts";
import type { EventFacts } from "../messages.ts";
import type { PersonSeen } from "../people.ts";
import { may } from "../roles.ts";
import { type Looking, meansOf } from "./people-lists.ts";
import { toSeen } from "./person-views.ts";
import { findRole } from "./staff.ts";

/** So many people are read, and turned into lines, at once: others get their turn between. */
const PART = 500;

export interface Exported {
  event: EventFacts;
  people: number;
  /** Which file it is, and who asked for it. */
  file: { type: "people"; event: EventId; by: UserId };
}

/** Writes down who asks for the list of an event's people, which is made as it is sent. */
export async function exportPeople(
  trx: Transaction<Database>,
  { eventId, userId, now }: { eventId: EventId; userId: UserId; now: Date },
): Promise<Exported | undefined> {
  const event = await findEventRow(trx, eventId);
  if (!event || event.status === "draft") return undefined;
  const { taken, waiting, gone } = await countPeople(trx, eventId);
  const people = taken + waiting + gone;
  await insertAudit(trx, {
    actor: `user:${userId}`,
    action: "people-exported",
    subject: `event:${eventId}`,
    detail: { people },
    now,
  });
  return { event: toEventFacts(event), people, file: { type: "people", event: eventId, by: userId } };
}

export interface PeopleOfEvent {
  event: EventFacts;
  /** In the order in which they came, some hundreds at a time. */
  parts: AsyncGenerator<PersonSeen[]>;
}

/**
 * The people of an event for somebody who may see them now, whatever they might when they asked; undefined if they may
 * not. Run it in one reading transaction, else somebody who moves meanwhile is in it twice.
 */
export async function readPeople(
  db: Kysely<Database>,
  { eventId, by, ...looking }: Looking & { eventId: EventId; by: UserId },
): Promise<PeopleOfEvent | undefined> {
  const role = await findRole(db, await findLivingId(db, by));
  const event = await findEventRow(db, eventId);
  if (!event || !may(role, "people")) return undefined;
  return { event: toEventFacts(event), parts: listParts(db, event, looking) };
}

async function* listParts(db: Kysely<Database>, event: EventRow, looking: Looking): AsyncGenerator<PersonSeen[]> {
  let after: RegistrationId | undefined;
  do {
    const rows = await listPersonRowsAfter(db, { eventId: event.id, after, limit: PART }, meansOf(looking));
    yield rows.map((row) => toSeen(row, event, looking.now));
    after = rows.length > 0 ? rows.at(-1)?.registrationId : undefined;
  } while (after !== undefined);
}
