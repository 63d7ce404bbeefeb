import type { Words } from "../../broadcasts.ts";
import { isRole } from "../../roles.ts";
import {
  type Guard,
  isId,
  isLabel,
  isNumber,
  isRecord,
  isText,
  isTextOrNull,
  maybe,
  oneOf,
  shape,
  type Test,
} from "../guards.ts";
import type { EventVersion } from "./desk-event.ts";
import type { Examination, HealthFinding } from "./health-state.ts";
import { isPeopleQuestion } from "./people-shapes.ts";
import type { PeopleQuestion } from "./people-state.ts";
import type { Changes, DeskQuestion, HalfMoment, Organising, Plan } from "./state.ts";

const isNumberOrNull: Test = (value) => value === null || isNumber(value);
const isField: Test = (value) =>
  ["title", "when", "zone", "where", "seats", "description", "picture"].some((field) => field === value);
const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);

const isAudience: Test = (value) => value === "all" || value === "coming" || value === "waiting";

const isVersion: Guard<EventVersion> = shape<EventVersion>({ id: isId, revision: isNumber, zone: isText });

const isHalfMoment = shape<HalfMoment>({ text: isText, at: isText });

const isChanges = shape<Changes>({
  title: maybe(isText),
  timeZone: maybe(isText),
  startsAt: maybe(isText),
  location: maybe(isText),
  locationUrl: maybe(isTextOrNull),
  maxParticipants: maybe(isNumberOrNull),
  description: maybe(isTextOrNull),
  picture: maybe(isTextOrNull),
  status: maybe((value) => value === "published" || value === "cancelled"),
  parting: maybe(isTextOrNull),
});

const isOwnQuestion = oneOf<Exclude<DeskQuestion, PeopleQuestion>>({
  none: {},
  door: { at: maybe(isId), words: maybe(isText) },
  club: {},
  field: { field: isField, of: maybe(isVersion), half: maybe(isHalfMoment) },
  which: { at: isTexts, of: maybe(isVersion) },
  point: { link: isText, of: maybe(isVersion) },
  page: { of: isVersion },
  sure: { of: isVersion, changes: isChanges, times: isNumber },
  parting: { of: isVersion, longest: isNumber },
  copying: { of: isVersion },
  wording: { of: isVersion, audience: isAudience, longest: isNumber },
  words: { id: isId },
  removing: { member: isId, name: isText, role: isRole },
});

const isFinding = shape<HealthFinding>({
  status: (value) => ["ok", "warning", "broken", "unseen"].some((status) => status === value),
  title: isLabel,
  words: isLabel,
  advice: maybe(isLabel),
});

export const isExamination: Guard<Examination> = shape<Examination>({
  at: isText,
  zone: isText,
  findings: (value) => Array.isArray(value) && value.every(isFinding),
  outlook: (value) => Array.isArray(value) && value.every(isLabel),
});

export function isOrganising(value: unknown): value is Organising {
  return (
    isRecord(value) &&
    value.type === "ORGANISING" &&
    (isOwnQuestion(value.question) || isPeopleQuestion(value.question))
  );
}

export const isPlan = shape<Plan>({
  title: maybe(isText),
  zone: maybe(isText),
  startsAt: maybe(isText),
  location: maybe(isText),
  locationUrl: maybe(isTextOrNull),
  seats: maybe(isNumberOrNull),
  description: maybe(isTextOrNull),
  picture: maybe(isText),
});

const isOneOfWords = shape<Words>({ id: isId, event: isId, revision: isNumber, audience: isAudience, text: isText });

export function isWords(value: unknown): value is Words[] {
  return Array.isArray(value) && value.every(isOneOfWords);
}
