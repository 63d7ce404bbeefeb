import type { Kysely, Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { clearCheckIn, countInside, findEntry, findEventOf, type InsideRow, listEventsOn } from "../database/door.ts";
import { listComingEvents } from "../database/event-lists.ts";
import { type EventRow, findEventRow, lockEvent, toEventFacts } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import type { DoorAnswer, Inside, Looking } from "../door.ts";
import type { ChatId, EventId, RegistrationId, UserId } from "../ids.ts";

/** A door opens so long before the start of its event, and stays open as long after it, or until the event ends. */
const OPEN_MS = 12 * 60 * 60_000;

/** Who stands at a door. */
export interface Doorkeeper {
  userId: UserId;
  chatId: ChatId;
}

type DoorOutcome = Extract<DoorAnswer, { type: "at-door" | "door-asked" | "door-closed" | "no-door" }>;

export function isOn({ status, dateTime, endsAt }: EventRow, now: Date): boolean {
  const fromStart = now.getTime() - dateTime.getTime();
  const isOver = fromStart >= OPEN_MS && (endsAt === null || endsAt <= now);
  return status === "published" && fromStart >= -OPEN_MS && !isOver;
}

export type Door =
  | { type: "open"; event: EventRow; others: number }
  | Extract<DoorAnswer, { type: "door-asked" | "no-door" }>;

/** The door somebody is at: the one they chose as long as it is open, else the only one that is. */
export async function findDoor(
  db: Kysely<Database>,
  { at, now }: { at: EventId | undefined; now: Date },
): Promise<Door> {
  const after = new Date(now.getTime() - OPEN_MS);
  const until = new Date(now.getTime() + OPEN_MS);
  const events = await listEventsOn(db, { after, until, now });
  const event = events.find(({ id }) => id === at) ?? (events.length === 1 ? events[0] : undefined);
  if (event) return { type: "open", event, others: events.length - 1 };
  if (events.length) return { type: "door-asked", events: events.map(toEventFacts) };
  const [next] = await listComingEvents(db, { limit: 1, offset: 0, now });
  return { type: "no-door", next: next && toEventFacts(next) };
}

/** How many are in: at the door of whoever asks, at this one alone, or at another if several are open. */
export async function lookAtDoor(
  db: Kysely<Database>,
  { at, how, now }: { at: EventId | undefined; how: Looking; now: Date },
): Promise<DoorOutcome> {
  const door = await findDoor(db, { at: how === "another" ? undefined : at, now });
  if (how === "this" && at && (door.type !== "open" || door.event.id !== at)) {
    const closed = await findEventRow(db, at);
    if (closed?.status === "published") return { type: "door-closed", event: toEventFacts(closed) };
  }
  if (door.type !== "open") return door;
  const { event, others } = door;
  const inside = toInside(event, await countInside(db, event.id));
  return { type: "at-door", event: toEventFacts(event), inside, others };
}

type UndoOutcome = Extract<DoorAnswer, { type: "check-in-undone" | "undo-missed" }>;

/** Takes back the check-in of that moment, whoever made it. */
export async function undoCheckIn(
  trx: Transaction<Database>,
  { registration, at, keeper, now }: { registration: RegistrationId; at: Date; keeper: Doorkeeper; now: Date },
): Promise<UndoOutcome> {
  const eventId = await findEventOf(trx, registration);
  const event = eventId && (await lockEvent(trx, eventId));
  if (!event || !(await clearCheckIn(trx, { id: registration, at }))) return { type: "undo-missed" };
  await noteAtDoor(trx, { action: "check-in-undone", registration, eventId, keeper, now });
  const entry = await findEntry(trx, registration);
  const entrant = { registration, name: entry?.name ?? "", code: entry?.ticketCode ?? undefined };
  const inside = toInside(event, await countInside(trx, eventId));
  return { type: "check-in-undone", event: toEventFacts(event), entrant, inside };
}

export function toInside({ takenCount }: EventRow, { entered, held }: InsideRow): Inside {
  return { entered, seats: takenCount - held };
}

interface Note {
  action: "checked-in" | "check-in-undone";
  registration: RegistrationId;
  eventId: EventId;
  keeper: Doorkeeper;
  now: Date;
}

/** Who did it, in which chat and at which event: ids only. */
export async function noteAtDoor(
  trx: Transaction<Database>,
  { action, registration, eventId, keeper, now }: Note,
): Promise<void> {
  await insertAudit(trx, {
    actor: `user:${keeper.userId}`,
    action,
    subject: `registration:${registration}`,
    detail: { event: eventId, chat: keeper.chatId },
    now,
  });
}
