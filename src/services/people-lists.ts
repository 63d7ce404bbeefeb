import type { Kysely } from "kysely";
import { countEvents, findPresentEventId } from "../database/event-lists.ts";
import { type EventRow, findEventRow, toEventFacts, toSeatCount } from "../database/events.ts";
import { countPeople } from "../database/people-figures.ts";
import { searchPeople } from "../database/people-search.ts";
import {
  findPersonRow,
  findRegistrationOfTicket,
  listPersonRows,
  listPersonRowsById,
  type PersonRow,
} from "../database/person-rows.ts";
import type { Means } from "../database/reach.ts";
import type { Database } from "../database/schema.ts";
import type { EventId, RegistrationId } from "../ids.ts";
import type { EventFacts } from "../messages.ts";
import type { ListPage, PeopleCount, PeopleList, PersonListed, PersonSeen } from "../people.ts";
import { parseTicketCode } from "../ticket-code.ts";
import { closedBy, toListed, toSeen } from "./person-views.ts";
import { type Carriers, findReach, toMeans } from "./reach.ts";

export interface Looking extends Carriers {
  now: Date;
}

/** A number of rows that one answer holds. */
export const PEOPLE_PAGE = 7;
const SEVERAL = 7;

/** How the people of an event stand; without `eventId` of the one that comes, or else was last; undefined if there are several. */
export async function countPeopleOf(
  db: Kysely<Database>,
  { eventId, ...looking }: Looking & { eventId: EventId | undefined },
): Promise<PeopleCount | undefined> {
  const { now } = looking;
  const id = eventId ?? (await findPresentEventId(db, now));
  const event = id && (await findPeopled(db, id));
  if (!event) return undefined;
  const figures = await countPeople(db, event.id);
  const unreached = await countUnreached(db, { eventId: event.id, ...looking });
  const { taken: _, waiting: __, ...counted } = figures;
  return {
    ...counted,
    event: toEventFacts(event),
    closed: closedBy(event, now),
    seats: { ...toSeatCount(event), taken: figures.taken, waiting: figures.waiting },
    unreached,
    others: (await countEvents(db, { drafts: false })) > 1,
  };
}

/** How many of those with a place at an event nothing that is said of it reaches. */
export async function countUnreached(
  db: Kysely<Database>,
  { eventId, ...looking }: Looking & { eventId: EventId },
): Promise<number> {
  return (await findReach(db, { ...looking, ...everybody(eventId), named: { limit: 0 } })).unreached;
}

/** A page of a list; one past the end is the last. undefined: there is no such event. */
export async function listPeople(
  db: Kysely<Database>,
  { eventId, list, page, ...looking }: Looking & { eventId: EventId; list: PeopleList; page: number },
): Promise<ListPage | undefined> {
  const event = await findPeopled(db, eventId);
  if (!event) return undefined;
  const listed = await (list === "unreached" ? listUnreached : listPlaces)(db, { eventId, list, page, ...looking });
  const { rows, ...part } = listed;
  return { event: toEventFacts(event), list, ...part, people: rows.map(toListed) };
}

interface Part {
  page: number;
  before: number;
  total: number;
  rows: PersonRow[];
}

type Listing = Looking & { eventId: EventId; list: PeopleList; page: number };

async function listPlaces(db: Kysely<Database>, { eventId, list, page, ...looking }: Listing): Promise<Part> {
  const { held, taken, waiting } = await countPeople(db, eventId);
  const total = list === "comers" ? taken - held : waiting + held;
  const { before, ...shown } = toPart(page, total);
  const places = list === "comers" ? "comers" : "waiters";
  const part = { eventId, list: places, limit: PEOPLE_PAGE, offset: before } as const;
  return { ...shown, before, rows: await listPersonRows(db, part, meansOf(looking)) };
}

/** Whom nothing reaches is found by looking at everybody, so it is done once more only for a page that is no more. */
async function listUnreached(db: Kysely<Database>, { eventId, list, page, ...looking }: Listing): Promise<Part> {
  const named = { limit: PEOPLE_PAGE, offset: page * PEOPLE_PAGE };
  const { unreached: total, unreachable } = await findReach(db, { ...looking, ...everybody(eventId), named });
  const part = toPart(page, total);
  if (part.page !== page) return listUnreached(db, { eventId, list, page: part.page, ...looking });
  const ids = unreachable.map(({ registration }) => registration);
  return { ...part, rows: await listPersonRowsById(db, ids, meansOf(looking)) };
}

function toPart(page: number, total: number): Omit<Part, "rows"> {
  const shown = Math.max(0, Math.min(page, Math.ceil(total / PEOPLE_PAGE) - 1));
  return { page: shown, before: shown * PEOPLE_PAGE, total };
}

/** Somebody's own page; undefined if they went into another person meanwhile. */
export async function findPerson(
  db: Kysely<Database>,
  { registration, ...looking }: Looking & { registration: RegistrationId },
): Promise<PersonSeen | undefined> {
  const row = await findPersonRow(db, registration, meansOf(looking));
  const event = row && (await findPeopled(db, row.eventId));
  return event && toSeen(row, event, looking.now);
}

export interface Search {
  event: EventFacts;
  people: PersonListed[];
  /** There are others whom it fits. */
  more: boolean;
}

/** Whom a ticket's code, or parts of a name, mean among the people of an event; those who have a place first. */
export async function findPeople(
  db: Kysely<Database>,
  { eventId, words, ...looking }: Looking & { eventId: EventId; words: string },
): Promise<Search | undefined> {
  const event = await findPeopled(db, eventId);
  if (!event) return undefined;
  const code = parseTicketCode(words);
  const holder = code && (await findRegistrationOfTicket(db, { eventId, code }));
  const named = holder ? [] : await searchPeople(db, { eventId, words, limit: SEVERAL + 1 });
  const ids = holder ? [holder] : named.slice(0, SEVERAL).map(({ registrationId }) => registrationId);
  const rows = await listPersonRowsById(db, ids, meansOf(looking));
  return { event: toEventFacts(event), people: rows.map(toListed), more: named.length > SEVERAL };
}

/** Nobody signs up for a draft. */
async function findPeopled(db: Kysely<Database>, id: EventId): Promise<EventRow | undefined> {
  const event = await findEventRow(db, id);
  return event?.status === "draft" ? undefined : event;
}

/** Whoever has a place, by a message that has a template: a reminder, or news of the event. */
function everybody(eventId: EventId) {
  return { eventId, audience: "all", template: true } as const;
}

/** By what people are reached with such a message. */
export function meansOf(looking: Looking): Means {
  return toMeans({ ...looking, template: true });
}
