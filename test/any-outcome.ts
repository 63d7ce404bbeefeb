import fc from "fast-check";
import type { Draft } from "../src/dialogue/draft.ts";
import type { Outcome } from "../src/dialogue/outcome.ts";
import type { Card, Held } from "../src/messages.ts";
import { deskOutcomes } from "./any-desk.ts";
import { eventId, linkCodeId, meetUp, mergeId } from "./club.ts";

export const ids = fc.constantFrom(eventId(1), eventId(2), eventId(3));

const cards: fc.Arbitrary<Card> = fc.record({
  event: ids.map((id) => ({ ...meetUp().event, id })),
  description: fc.constantFrom(null, "", "Songs and tea. ".repeat(200)),
  seats: fc.record({
    capacity: fc.constantFrom(null, 2, 300),
    taken: fc.constantFrom(0, 2, 300),
    waiting: fc.constantFrom(0, 0, 3),
  }),
  standing: fc.constantFrom<Card["standing"]>(
    { type: "none" },
    { type: "none" },
    { type: "confirmed", ticketCode: "K7QM3FPA" },
    { type: "offered", until: "2026-12-11T17:00:00.000Z" },
    { type: "waitlisted", position: 3 },
  ),
  closed: fc.constantFrom(undefined, undefined, "started", "cancelled"),
  person: fc.option(
    fc.record({ name: fc.string(), email: fc.constantFrom(null, "a@b.org"), reminders: fc.boolean() }),
    {
      nil: undefined,
    },
  ),
  others: fc.boolean(),
});

const helds: fc.Arbitrary<Held[]> = fc.array(
  cards.map(({ event, standing }) => ({ event, standing })),
  { maxLength: 20 },
);
export const drafts: fc.Arbitrary<Draft> = fc.record(
  {
    eventId: ids,
    title: fc.string(),
    queue: fc.boolean(),
    name: fc.string(),
    email: fc.constantFrom(null, "a@b.org"),
    proved: fc.constant(true),
    askFirst: fc.constant(true),
  },
  { requiredKeys: ["eventId", "title", "queue"] },
);

/** Whatever the services could answer, to whatever question. */
export const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  deskOutcomes,
  fc.record({
    type: fc.constant("events-listed"),
    page: fc.nat(3),
    before: fc.nat(20),
    total: fc.nat(30),
    events: fc.array(cards, { maxLength: 9 }),
  }),
  fc.record({ type: fc.constant("event-found"), card: cards }),
  fc.constant<Outcome>({ type: "event-missing" }),
  fc.record({ type: fc.constant("registrations-listed"), past: fc.boolean(), held: helds, pastCount: fc.nat(5) }),
  fc.record({
    type: fc.constant("draft-checked"),
    draft: drafts,
    card: cards,
    email: fc.constantFrom("fine", "known"),
  }),
  fc.record({
    type: fc.constant("confirmed"),
    card: cards,
    ticketCode: fc.constant("K7QM3FPA"),
    startsSoon: fc.boolean(),
  }),
  fc.record({ type: fc.constant("waitlisted"), card: cards, position: fc.nat(9) }),
  fc.record({
    type: fc.constantFrom("already", "full", "closed", "unknown-person", "nothing-to-give-up", "seat-in-use"),
    card: cards,
  }),
  fc.record({
    type: fc.constant("given-up"),
    event: fc.constant(meetUp().event),
    ticketCode: fc.constantFrom(undefined, "K7QM3FPA"),
    wasWaiting: fc.boolean(),
    servedNext: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("offer-over"),
    event: fc.constant(meetUp().event),
    ranOut: fc.constantFrom(undefined, { at: "2026-12-11T17:00:00.000Z", today: true }),
    position: fc.nat(9),
  }),
  fc.constant<Outcome>({ type: "offer-missing" }),
  fc.constant<Outcome>({ type: "reminder-missing" }),
  fc.record({ type: fc.constant("coming-noted"), event: fc.constant(meetUp().event) }),
  fc.record({ type: fc.constant("giving-up-asked"), event: fc.constant(meetUp().event), waiting: fc.nat(9) }),
  fc.record({ type: fc.constant("code-sent"), to: fc.subarray<"telegram" | "mail">(["telegram", "mail"]) }),
  fc.constantFrom<Outcome>({ type: "too-many-addresses" }, { type: "code-expired" }, { type: "link-unknown" }),
  fc.constantFrom<Outcome>({ type: "link-limited" }, { type: "link-refused" }, { type: "merge-undone" }),
  fc.constantFrom<Outcome>({ type: "merge-kept" }, { type: "preferences-saved" }, { type: "forgotten" }),
  fc.record({
    type: fc.constant("linked"),
    mergeId: fc.constant(mergeId),
    other: fc.constantFrom("telegram", "whatsapp"),
    card: fc.option(cards, { nil: undefined }),
    held: helds,
  }),
  fc.record({ type: fc.constant("email-proved"), card: fc.option(cards, { nil: undefined }) }),
  fc.record({ type: fc.constant("wrong-code"), triesLeft: fc.nat(4) }),
  fc.record({
    type: fc.constant("link-code-made"),
    code: fc.constant("482915"),
    other: fc.subarray<"telegram" | "whatsapp">(["telegram", "whatsapp"]),
  }),
  fc.record({
    type: fc.constant("link-asked"),
    linkCodeId: fc.constant(linkCodeId),
    platform: fc.constantFrom("telegram", "whatsapp"),
    name: fc.string(),
  }),
  fc.record({ type: fc.constantFrom("silenced", "forget-asked"), held: helds }),
  fc.record({ type: fc.constant("reminders-found"), reminders: fc.constantFrom("on", "off", "silenced") }),
  fc.record({ type: fc.constant("unsilenced"), wasSilenced: fc.boolean() }),
  fc.record({
    type: fc.constant("my-data"),
    name: fc.constantFrom(null, "Max"),
    email: fc.constantFrom(null, "a@b.org"),
    held: helds,
    past: fc.nat(9),
    token: fc.string(),
  }),
);
