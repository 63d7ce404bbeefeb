import { type DoorPress, isDoorPress, parseDoorPress, toDoorData } from "./door-presses.ts";
import { type BroadcastId, type EventId, fromShortId, toShortId, type UserId } from "./ids.ts";
import { isPeoplePress, type PeoplePress, parsePeoplePress, toPeopleData } from "./people-presses.ts";
import { isNumber, isOneOf } from "./press-words.ts";

/** What a button of the organisers' desk means: "desk:ACT", "desk:ACT:ARGUMENT". No authority either: roles are looked up. */
export type DeskPress =
  | DoorPress
  | PeoplePress
  | { act: DeskAct }
  | { act: EventAct; event: EventId }
  | WritingPress
  | { act: "remove"; member: UserId }
  /** The first, second, ... of what was offered; or a page. */
  | { act: "pick" | "events" | "mend"; number: number };

const ACTS = [
  "menu",
  "club",
  "new-event",
  "go-on",
  "drop-plan",
  "other-zone",
  "no-limit",
  "no-description",
  "no-picture",
  "kept",
  "sure",
  "without-word",
  "team",
  "invite-owner",
  "invite-organiser",
  "invite-door",
  "health",
  "help",
] as const;

/** On the page of one event. */
const EVENT_ACTS = [
  "page",
  "publish",
  "correct",
  "edit-title",
  "edit-when",
  "edit-where",
  "edit-seats",
  "edit-description",
  "edit-picture",
  "links",
  "poster",
  "poster-picture",
  "copy",
  "call-off",
] as const;

/** Of writing to the people of an event. */
const WRITING_ACTS = ["write", "write-all", "write-coming", "write-waiting", "reword", "drop-words"] as const;

/** Of words that were written to people, or are to be. */
const BROADCAST_ACTS = ["send", "send-now", "stop-sending", "broadcast"] as const;

export type WritingPress =
  | { act: (typeof WRITING_ACTS)[number]; event: EventId }
  | { act: (typeof BROADCAST_ACTS)[number]; broadcast: BroadcastId };

export type DeskAct = (typeof ACTS)[number];
export type EventAct = (typeof EVENT_ACTS)[number];

export function toDeskData(press: DeskPress): string {
  if (isDoorPress(press)) return `desk:${toDoorData(press)}`;
  if (isPeoplePress(press)) return `desk:${toPeopleData(press)}`;
  if ("event" in press) return `desk:${press.act}:${toShortId(press.event)}`;
  if ("broadcast" in press) return `desk:${press.act}:${toShortId(press.broadcast)}`;
  if ("member" in press) return `desk:${press.act}:${toShortId(press.member)}`;
  return "number" in press ? `desk:${press.act}:${press.number}` : `desk:${press.act}`;
}

/** Reads what stands behind "desk:"; undefined for anything we never wrote. */
export function parseDeskPress(act: string, argument: string | undefined): DeskPress | undefined {
  const part = parseDoorPress(act, argument) ?? parsePeoplePress(act, argument);
  if (part) return part;
  if (argument === undefined) return isOneOf(ACTS, act) ? { act } : undefined;
  if (isOneOf(EVENT_ACTS, act) || isOneOf(WRITING_ACTS, act)) {
    const event = fromShortId<EventId>(argument);
    return event && { act, event };
  }
  if (isOneOf(BROADCAST_ACTS, act)) {
    const broadcast = fromShortId<BroadcastId>(argument);
    return broadcast && { act, broadcast };
  }
  if (act === "remove") {
    const member = fromShortId<UserId>(argument);
    return member && { act, member };
  }
  const isNumbered = act === "pick" || act === "events" || act === "mend";
  return isNumbered && isNumber(argument) ? { act, number: Number(argument) } : undefined;
}

export function isWritingPress(press: DeskPress): press is WritingPress {
  return isOneOf(WRITING_ACTS, press.act) || isOneOf(BROADCAST_ACTS, press.act);
}
