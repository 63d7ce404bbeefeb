import { type EventId, fromShortId, type RegistrationId, toShortId } from "./ids.ts";
import type { PeopleList } from "./people.ts";
import { isNumber, isOneOf } from "./press-words.ts";

/** What a button about the people of an event means: a part of the desk's. */
export type PeoplePress =
  /** Of the event that is meant; which one is asked where several are. */
  | { act: "people" }
  | { act: "people-which"; page: number }
  | { act: OfEvent; of: EventId }
  | { act: PeopleList; of: EventId; page: number }
  | { act: OfPerson; registration: RegistrationId };

const OF_EVENT = ["people-of", "find-person", "add-person", "people-file"] as const;
const LISTS = ["comers", "waiters", "unreached"] as const satisfies readonly PeopleList[];
const OF_PERSON = ["person", "cancel-place", "move-up"] as const;

type OfEvent = (typeof OF_EVENT)[number];
type OfPerson = (typeof OF_PERSON)[number];

const ACTS: ReadonlySet<string> = new Set(["people", "people-which", ...OF_EVENT, ...LISTS, ...OF_PERSON]);

export function isPeoplePress<Other extends { act: string }>(press: PeoplePress | Other): press is PeoplePress {
  return ACTS.has(press.act);
}

/** What stands behind "desk:". */
export function toPeopleData(press: PeoplePress): string {
  if ("registration" in press) return `${press.act}:${toShortId(press.registration)}`;
  if ("of" in press) return `${press.act}:${toShortId(press.of)}${"page" in press ? `.${press.page}` : ""}`;
  return "page" in press ? `${press.act}:${press.page}` : press.act;
}

/** Reads what `toPeopleData` wrote; undefined for anything else. */
export function parsePeoplePress(act: string, argument: string | undefined): PeoplePress | undefined {
  if (act === "people") return argument === undefined ? { act } : undefined;
  if (argument === undefined) return undefined;
  if (act === "people-which") return isNumber(argument) ? { act, page: Number(argument) } : undefined;
  if (isOneOf(OF_PERSON, act)) {
    const registration = fromShortId<RegistrationId>(argument);
    return registration && { act, registration };
  }
  const [id = "", page, ...rest] = argument.split(".");
  const of = fromShortId<EventId>(id);
  if (!of || rest.length) return undefined;
  if (isOneOf(OF_EVENT, act)) return page === undefined ? { act, of } : undefined;
  return isOneOf(LISTS, act) && page !== undefined && isNumber(page) ? { act, of, page: Number(page) } : undefined;
}
