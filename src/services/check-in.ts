import type { Transaction } from "kysely";
import {
  countInside,
  type EntryRow,
  findByCode,
  findEntry,
  findEventOf,
  findGivenUp,
  setCheckedIn,
} from "../database/door.ts";
import { type EventRow, lockEvent, toEventFacts } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import type { DoorAnswer, NoEntry } from "../door.ts";
import type { EventId, RegistrationId } from "../ids.ts";
import { type Door, type Doorkeeper, findDoor, isOn, noteAtDoor, toInside } from "./door.ts";

export type CheckInOutcome = Extract<
  DoorAnswer,
  { type: "let-in" | "in-already" | "other-event" | "unknown-code" | "no-entry" | "door-asked" }
>;

export interface Coming {
  /** The door that was chosen. */
  at: EventId | undefined;
  keeper: Doorkeeper;
  now: Date;
}

/** Lets in whoever has this code, at the door of its event: a code is proof enough. */
export async function checkIn(
  trx: Transaction<Database>,
  { code, ...coming }: Coming & { code: string },
): Promise<CheckInOutcome> {
  const found = await findByCode(trx, code);
  if (!found) return { type: "unknown-code" };
  return enter(trx, { ...coming, registration: found.id, eventId: found.eventId, code });
}

/** Lets in somebody who was found by their name. */
export async function letIn(
  trx: Transaction<Database>,
  { registration, ...coming }: Coming & { registration: RegistrationId },
): Promise<CheckInOutcome> {
  const eventId = await findEventOf(trx, registration);
  if (!eventId) return { type: "unknown-code" };
  return enter(trx, { ...coming, registration, eventId, code: undefined });
}

interface Entering extends Coming {
  registration: RegistrationId;
  eventId: EventId;
  code: string | undefined;
}

/** Everything at one event is done in turn, so that two doors count as one. */
async function enter(trx: Transaction<Database>, entering: Entering): Promise<CheckInOutcome> {
  const { registration: id, eventId, code, at, keeper, now } = entering;
  const event = await lockEvent(trx, eventId);
  if (!event) throw new Error("a registration has lost its event");
  const facts = toEventFacts(event);
  if (event.status === "cancelled") {
    return { type: "no-entry", why: { type: "event-cancelled" }, event: facts, name: undefined };
  }
  if (at !== eventId || !isOn(event, now)) {
    const elsewhere = leadElsewhere(await findDoor(trx, { at, now }), { event, now });
    if (elsewhere) return elsewhere;
  }
  const row = await setCheckedIn(trx, { id, code, by: keeper.userId, now });
  if (!row) return explain(trx, entering, event);
  await noteAtDoor(trx, { action: "checked-in", registration: id, eventId, keeper, now });
  const entrant = { registration: id, name: row.name ?? "", code: row.ticketCode ?? undefined };
  return { type: "let-in", event: facts, entrant, inside: toInside(event, row), at: now.toISOString() };
}

/** Nobody is let in by accident to an event of another day, or of the hall next door. */
function leadElsewhere(door: Door, { event, now }: { event: EventRow; now: Date }): CheckInOutcome | undefined {
  if (door.type === "door-asked") return door;
  const here = door.type === "open" ? door.event : undefined;
  if (here?.id === event.id) return undefined;
  const facts = toEventFacts(event);
  return { type: "other-event", event: facts, isOn: isOn(event, now), here: here && toEventFacts(here) };
}

/** Why somebody cannot be let in, by this code or at all. */
export async function explain(
  trx: Transaction<Database>,
  { registration: id, code, keeper }: Pick<Entering, "registration" | "code" | "keeper">,
  event: EventRow,
): Promise<CheckInOutcome> {
  const entry = await findEntry(trx, id);
  if (!entry) throw new Error("a registration that was just found is gone");
  const facts = toEventFacts(event);
  if (isInside(entry, code)) {
    const entrant = { registration: id, name: entry.name ?? "", code: entry.ticketCode ?? undefined };
    const inside = toInside(event, await countInside(trx, event.id));
    const you = entry.checkedInBy === keeper.userId;
    const at = entry.checkedInAt.toISOString();
    return { type: "in-already", event: facts, entrant, inside, at, by: entry.by ?? undefined, you };
  }
  const why = await findReason(trx, entry, code);
  return { type: "no-entry", why, event: facts, name: entry.name ?? undefined };
}

function isInside(entry: EntryRow, code: string | undefined): entry is EntryRow & { checkedInAt: Date } {
  return entry.checkedInAt !== null && (code === undefined || code === entry.ticketCode);
}

async function findReason(trx: Transaction<Database>, entry: EntryRow, code: string | undefined): Promise<NoEntry> {
  const { id, status, ahead, checkedInAt } = entry;
  if (code === undefined && status === "waitlisted") return { type: "waiting", position: ahead + 1 };
  if (code === undefined && status === "offered") return { type: "offered" };
  const givenUp = await findGivenUp(trx, { id, code });
  const again = status === "confirmed" && !checkedInAt ? id : undefined;
  return { type: "given-up", at: givenUp?.at.toISOString(), wasWaiting: givenUp?.wasWaiting ?? false, again };
}
