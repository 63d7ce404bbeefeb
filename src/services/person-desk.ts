import type { Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { type EventRow, lockEvent, toEventFacts, toSeatCount } from "../database/events.ts";
import { insertMessages, PRIORITY } from "../database/outbox.ts";
import { insertPlaces } from "../database/places.ts";
import { isFirst, setFirst } from "../database/queue.ts";
import { findRegistrationById, insertChange, type RegistrationRow } from "../database/registrations.ts";
import type { Database } from "../database/schema.ts";
import { findUser, insertUser } from "../database/users.ts";
import { type EventId, newId, type RegistrationId, type UserId } from "../ids.ts";
import type { EventFacts, Platform, SeatCount } from "../messages.ts";
import type { Stays } from "../people.ts";
import { placeCancelled } from "./notices.ts";
import { closedBy } from "./person-views.ts";
import { drawQueueNumber, drawSeat, leave } from "./places.ts";
import { freeSeats, serveBefore, serveNext } from "./waiting-list.ts";

/** What organisers do with the places of others: by the same rules as people themselves, and written down. */

interface Doing {
  /** The organiser, and from where. */
  userId: UserId;
  platform: Platform;
  now: Date;
}

type Kept = { type: "stays"; why: Stays } | { type: "missing" };

export type CancelOutcome = Kept | { type: "cancelled"; served: number };

/** Gives somebody's place up for them; a seat goes to the next. They are told, if anything reaches them. */
export async function cancelPlace(
  trx: Transaction<Database>,
  { registration: id, ...doing }: Doing & { registration: RegistrationId },
): Promise<CancelOutcome> {
  const held = await hold(trx, id, doing.now);
  if (!("place" in held)) return held;
  const { place, event } = held;
  if (place.status === "cancelled") return { type: "stays", why: "gone" };
  const { platform: via, now } = doing;
  const served = await leave(trx, place, { by: `user:${doing.userId}`, via, now });
  await tellCancelled(trx, event, { place, now });
  await write(trx, "place-cancelled", { place, ...doing });
  return { type: "cancelled", served };
}

export type MoveOutcome = Kept | { type: "seated" | "asked" | "first" };

/**
 * Puts somebody first in the queue, whoever stands there and whatever they let go of late; a seat that is free comes to
 * them as to anybody who waits: at once, or held while they are asked. Whoever gave up comes back that way, as long as
 * there is a seat.
 */
export async function moveUp(
  trx: Transaction<Database>,
  { registration: id, ...doing }: Doing & { registration: RegistrationId },
): Promise<MoveOutcome> {
  const held = await hold(trx, id, doing.now);
  if (!("place" in held)) return held;
  const { platform: via, now } = doing;
  // Those for whom a seat is free already have it before anybody is put before them.
  const event = await serveBefore(trx, held.event, now);
  const place = (await findRegistrationById(trx, id)) ?? held.place;
  const isFree = freeSeats(event) > 0;
  if (place.status === "confirmed" || place.status === "offered") return toPresent(held.place, place);
  if (place.status === "cancelled" && !isFree) return { type: "stays", why: "full" };
  if (place.status === "waitlisted" && !isFree && (await isFirst(trx, place))) return { type: "stays", why: "first" };
  const by = `user:${doing.userId}`;
  if (place.status === "cancelled") {
    const again = { userId: place.userId, by, via, registeredVia: place.registeredVia, autoTake: true };
    await insertPlaces(trx, [drawQueueNumber(event, again).place], now);
  }
  await setFirst(trx, { id, eventId: event.id, now });
  await insertChange(trx, { ...toMove(place), actor: by, via, changedAt: now });
  await serveNext(trx, { eventId: event.id, now });
  await write(trx, "moved-up", { place, ...doing });
  return { type: toStanding((await findRegistrationById(trx, id))?.status) };
}

function toStanding(status: RegistrationRow["status"] | undefined): "seated" | "asked" | "first" {
  if (status === "confirmed") return "seated";
  return status === "offered" ? "asked" : "first";
}

/** Somebody who has a seat, or is asked about one: before this, or by it. */
function toPresent(before: RegistrationRow, { status }: RegistrationRow): MoveOutcome {
  const standing = toStanding(status);
  return before.status === status ? { type: "stays", why: standing } : { type: standing };
}

/** The move itself in the history: nothing about them changes but their number. */
function toMove({ id: registrationId, eventId, userId }: RegistrationRow) {
  return { registrationId, eventId, userId, fromStatus: "waitlisted", toStatus: "waitlisted" } as const;
}

export type AddOutcome =
  | { type: "missing" }
  | { type: "closed"; event: EventFacts; why: "over" | "called-off" }
  /** No seat, and the queue was not asked for. */
  | { type: "full"; event: EventFacts; seats: SeatCount }
  | { type: "added"; registration: RegistrationId };

/**
 * Registers somebody by name alone, on the word of an organiser that they agree, who is written down with it. No chat
 * is theirs, so nothing reaches them.
 */
export async function addPerson(
  trx: Transaction<Database>,
  { eventId, name, queue, ...doing }: Doing & { eventId: EventId; name: string; queue: boolean },
): Promise<AddOutcome> {
  const { userId: by, platform, now } = doing;
  const locked = await lockEvent(trx, eventId);
  if (!locked || locked.status === "draft") return { type: "missing" };
  const why = closedBy(locked, now);
  if (why) return { type: "closed", event: toEventFacts(locked), why };
  const event = await serveBefore(trx, locked, now);
  const isFree = freeSeats(event) > 0;
  if (!isFree && !queue) return { type: "full", event: toEventFacts(event), seats: toSeatCount(event) };
  const userId = newId<UserId>();
  await insertUser(trx, { id: userId, name, consentAt: now, createdAt: now, updatedAt: now });
  const newcomer = { userId, by: `user:${by}`, via: platform, registeredVia: "desk" } as const;
  const { place } = isFree ? drawSeat(event, newcomer) : drawQueueNumber(event, { ...newcomer, autoTake: true });
  await insertPlaces(trx, [place], now);
  await write(trx, "person-added", { place: { id: place.id, eventId, userId }, ...doing });
  return { type: "added", registration: place.id };
}

/** The event is taken, and the place read under its lock: whoever came first has decided. */
async function hold(
  trx: Transaction<Database>,
  id: RegistrationId,
  now: Date,
): Promise<Kept | { event: EventRow; place: RegistrationRow }> {
  const found = await findRegistrationById(trx, id);
  const event = found && (await lockEvent(trx, found.eventId));
  const place = event && (await findRegistrationById(trx, id));
  if (!event || !place || !(await findUser(trx, place.userId))) return { type: "missing" };
  const why = closedBy(event, now);
  return why ? { type: "stays", why } : { event, place };
}

/** Said even if the person is out of reach now: the message waits for nothing, and tells why it did not go. */
async function tellCancelled(
  trx: Transaction<Database>,
  event: EventRow,
  { place, now }: { place: RegistrationRow; now: Date },
): Promise<void> {
  const { id, userId } = place;
  const user = await findUser(trx, userId);
  const { locale = null, timeZone: zone = null } = user ?? {};
  await insertMessages(trx, [
    {
      to: { userId },
      kind: "place-cancelled",
      intent: placeCancelled(toEventFacts(event), { locale, zone }),
      dedupeKey: `place-cancelled:${id}:${newId()}`,
      priority: PRIORITY.notice,
      now,
      expiresAt: event.dateTime,
    },
  ]);
}

/** Who did what with whose place. */
async function write(
  trx: Transaction<Database>,
  action: "place-cancelled" | "moved-up" | "person-added",
  { place, userId, now }: Doing & { place: Pick<RegistrationRow, "id" | "eventId" | "userId"> },
): Promise<void> {
  const detail = { event: place.eventId, registration: place.id };
  await insertAudit(trx, { actor: `user:${userId}`, action, subject: `user:${place.userId}`, detail, now });
}
