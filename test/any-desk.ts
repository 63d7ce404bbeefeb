import fc from "fast-check";
import type { DeskPress } from "../src/desk-presses.ts";
import type {
  Changes,
  Desk,
  DeskEvent,
  DeskOutcome,
  DeskQuestion,
  EventVersion,
  Plan,
} from "../src/dialogue/staff/state.ts";
import { toId, type UserId } from "../src/ids.ts";
import type { Role } from "../src/roles.ts";
import { eventId, meetUp } from "./club.ts";

/** Whatever can come to the desk, and wherever it can stand: for the dialogue's laws. */

const member = toId<UserId>("01890000-0000-7000-8000-0000000000aa");
const roles = fc.constantFrom<Role>("owner", "organiser", "door");
const moments = fc.constantFrom("2026-12-12T15:00:00.000Z", "2020-01-01T00:00:00.000Z", "2100-05-05T05:05:00.000Z");
const zones = fc.constantFrom("Europe/Moscow", "UTC", "Europe/Berlin");
const link = fc.constantFrom(null, "https://www.google.com/maps/search/?api=1&query=1,2");
const seats = fc.constantFrom(null, 1, 300);

export const plans: fc.Arbitrary<Plan> = fc.record(
  { title: fc.string(), zone: zones, startsAt: moments, location: fc.string(), locationUrl: link, seats },
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
    status: fc.constantFrom("published", "cancelled"),
  },
  { requiredKeys: [] },
);

const versions: fc.Arbitrary<EventVersion> = fc.record({
  id: fc.constantFrom(eventId(1), eventId(2)),
  revision: fc.nat(5),
  zone: zones,
});

const fields = fc.constantFrom("title", "when", "zone", "where", "seats");

export const deskQuestions: fc.Arbitrary<DeskQuestion> = fc.oneof(
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
  fc.record({ type: fc.constant("sure"), of: versions, changes, times: fc.nat(2) }),
  fc.record({ type: fc.constant("removing"), member: fc.constant(member), name: fc.string(), role: roles }),
);

export const deskPresses: fc.Arbitrary<DeskPress> = fc.oneof(
  fc.record({ act: fc.constantFrom("menu", "club", "new-event", "go-on", "drop-plan", "other-zone", "no-limit") }),
  fc.record({ act: fc.constantFrom("kept", "sure", "team", "invite-owner", "invite-organiser", "invite-door") }),
  fc.record({
    act: fc.constantFrom("page", "publish", "correct", "edit-title", "edit-when", "edit-where", "edit-seats"),
    event: fc.constantFrom(eventId(1), eventId(2)),
  }),
  fc.record({ act: fc.constantFrom("links", "copy", "call-off"), event: fc.constant(eventId(1)) }),
  fc.record({ act: fc.constant("remove"), member: fc.constant(member) }),
  fc.record({ act: fc.constantFrom("pick", "events"), number: fc.nat(9) }),
);

const desks: fc.Arbitrary<Desk> = fc.record({
  role: roles,
  now: fc.constant("2026-11-21T10:00:00.000Z"),
  zone: zones,
  clubNamed: fc.boolean(),
  clubFixed: fc.boolean(),
});

const events: fc.Arbitrary<DeskEvent> = fc.record({
  facts: fc.constant(meetUp().event),
  seats: fc.constantFrom({ capacity: 300, taken: 3, waiting: 0 }, { capacity: null, taken: 0, waiting: 0 }),
  status: fc.constantFrom("draft", "published", "cancelled"),
  revision: fc.nat(5),
});

export const deskOutcomes: fc.Arbitrary<DeskOutcome> = fc.oneof(
  fc.record({ type: fc.constant("desk-opened"), desk: desks }),
  fc.constant<DeskOutcome>({ type: "not-staff" }),
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
    events: fc.array(events, { maxLength: 7 }),
  }),
  fc.constant<DeskOutcome>({ type: "desk-event-missing" }),
  fc.record({ type: fc.constantFrom("desk-event", "sure-asked", "changed-meanwhile"), event: events }),
  fc.record({ type: fc.constant("event-kept"), event: events, told: fc.nat(9), promoted: fc.nat(9) }),
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
