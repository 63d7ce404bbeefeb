import fc from "fast-check";
import type { BroadcastProgress, Words } from "../src/broadcasts.ts";
import type { DeskPress } from "../src/desk-presses.ts";
import type { DeskEvent, EventVersion } from "../src/dialogue/staff/desk-event.ts";
import type { Examination } from "../src/dialogue/staff/health-state.ts";
import type { Desk, DeskOutcome } from "../src/dialogue/staff/outcome.ts";
import type { Changes, DeskQuestion, Plan } from "../src/dialogue/staff/state.ts";
import type { WordsReach, WritingOutcome } from "../src/dialogue/staff/writing-state.ts";
import { type BroadcastId, type RegistrationId, toId, type UserId } from "../src/ids.ts";
import { label } from "../src/intents.ts";
import type { Audience } from "../src/messages.ts";
import type { Role } from "../src/roles.ts";
import { peopleOutcomes, peopleQuestions } from "./any-people.ts";
import { eventId, meetUp } from "./club.ts";
import { everyDeskPress } from "./desk-presses.ts";
import { everyDoorAnswer } from "./door-answers.ts";

/** Whatever can come to the desk, and wherever it can stand: for the dialogue's laws. */

const registration = toId<RegistrationId>("01890000-0000-7000-8000-0000000000bb");
const member = toId<UserId>("01890000-0000-7000-8000-0000000000aa");
const broadcast = toId<BroadcastId>("01890000-0000-7000-8000-0000000000bb");
const audiences = fc.constantFrom<Audience>("all", "coming", "waiting");
const roles = fc.constantFrom<Role>("owner", "organiser", "door");
const moments = fc.constantFrom("2026-12-12T15:00:00.000Z", "2020-01-01T00:00:00.000Z", "2100-05-05T05:05:00.000Z");
const zones = fc.constantFrom("Europe/Moscow", "UTC", "Europe/Berlin");
const link = fc.constantFrom(null, "https://www.google.com/maps/search/?api=1&query=1,2");
const seats = fc.constantFrom(null, 1, 300);

const description = fc.constantFrom(null, "Songs and tea.", "x".repeat(4_000));
const picture = fc.constantFrom(null, "AgACAgIAAxkBAAIB");

export const plans: fc.Arbitrary<Plan> = fc.record(
  { title: fc.string(), zone: zones, startsAt: moments, location: fc.string(), locationUrl: link, seats, description },
  { requiredKeys: [] },
);

const changes: fc.Arbitrary<Changes> = fc.record(
  {
    title: fc.string(),
    timeZone: zones,
    startsAt: moments,
    location: fc.string(),
    locationUrl: link,
    maxParticipants: seats,
    description,
    picture,
    status: fc.constantFrom("published", "cancelled"),
    parting: fc.constantFrom(null, "The hall is cold"),
  },
  { requiredKeys: [] },
);

const versions: fc.Arbitrary<EventVersion> = fc.record({
  id: fc.constantFrom(eventId(1), eventId(2)),
  revision: fc.nat(5),
  zone: zones,
});

const fields = fc.constantFrom("title", "when", "zone", "where", "seats", "description", "picture");

const oneOfWords: fc.Arbitrary<Words> = fc.record({
  id: fc.constant(broadcast),
  event: fc.constantFrom(eventId(1), eventId(2)),
  revision: fc.nat(5),
  audience: audiences,
  text: fc.string(),
});
export const someWords = fc.array(oneOfWords, { maxLength: 2 });

export const deskQuestions: fc.Arbitrary<DeskQuestion> = fc.oneof(
  peopleQuestions,
  fc.constantFrom<DeskQuestion>({ type: "none" }, { type: "club" }),
  fc.record({ type: fc.constant("field"), field: fields, of: versions }, { requiredKeys: ["type", "field"] }),
  fc.record(
    { type: fc.constant("which"), at: fc.array(moments, { minLength: 2, maxLength: 4 }), of: versions },
    { requiredKeys: ["type", "at"] },
  ),
  fc.record(
    { type: fc.constant("point"), link: fc.constant("https://maps.example"), of: versions },
    { requiredKeys: ["type", "link"] },
  ),
  fc.record({ type: fc.constant("page"), of: versions }),
  fc.record(
    { type: fc.constant("door"), at: fc.constantFrom(eventId(1), eventId(2)), words: fc.string() },
    { requiredKeys: ["type"] },
  ),
  fc.record({ type: fc.constant("sure"), of: versions, changes, times: fc.nat(2) }),
  fc.record({ type: fc.constant("parting"), of: versions, longest: fc.constant(700) }),
  fc.record({ type: fc.constant("copying"), of: versions }),
  fc.record({ type: fc.constant("wording"), of: versions, audience: audiences, longest: fc.constant(700) }),
  fc.record({ type: fc.constant("words"), id: fc.constant(broadcast) }),
  fc.record({ type: fc.constant("removing"), member: fc.constant(member), name: fc.string(), role: roles }),
);

const FACTS = { member, registration, broadcast, at: new Date(1_796_000_000_000) };
const presses = [eventId(1), eventId(2)].flatMap((event) => everyDeskPress({ ...FACTS, event }));

/** Any of all there are, with any number where it has one. */
export const deskPresses: fc.Arbitrary<DeskPress> = fc
  .tuple(fc.constantFrom(...presses), fc.nat(9))
  .map(([press, number]) => {
    if ("number" in press) return { ...press, number };
    return "page" in press ? { ...press, page: number } : press;
  });

