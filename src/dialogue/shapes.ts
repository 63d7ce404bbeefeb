import type { Label } from "../intents.ts";
import type { EventFacts, Locale, Platform } from "../messages.ts";
import type { DialogueState, Draft, Ground, Kept, Offered, SideQuestion, SigningUp } from "./state.ts";

/** Guards for what a stored conversation may hold. */
export type Guard<T> = (value: unknown) => value is T;
type Test = (value: unknown) => boolean;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isLocale(value: unknown): value is Locale {
  return value === "en" || value === "ru";
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function isOffered(value: unknown): value is Offered[] {
  return Array.isArray(value) && value.every(isOneOffered);
}

/** A state that may be kept; one that waits for an outcome never is. */
export function isState(value: unknown): value is DialogueState {
  return isGround(value) || isSideQuestion(value) || (isRecord(value) && value.type === "GROUP");
}

/** Every key of T is looked at; the compiler sees to that. */
function shape<T>(tests: { [Key in keyof T]-?: Test }): Guard<T> {
  const all = Object.entries<Test>(tests);
  return (value): value is T => isRecord(value) && all.every(([key, test]) => test(value[key]));
}

function oneOf<T extends { type: string }>(
  kinds: {
    [Type in T["type"]]: { [Key in Exclude<keyof Extract<T, { type: Type }>, "type">]-?: Test };
  },
): Guard<T> {
  const entries = Object.entries<Record<string, Test>>(kinds);
  const all = new Map(entries.map(([type, tests]) => [type, shape<Record<string, unknown>>(tests)]));
  return (value): value is T => isRecord(value) && isText(value.type) && (all.get(value.type)?.(value) ?? false);
}

const isNumber: Test = (value) => typeof value === "number";
const isTextOrNull: Test = (value) => value === null || isText(value);
const isId: Test = (value) => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const isTrue: Test = (value) => value === true;
const isPlatform = (value: unknown): value is Platform => value === "telegram" || value === "whatsapp";

const isLabel = shape<Label>({ type: (value) => value === "text", key: isText, params: maybe(isRecord) });

const isOneOffered = shape<Offered>({
  data: isText,
  label: maybe(isLabel),
  number: maybe(isNumber),
  says: maybe((value) => value === "yes" || value === "no"),
});

const told = { name: maybe(isText), email: maybe(isTextOrNull), proved: maybe(isTrue) };
const isKept = shape<Kept>(told);
const isDraft = shape<Draft>({
  ...told,
  eventId: isId,
  title: isText,
  queue: (value) => typeof value === "boolean",
  askFirst: maybe(isTrue),
});

const isEventFacts = shape<EventFacts>({
  id: isId,
  slug: isText,
  title: isText,
  startsAt: isText,
  endsAt: isTextOrNull,
  timeZone: isText,
  location: isText,
  locationUrl: isTextOrNull,
});

const isSigningUp = oneOf<SigningUp>({
  ENTERING_NAME: { draft: isDraft },
  ENTERING_EMAIL: { draft: isDraft, slip: maybe(shape({ typed: isText, suggestion: isText })) },
  CONFIRMING: { draft: isDraft },
  PROVING_EMAIL: { draft: isDraft, email: isText },
});

const isResting = oneOf<Exclude<Ground, SigningUp>>({
  START: {},
  CHOOSING_EVENT: { eventId: maybe(isId), kept: maybe(isKept), first: maybe(isTrue) },
  REGISTERED: { eventId: isId },
});

function isGround(value: unknown): value is Ground {
  return isSigningUp(value) || isResting(value);
}

const isSideQuestion = oneOf<SideQuestion>({
  GIVING_UP: { event: isEventFacts, waiting: isNumber, back: isGround },
  LEAVING: { back: isSigningUp, other: maybe(shape({ eventId: isId, title: isText })) },
  CONFIRMING_LINK: { linkCodeId: isId, platform: isPlatform, name: isText, back: isGround },
  ENTERING_TIME_ZONE: { back: isGround },
  CONFIRMING_FORGET: { back: isGround },
});
