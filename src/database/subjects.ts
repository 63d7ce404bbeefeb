import type { Kysely } from "kysely";
import type { OutboxId } from "../ids.ts";
import type { Audience, EventFacts } from "../messages.ts";
import { toEventFacts } from "./events.ts";
import type { Database, EventStatus, RegistrationStatus } from "./schema.ts";

/** What a message is about, as that stands now. */
export interface Subject {
  event: EventFacts;
  status: EventStatus;
  /** The start that the message speaks of; null if it speaks of the event however it is. */
  startsAt: Date | null;
  /** Of the registration that it speaks of; null if it speaks of none. */
  seat: RegistrationStatus | null;
  ticketCode: string | null;
  remindersOffAt: Date | null;
  /** Of an offered seat: until when it is held, and the message that asks. */
  offerExpiresAt: Date | null;
  offerMessageId: OutboxId | null;
  /** Of what an organiser wrote: to whom, and when it was stopped. */
  audience: Audience | null;
  stoppedAt: Date | null;
}

/** The subjects of those of these messages that have one. */
export async function listSubjects(db: Kysely<Database>, ids: OutboxId[]): Promise<Map<OutboxId, Subject>> {
  if (!ids.length) return new Map();
  const rows = await db
    .selectFrom("outbox as o")
    .innerJoin("events as e", "e.id", "o.eventId")
    .leftJoin("eventRegistrations as r", "r.id", "o.registrationId")
    .leftJoin("broadcasts as b", "b.id", "o.broadcastId")
    .leftJoin("users as u", "u.id", "o.userId")
    .selectAll("e")
    .select([
      "o.id as outboxId",
      "o.startsAt",
      "r.status as seat",
      "r.ticketCode",
      "u.remindersOffAt",
      "r.offerExpiresAt",
      "r.offerMessageId",
      "b.audience",
      "b.stoppedAt",
    ])
    .where("o.id", "in", ids)
    .execute();
  return new Map(
    rows.map((row) => {
      const { outboxId, status, startsAt, seat, ticketCode, remindersOffAt, offerExpiresAt, offerMessageId } = row;
      const { audience, stoppedAt } = row;
      const registration = { seat, ticketCode, offerExpiresAt, offerMessageId };
      const facts = { event: toEventFacts(row), status, startsAt, remindersOffAt };
      return [outboxId, { ...facts, ...registration, audience, stoppedAt }];
    }),
  );
}