const EXAMINATION: Examination = {
  at: "2026-11-21T10:00:00.000Z",
  zone: "Europe/Moscow",
  findings: (["broken", "warning", "warning", "unseen", "ok"] as const).map((status) => {
    return { status, title: label("doctor-check-mail"), words: label("doctor-mail-off"), advice: undefined };
  }),
  outlook: [],
};

const desks: fc.Arbitrary<Desk> = fc.record({
  role: roles,
  now: fc.constant("2026-11-21T10:00:00.000Z"),
  zone: zones,
  clubNamed: fc.boolean(),
  clubFixed: fc.boolean(),
});

const events: fc.Arbitrary<DeskEvent> = fc.record({
  facts: fc.constant(meetUp().event),
  description,
  seats: fc.constantFrom({ capacity: 300, taken: 3, waiting: 0 }, { capacity: null, taken: 0, waiting: 0 }),
  status: fc.constantFrom("draft", "published", "cancelled"),
  revision: fc.nat(5),
});

const progress: fc.Arbitrary<BroadcastProgress> = fc.record({
  id: fc.constant(broadcast),
  event: fc.constant(meetUp().event),
  audience: audiences,
  people: fc.nat(9),
  reachable: fc.nat(9),
  sent: fc.nat(9),
  waiting: fc.nat(9),
  underWay: fc.nat(9),
  later: fc.nat(9),
  stopped: fc.boolean(),
  over: fc.boolean(),
});

const reach: fc.Arbitrary<WordsReach> = fc.record({
  total: fc.nat(9),
  free: fc.nat(9),
  byTemplate: fc.nat(9),
  overLimit: fc.nat(9),
  unreached: fc.nat(9),
  unreachable: fc.array(fc.record({ name: fc.option(fc.string(), { nil: undefined }) }), { maxLength: 7 }),
});

const writingOutcomes: fc.Arbitrary<WritingOutcome> = fc.oneof(
  fc.record({
    type: fc.constant("audiences-counted"),
    event: events,
    counts: fc.record({ all: fc.nat(9), coming: fc.nat(9), waiting: fc.nat(9) }),
  }),
  fc.record({ type: fc.constant("words-previewed"), event: events, words: oneOfWords, reach, night: fc.nat(9) }),
  fc.record({ type: fc.constant("words-outdated"), words: oneOfWords }),
  fc.record({ type: fc.constantFrom("words-sent", "broadcast-stopped"), progress }),
  fc.record({ type: fc.constant("unwritable"), event: events, why: fc.constantFrom("hidden", "cancelled", "nobody") }),
  fc.record({
    type: fc.constant("broadcast-shown"),
    report: progress.map((known) => ({
      ...known,
      ways: [{ platform: "whatsapp", people: 3 }],
      delivered: 2,
      read: 1,
      unsent: [{ why: "left" as const, people: 7, names: ["Ada", undefined] }],
    })),
  }),
  fc.constant<WritingOutcome>({ type: "broadcast-missing" }),
);

export const deskOutcomes: fc.Arbitrary<DeskOutcome> = fc.oneof(
  peopleOutcomes,
  writingOutcomes,
  fc.record({ type: fc.constant("desk-opened"), desk: desks }),
  fc.constant<DeskOutcome>({ type: "not-staff" }),
  fc.constant<DeskOutcome>({ type: "examination-begun" }),
  fc.record({ type: fc.constant("examination-waits"), seconds: fc.nat(20) }),
  fc.record({ type: fc.constant("examination-read"), examination: fc.constantFrom(undefined, EXAMINATION) }),
  fc.constant<DeskOutcome>({ type: "own-ticket", event: eventId(1) }),
  fc.record({
    type: fc.constant("door-answered"),
    answer: fc.constantFrom(...everyDoorAnswer(meetUp().event)),
    organises: fc.boolean(),
  }),
  fc.record({ type: fc.constant("role-taken"), desk: desks, kept: fc.boolean() }),
  fc.record({ type: fc.constant("staff-link-refused"), why: fc.constantFrom("unknown", "used", "expired") }),
  fc.record({ type: fc.constant("club-named"), desk: desks }),
  fc.record({
    type: fc.constant("team-listed"),
    team: fc.array(fc.record({ userId: fc.constant(member), role: roles, name: fc.string(), you: fc.boolean() })),
  }),
  fc.record({ type: fc.constant("invited"), role: roles, token: fc.constant("t0ken") }),
  fc.record({ type: fc.constant("member-removed"), name: fc.option(fc.string(), { nil: undefined }), role: roles }),
  fc.record({ type: fc.constant("member-kept"), why: fc.constantFrom("no-member", "last-owner") }),
  fc.record({
    type: fc.constant("desk-events-listed"),
    page: fc.nat(3),
    total: fc.nat(30),
    zone: fc.constantFrom(undefined, "Europe/Moscow", "Asia/Tokyo"),
    events: fc.array(events, { maxLength: 7 }),
  }),
  fc.constant<DeskOutcome>({ type: "desk-event-missing" }),
  fc.record({ type: fc.constantFrom("desk-event", "sure-asked", "changed-meanwhile"), event: events }),
  fc.record({
    type: fc.constant("event-kept"),
    event: events,
    told: fc.nat(9),
    promoted: fc.nat(9),
    offered: fc.nat(9),
  }),
  fc.record({
    type: fc.constant("change-refused"),
    event: events,
    why: fc.constantFrom(
      { type: "below-taken" as const, taken: 5 },
      { type: "cancelled" as const },
      { type: "over" as const },
      { type: "has-people" as const },
      { type: "ends-first" as const },
    ),
  }),
);
