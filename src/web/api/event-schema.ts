import { z } from "@hono/zod-openapi";
import { MAX_ABOUT, MAX_PLACE, MAX_SEATS, MAX_TITLE, MAX_WORDS, parseWords, toParagraph } from "../../event-fields.ts";
import { toLine } from "../../fields.ts";

const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(toLine)
    .pipe(z.string().min(1).max(max));
const paragraph = z.string().max(MAX_ABOUT).transform(toParagraph);
const instant = z.iso
  .datetime({ offset: true, message: "an ISO 8601 moment with an offset, such as 2026-12-12T18:00:00+03:00" })
  .transform((text) => new Date(text))
  .refine((at) => at.getUTCFullYear() >= 2000 && at.getUTCFullYear() < 2200, "a year from 2000 to 2199");
const moment = instant.openapi({ type: "string", format: "date-time", example: "2026-12-12T18:00:00+03:00" });

// As a browser would send it: nothing in it that cannot be stored, or shown.
const link = z
  .url({ protocol: /^https?$/ })
  .max(1_000)
  .transform((text) => new URL(text).href);

const fields = {
  title: line(MAX_TITLE).openapi({ type: "string", maxLength: MAX_TITLE, example: "Spring meet-up" }),
  description: paragraph.nullable().openapi({ type: ["string", "null"] }),
  startsAt: moment,
  endsAt: moment.nullable().openapi({ type: ["string", "null"], format: "date-time" }),
  timeZone: z
    .string()
    .refine(isTimeZone, "an IANA time zone such as Europe/Moscow")
    .openapi({ example: "Europe/Moscow" }),
  location: line(MAX_PLACE).openapi({ type: "string", maxLength: MAX_PLACE, example: "Library hall, Lesnaya 5" }),
  locationUrl: link.nullable().openapi({ type: ["string", "null"], format: "uri", maxLength: 1_000 }),
  maxParticipants: z.number().int().min(1).max(MAX_SEATS).nullable().describe("null: no limit"),
  status: z.enum(["draft", "published", "cancelled"]),
};

/** A new event. Left out: no description, end, link or limit; a draft. */
export const newEventSchema = z
  .strictObject({
    ...fields,
    description: fields.description.default(null),
    endsAt: fields.endsAt.default(null),
    locationUrl: fields.locationUrl.default(null),
    maxParticipants: fields.maxParticipants.default(null),
    status: fields.status.default("draft"),
  })
  .refine((event) => !event.endsAt || event.endsAt > event.startsAt, {
    path: ["endsAt"],
    message: "must be after startsAt",
  })
  .openapi("NewEvent");

const message = z
  .string()
  .max(MAX_WORDS)
  .transform((text, ctx) => {
    const reading = parseWords(text, MAX_WORDS);
    if (reading.type === "words") return reading.words;
    ctx.addIssue({ code: "custom", message: "has nothing in it that can be read" });
    return z.NEVER;
  })
  .openapi({ type: "string", maxLength: MAX_WORDS, example: "The hall has no heating. We meet in spring!" })
  .describe("with status cancelled: a word to the people, in the message that tells them");

/** Any of the fields; those left out stay. */
export const eventChangesSchema = z
  .strictObject({
    ...fields,
    revision: z.number().int().describe("the version these changes are for; else any"),
    message,
  })
  .partial()
  .refine(({ revision: _, message: __, ...changes }) => Object.keys(changes).length > 0, "at least one field")
  .refine(({ message, status }) => message === undefined || status === "cancelled", {
    path: ["message"],
    message: "goes only with the status cancelled",
  })
  .openapi("EventChanges");

export const eventSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime().nullable(),
    timeZone: z.string(),
    location: z.string(),
    locationUrl: z.string().nullable(),
    maxParticipants: z.number().nullable(),
    status: z.enum(["draft", "published", "cancelled"]),
    taken: z.number().describe("seats that are taken, those that are held too"),
    held: z.number().describe("of those taken, held for people in the queue who are asked whether they take them"),
    waiting: z.number().describe("people in the queue"),
    coming: z.number().describe("people who answered a reminder with “I'm coming”"),
    revision: z.number(),
    links: z.object({ telegram: z.string().nullable(), whatsapp: z.string().nullable() }),
  })
  .openapi("Event");

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
