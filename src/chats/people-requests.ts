import type { Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import type { PeopleOutcome, PeopleRequest } from "../dialogue/staff/people-state.ts";
import { DESK_PAGE } from "../dialogue/staff/replies/event-list.ts";
import type { RegistrationId, UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import type { Permission } from "../roles.ts";
import { listPage } from "../services/event-desk.ts";
import { exportPeople } from "../services/people-file.ts";
import { countPeopleOf, findPeople, findPerson, type Looking, listPeople } from "../services/people-lists.ts";
import { addPerson, cancelPlace, moveUp } from "../services/person-desk.ts";
import { toDeskEvent } from "./desk-events.ts";

/** What each request about the people of an event needs. */
export const PEOPLE_NEEDED: Record<PeopleRequest["type"], Permission> = {
  "count-people": "people",
  "list-people-events": "people",
  "list-people": "people",
  "find-people": "people",
  "show-person": "people",
  "cancel-place": "people",
  "move-up": "people",
  "add-person": "people",
  "export-people": "people",
};

export function isPeopleRequest<Other extends { type: string }>(
  request: PeopleRequest | Other,
): request is PeopleRequest {
  return Object.hasOwn(PEOPLE_NEEDED, request.type);
}

interface Context extends Looking {
  actor: Actor & { userId: UserId };
}

/** Does it for somebody whose role was read in this transaction. */
export async function servePeople(
  trx: Transaction<Database>,
  request: PeopleRequest,
  context: Context,
): Promise<PeopleOutcome> {
  const { platforms, mail, now } = context;
  const looking = { platforms, mail, now };
  switch (request.type) {
    case "count-people": {
      const count = await countPeopleOf(trx, { eventId: request.event, ...looking });
      if (count) return { type: "people-counted", count };
      return request.event ? { type: "people-missing" } : listEvents(trx, 0, now);
    }
    case "list-people-events":
      return listEvents(trx, request.page, now);
    case "list-people": {
      const { event: eventId, list, page } = request;
      const listed = await listPeople(trx, { eventId, list, page, ...looking });
      return listed ? { type: "people-listed", page: listed } : { type: "people-missing" };
    }
    case "find-people": {
      const found = await findPeople(trx, { eventId: request.event, words: request.words, ...looking });
      return found ? { type: "people-searched", ...found } : { type: "people-missing" };
    }
    case "export-people": {
      const exported = await exportPeople(trx, { eventId: request.event, userId: context.actor.userId, now });
      return exported ? { type: "people-exported", ...exported } : { type: "people-missing" };
    }
    default:
      return servePlaces(trx, request, context);
  }
}

async function listEvents(trx: Transaction<Database>, page: number, now: Date): Promise<PeopleOutcome> {
  const { events, ...listed } = await listPage(trx, { page, pageSize: DESK_PAGE, now, drafts: false });
  return { type: "people-events-listed", ...listed, events: events.map(toDeskEvent) };
}

type OfPlaces = Extract<PeopleRequest, { type: "show-person" | "cancel-place" | "move-up" | "add-person" }>;

async function servePlaces(trx: Transaction<Database>, request: OfPlaces, context: Context): Promise<PeopleOutcome> {
  const { actor, now } = context;
  const doing = { userId: actor.userId, platform: actor.platform, now };
  switch (request.type) {
    case "show-person":
      return show(trx, { ...context, registration: request.registration }, (person) => ({
        type: "person-shown",
        person,
      }));
    case "cancel-place": {
      const { registration } = request;
      const outcome = await cancelPlace(trx, { registration, ...doing });
      return show(trx, { ...context, registration }, (person) =>
        outcome.type === "cancelled"
          ? { type: "place-cancelled", person, served: outcome.served }
          : stays(outcome, person),
      );
    }
    case "move-up": {
      const { registration } = request;
      const outcome = await moveUp(trx, { registration, ...doing });
      return show(trx, { ...context, registration }, (person) => {
        if (outcome.type === "stays" || outcome.type === "missing") return stays(outcome, person);
        return { type: "moved-up", person, to: outcome.type };
      });
    }
    case "add-person": {
      const { event: eventId, name, queue } = request;
      const outcome = await addPerson(trx, { eventId, name, queue, ...doing });
      switch (outcome.type) {
        case "added":
          return show(trx, { ...context, registration: outcome.registration }, (person) => ({
            type: "person-added",
            person,
          }));
        case "full":
          return { type: "adding-full", event: outcome.event, seats: outcome.seats };
        case "closed":
          return { type: "adding-closed", event: outcome.event, why: outcome.why };
        case "missing":
          return { type: "people-missing" };
      }
    }
  }
}

type Person = Extract<PeopleOutcome, { type: "person-shown" }>["person"];
type Kept = Extract<Awaited<ReturnType<typeof cancelPlace>>, { type: "stays" | "missing" }>;

/** Whatever was done or not, the answer tells of the person as they are now. */
async function show(
  trx: Transaction<Database>,
  { registration, platforms, mail, now }: Looking & { registration: RegistrationId },
  as: (person: Person) => PeopleOutcome,
): Promise<PeopleOutcome> {
  const person = await findPerson(trx, { registration, platforms, mail, now });
  return person ? as(person) : { type: "person-missing" };
}

function stays(kept: Kept, person: Person): PeopleOutcome {
  return kept.type === "stays" ? { type: "place-stays", person, why: kept.why } : { type: "person-missing" };
}
