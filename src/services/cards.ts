import type { Kysely, Transaction } from "kysely";
import { type CardAsk, type CardRow, listCardRows } from "../database/cards.ts";
import { countComingEvents, listComingEvents } from "../database/event-lists.ts";
import { toEventFacts, toSeatCount } from "../database/events.ts";
import { countPast, type HeldRow, listHeldRows } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import { toEmailKey } from "../fields.ts";
import type { EventId, UserId } from "../ids.ts";
import type { Actor, Card, EventRef, Held, Listed, Standing } from "../messages.ts";
import { isKnown } from "./users.ts";

/** An event as one person sees it. A draft is seen by nobody. */
export async function findCard(
  db: Kysely<Database>,
  { event, userId, now }: { event: EventRef; userId: UserId | undefined; now: Date },
): Promise<Card | undefined> {
  const [row] = await listCardRows(db, [{ event, userId, now }]);
  return row && toCard(row, now);
}

/** What somebody is shown who is about to register: `isEmailTaken` if the address they give is somebody else's. */
export interface Seen {
  card: Card;
  isEmailTaken: boolean;
}

/** Cards of several chats in one round trip, in the order asked; undefined where there is no such event. */
export async function lookAtCards(db: Kysely<Database>, asked: CardAsk[]): Promise<(Seen | undefined)[]> {
  const wanted = asked.map((one) => ({ ...one, email: one.email === undefined ? undefined : toEmailKey(one.email) }));
  const rows = await listCardRows(db, wanted);
  return asked.map(({ now }, n) => rows[n] && { card: toCard(rows[n], now), isEmailTaken: rows[n].emailTaken });
}

/** The same of an event that the caller has locked, so that it is there. */
export async function seeCard(
  trx: Transaction<Database>,
  { actor, eventId, now }: { actor: Actor; eventId: EventId; now: Date },
): Promise<Card> {
  const card = await findCard(trx, { event: { id: eventId }, userId: actor.userId, now });
  if (!card) throw new Error("an event that was just locked is gone");
  return card;
}

/**
 * A page of the published events that have not started, the soonest first, counted from 0.
 * A page past the end, which events of yesterday may once have filled, becomes the last one.
 */
export async function listComing(
  db: Kysely<Database>,
  { page, pageSize, now }: { page: number; pageSize: number; now: Date },
): Promise<{ total: number; before: number; events: Listed[] }> {
  const total = await countComingEvents(db, now);
  const there = Math.max(0, Math.min(page, Math.ceil(total / pageSize) - 1));
  const before = there * pageSize;
  const rows = await listComingEvents(db, { limit: pageSize, offset: before, now });
  return {
    total,
    before,
    events: rows.map((row) => ({ event: toEventFacts(row), seats: toSeatCount(row) })),
  };
}

/** What a person holds: coming seats and places in a queue, or the seats they had. Cancelled events are left out. */
export async function listHeld(
  db: Kysely<Database>,
  { userId, past, now }: { userId: UserId; past: boolean; now: Date },
): Promise<{ held: Held[]; pastCount: number }> {
  const rows = await listHeldRows(db, { userId, past, now });
  const pastCount = past ? rows.length : await countPast(db, { userId, now });
  return { held: rows.map((row) => toHeld(row, now)), pastCount };
}

function toHeld(row: HeldRow, now: Date): Held {
  return { event: toEventFacts(row), standing: toStanding({ ...row, standing: row.held }, now) };
}

/** A row of a card as it is told. */
export function toCard(row: CardRow, now: Date): Card {
  const { name, email, remindersOffAt, silencedAt, others } = row;
  const reminders = remindersOffAt === null && silencedAt === null;
  return {
    event: toEventFacts(row),
    description: row.description || null,
    picture: row.picture,
    seats: toSeatCount(row),
    standing: toStanding(row, now),
    closed: row.status === "cancelled" ? "cancelled" : row.dateTime <= now ? "started" : undefined,
    person: isKnown(row) && name !== null ? { name, email, reminders } : undefined,
    others,
  };
}

type Place = Pick<CardRow, "standing" | "ticketCode" | "offerExpiresAt" | "ahead" | "waitingCount">;

function toStanding({ standing, ticketCode, offerExpiresAt, ahead, waitingCount }: Place, now: Date): Standing {
  if (standing === "confirmed" && ticketCode !== null) return { type: "confirmed", ticketCode };
  if (standing === "offered" && offerExpiresAt) {
    // Within the minute it is passed on, and they stand at the end of the queue.
    if (offerExpiresAt <= now) return { type: "waitlisted", position: waitingCount + 1 };
    return { type: "offered", until: offerExpiresAt.toISOString() };
  }
  if (standing === "waitlisted") return { type: "waitlisted", position: ahead + 1 };
  return { type: "none" };
}
