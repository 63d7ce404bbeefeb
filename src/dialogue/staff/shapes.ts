import { isRole } from "../../roles.ts";
import {
  type Guard,
  isId,
  isNumber,
  isRecord,
  isText,
  isTextOrNull,
  maybe,
  oneOf,
  shape,
  type Test,
} from "../guards.ts";
import type { Changes, DeskQuestion, EventVersion, Organising, Plan } from "./state.ts";

const isNumberOrNull: Test = (value) => value === null || isNumber(value);
const isField: Test = (value) => ["title", "when", "zone", "where", "seats"].some((field) => field === value);
const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);

const isVersion: Guard<EventVersion> = shape<EventVersion>({ id: isId, revision: isNumber, zone: isText });

const isChanges = shape<Changes>({
  title: maybe(isText),
  timeZone: maybe(isText),
  startsAt: maybe(isText),
  location: maybe(isText),
  locationUrl: maybe(isTextOrNull),
  maxParticipants: maybe(isNumberOrNull),
  status: maybe((value) => value === "published" || value === "cancelled"),
});

const isQuestion = oneOf<DeskQuestion>({
  none: {},
  club: {},
  field: { field: isField, of: maybe(isVersion) },
  which: { at: isTexts, of: maybe(isVersion) },
  point: { link: isText, of: maybe(isVersion) },
  page: { of: isVersion },
  sure: { of: isVersion, changes: isChanges, times: isNumber },
  removing: { member: isId, name: isText, role: isRole },
});

export function isOrganising(value: unknown): value is Organising {
  return isRecord(value) && value.type === "ORGANISING" && isQuestion(value.question);
}

export const isPlan = shape<Plan>({
  title: maybe(isText),
  zone: maybe(isText),
  startsAt: maybe(isText),
  location: maybe(isText),
  locationUrl: maybe(isTextOrNull),
  seats: maybe(isNumberOrNull),
});
