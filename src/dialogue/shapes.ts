import type { EventFacts, Locale } from "../messages.ts";
import type { Draft, Kept } from "./draft.ts";
import {
  isId,
  isLabel,
  isNumber,
  isPlatform,
  isRecord,
  isText,
  isTextOrNull,
  isTrue,
  maybe,
  oneOf,
  shape,
} from "./guards.ts";
import { isOrganising } from "./staff/shapes.ts";
import type { Organising } from "./staff/state.ts";
import type { DialogueState, Ground, Offered, SideQuestion, SigningUp } from "./state.ts";

export function isLocale(value: unknown): value is Locale {
  return value === "en" || value === "ru";
}

export function isOffered(value: unknown): value is Offered[] {
  return Array.isArray(value) && value.every(isOneOffered);
}

/** A state that may be kept; one that waits for an outcome never is. */
export function isState(value: unknown): value is DialogueState {
  return isGround(value) || isSideQuestion(value) || (isRecord(value) && value.type === "GROUP");
}

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

const isResting = oneOf<Exclude<Ground, SigningUp | Organising>>({
  START: {},
  CHOOSING_EVENT: { eventId: maybe(isId), kept: maybe(isKept), first: maybe(isTrue), stranger: maybe(isTrue) },
  REGISTERED: { eventId: isId },
});

function isGround(value: unknown): value is Ground {
  return isSigningUp(value) || isResting(value) || isOrganising(value);
}

const isSideQuestion = oneOf<SideQuestion>({
  GIVING_UP: { event: isEventFacts, waiting: isNumber, back: isGround },
  LEAVING: { back: isSigningUp, other: maybe(shape({ eventId: isId, title: isText })) },
  CONFIRMING_LINK: { linkCodeId: isId, platform: isPlatform, name: isText, back: isGround },
  ENTERING_TIME_ZONE: { back: isGround },
  CONFIRMING_FORGET: { back: isGround },
});
