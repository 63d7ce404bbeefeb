import { type EventId, fromShortId, toShortId, type UserId } from "./ids.ts";

/** What a button of the organisers' desk means: "desk:ACT", "desk:ACT:ARGUMENT". No authority either: roles are looked up. */
export type DeskPress =
  | { act: DeskAct }
  | { act: EventAct; event: EventId }
  | { act: "remove"; member: UserId }
  /** The first, second, ... of what was offered; or a page. */
  | { act: "pick" | "events"; number: number };

const ACTS = [
  "menu",
  "club",
  "new-event",
  "go-on",
  "drop-plan",
  "other-zone",
  "no-limit",
  "kept",
  "sure",
  "team",
  "invite-owner",
  "invite-organiser",
  "invite-door",
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
  "links",
  "copy",
  "call-off",
] as const;

export type DeskAct = (typeof ACTS)[number];
export type EventAct = (typeof EVENT_ACTS)[number];

export function toDeskData(press: DeskPress): string {
  if ("event" in press) return `desk:${press.act}:${toShortId(press.event)}`;
  if ("member" in press) return `desk:${press.act}:${toShortId(press.member)}`;
  return "number" in press ? `desk:${press.act}:${press.number}` : `desk:${press.act}`;
}

/** Reads what stands behind "desk:"; undefined for anything we never wrote. */
export function parseDeskPress(act: string, argument: string | undefined): DeskPress | undefined {
  if (argument === undefined) return isOneOf(ACTS, act) ? { act } : undefined;
  if (isOneOf(EVENT_ACTS, act)) {
    const event = fromShortId<EventId>(argument);
    return event && { act, event };
  }
  if (act === "remove") {
    const member = fromShortId<UserId>(argument);
    return member && { act, member };
  }
  const isNumbered = act === "pick" || act === "events";
  return isNumbered && /^\d{1,4}$/.test(argument) ? { act, number: Number(argument) } : undefined;
}

function isOneOf<T extends string>(all: readonly T[], word: string): word is T {
  return (all as readonly string[]).includes(word);
}
