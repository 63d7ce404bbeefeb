import { type DeskPress, parseDeskPress, toDeskData } from "./desk-presses.ts";
import { type EventId, fromShortId, type LinkCodeId, type MergeId, toShortId } from "./ids.ts";
import type { Locale, Platform } from "./messages.ts";
import { isNumber, isOneOf } from "./press-words.ts";

/**
 * What a button means. Its data is at most 64 bytes and carries no authority:
 * state, seats and role are looked up again at every press.
 */
export type Press =
  | { verb: PlainVerb }
  | { verb: EventVerb; eventId: EventId }
  | { verb: PageVerb; page: number }
  /** The whole description of an event. */
  | { verb: "about"; eventId: EventId; page: number }
  | { verb: "zone"; zone: string }
  | { verb: "language"; locale: Locale }
  | { verb: "prefer"; platform: Platform }
  | { verb: "accept-link" | "refuse-link" | "not-me"; linkCodeId: LinkCodeId }
  | { verb: "undo-merge"; mergeId: MergeId }
  | { verb: "desk"; desk: DeskPress };

export const PLAIN_VERBS = [
  "events",
  "use-name",
  "no-email",
  "take-suggestion",
  "keep-email",
  "correct",
  "correct-name",
  "correct-email",
  "go-on",
  "open-other",
  "cancel",
  "no-code",
  "other-email",
  "without-email",
  "my",
  "past",
  "link",
  "write-again",
  "my-data",
  "forget",
  "forget-sure",
  "back",
  "time-zone",
  "languages",
  "reminders",
  "reminders-on",
  "reminders-off",
  "privacy",
  "help",
] as const;

export const EVENT_VERBS = [
  "event",
  "sign-up",
  "other-name",
  "queue",
  "queue-asked",
  "take-seat",
  "stay",
  "confirm",
  "confirm-quiet",
  "ticket",
  "give-up",
  "give-up-sure",
  "keep",
  "take-back",
  "coming",
] as const;

/** Of the events, of the person's coming ones, of their past ones. */
export const PAGE_VERBS = ["page", "my-page", "past-page"] as const;

export const LINK_VERBS = ["accept-link", "refuse-link", "not-me"] as const;

export type PlainVerb = (typeof PLAIN_VERBS)[number];
export type PageVerb = (typeof PAGE_VERBS)[number];
export type EventVerb = (typeof EVENT_VERBS)[number];

/** The data of a button: `verb` or `verb:argument`. */
export function toData(press: Press): string {
  if (press.verb === "about") return `about:${toShortId(press.eventId)}:${press.page}`;
  if ("eventId" in press) return `${press.verb}:${toShortId(press.eventId)}`;
  if ("linkCodeId" in press) return `${press.verb}:${toShortId(press.linkCodeId)}`;
  if ("mergeId" in press) return `${press.verb}:${toShortId(press.mergeId)}`;
  if ("page" in press) return `${press.verb}:${press.page}`;
  if ("locale" in press) return `${press.verb}:${press.locale}`;
  if ("zone" in press) return `${press.verb}:${press.zone}`;
  if ("desk" in press) return toDeskData(press.desk);
  if ("platform" in press) return `${press.verb}:${press.platform}`;
  return press.verb;
}

/** Reads a button's data; undefined for anything we never wrote. */
export function parsePress(data: string): Press | undefined {
  const [verb = "", argument, ...rest] = data.split(":");
  if (verb === "desk" && rest.length < 2) return withDesk(parseDeskPress(argument ?? "", rest[0]));
  if (verb === "about" && rest.length === 1) return toAbout(argument ?? "", rest[0]);
  if (rest.length) return undefined;
  if (argument === undefined) return isOneOf(PLAIN_VERBS, verb) ? { verb } : undefined;
  if (isOneOf(EVENT_VERBS, verb)) return withId<EventId, Press>(argument, (eventId) => ({ verb, eventId }));
  if (isOneOf(LINK_VERBS, verb)) return withId<LinkCodeId, Press>(argument, (linkCodeId) => ({ verb, linkCodeId }));
  if (isOneOf(PAGE_VERBS, verb)) return isNumber(argument) ? { verb, page: Number(argument) } : undefined;
  switch (verb) {
    case "undo-merge":
      return withId<MergeId, Press>(argument, (mergeId) => ({ verb, mergeId }));
    case "zone":
      return /^[A-Za-z][\w+/-]{0,39}$/.test(argument) ? { verb, zone: argument } : undefined;
    case "language":
      return argument === "en" || argument === "ru" ? { verb, locale: argument } : undefined;
    case "prefer":
      return argument === "telegram" || argument === "whatsapp" ? { verb, platform: argument } : undefined;
    default:
      return undefined;
  }
}

function withDesk(desk: DeskPress | undefined): Press | undefined {
  return desk && { verb: "desk", desk };
}

function toAbout(short: string, page: string | undefined): Press | undefined {
  if (page === undefined || !/^\d{1,3}$/.test(page)) return undefined;
  return withId<EventId, Press>(short, (eventId) => ({ verb: "about", eventId, page: Number(page) }));
}

function withId<T extends Parameters<typeof toShortId>[0], P>(short: string, make: (id: T) => P): P | undefined {
  const id = fromShortId<T>(short);
  return id && make(id);
}
