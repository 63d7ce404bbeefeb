import fc from "fast-check";
import type {
  DialogueState,
  Draft,
  Ground,
  Outcome,
  Said,
  SigningUp,
  Snapshot,
  Speaker,
} from "../src/dialogue/state.ts";
import type { Card, Held } from "../src/messages.ts";
import { type Press, toData } from "../src/presses.ts";
import { choir, eventId, linkCodeId, meetUp, mergeId } from "./club.ts";

/** Whatever can come into a dialogue, and wherever it can stand: for its laws. */

const ids = fc.constantFrom(eventId(1), eventId(2), eventId(3));

const presses: fc.Arbitrary<Press> = fc.oneof(
  fc.record({
    verb: fc.constantFrom("event", "sign-up", "other-name", "queue", "confirm", "confirm-quiet", "ticket", "give-up"),
    eventId: ids,
  }),
  fc.record({ verb: fc.constantFrom("give-up-sure", "keep", "take-back"), eventId: ids }),
  fc.record({
    verb: fc.constantFrom("events", "use-name", "no-email", "take-suggestion", "keep-email", "correct", "correct-name"),
  }),
  fc.record({
    verb: fc.constantFrom("correct-email", "go-on", "open-other", "cancel", "no-code", "other-email", "without-email"),
  }),
  fc.record({ verb: fc.constantFrom("my", "past", "link", "write-again", "my-data", "forget", "forget-sure", "back") }),
  fc.record({ verb: fc.constantFrom("time-zone", "languages", "privacy", "help") }),
  fc.record({ verb: fc.constantFrom("page", "my-page", "past-page"), page: fc.nat(40) }),
  fc.record({ verb: fc.constant("language"), locale: fc.constantFrom("en", "ru") }),
  fc.record({ verb: fc.constant("prefer"), platform: fc.constantFrom("telegram", "whatsapp") }),
  fc.record({ verb: fc.constant("zone"), zone: fc.constantFrom("Europe/Moscow", "Nowhere/Land") }),
  fc.record({ verb: fc.constantFrom("accept-link", "refuse-link", "not-me"), linkCodeId: fc.constant(linkCodeId) }),
  fc.record({ verb: fc.constant("undo-merge"), mergeId: fc.constant(mergeId) }),
);

export const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.emailAddress(),
  fc.constantFrom("/start", "/start e_spring-meetup", "/start e_", "start", "стоп", "cancel", "my", "help", "privacy"),
  fc.constantFrom("LINK 482915", "482 915", "yes", "нет", "2", "999", "choir-evening", "Anna-Maria", "anna@gmial.com"),
  fc.constantFrom("Max Weber max@web.de", "+3", "москва", "__proto__", "constructor", "link", "x".repeat(5000), ""),
);

const messageId = fc.option(fc.string(), { nil: undefined });
export const said: fc.Arbitrary<Said> = fc.oneof(
  fc.record({ type: fc.constant("text"), text: texts }),
  fc.record({ type: fc.constant("press"), data: presses.map(toData), messageId }),
  fc.record({ type: fc.constant("press"), data: fc.string({ unit: "binary" }), messageId }),
  fc.constantFrom<Said>({ type: "edited" }, { type: "group" }),
  fc.record({ type: fc.constant("unsupported"), kind: fc.constantFrom("sticker", "reaction", "voice") }),
);

const cards: fc.Arbitrary<Card> = fc.record({
  event: ids.map((id) => ({ ...meetUp().event, id })),
  seats: fc.record({
    capacity: fc.constantFrom(null, 2, 300),
    taken: fc.constantFrom(0, 2, 300),
    waiting: fc.constantFrom(0, 0, 3),
  }),
  standing: fc.constantFrom<Card["standing"]>(
    { type: "none" },
    { type: "none" },
    { type: "confirmed", ticketCode: "K7QM3FPA" },
    { type: "waitlisted", position: 3 },
  ),
  closed: fc.constantFrom(undefined, undefined, "started", "cancelled"),
  person: fc.option(
    fc.record({ name: fc.string(), email: fc.constantFrom(null, "a@b.org"), reminders: fc.boolean() }),
    {
      nil: undefined,
    },
  ),
  others: fc.nat(20),
});

const helds: fc.Arbitrary<Held[]> = fc.array(
  cards.map(({ event, standing }) => ({ event, standing })),
  { maxLength: 20 },
);
const drafts: fc.Arbitrary<Draft> = fc.record(
  {
    eventId: ids,
    title: fc.string(),
    queue: fc.boolean(),
    name: fc.string(),
    email: fc.constantFrom(null, "a@b.org"),
    proved: fc.constant(true),
  },
  { requiredKeys: ["eventId", "title", "queue"] },
);

export const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
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
    type: fc.constantFrom("already", "full", "closed", "unknown-person", "nothing-to-give-up"),
    card: cards,
  }),
  fc.record({
    type: fc.constant("given-up"),
    event: fc.constant(meetUp().event),
    ticketCode: fc.constantFrom(undefined, "K7QM3FPA"),
    wasWaiting: fc.boolean(),
    servedNext: fc.boolean(),
  }),
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

const signingUps: fc.Arbitrary<SigningUp> = fc.oneof(
  fc.record({ type: fc.constant("ENTERING_NAME"), draft: drafts }),
  fc.record(
    {
      type: fc.constant("ENTERING_EMAIL"),
      draft: drafts,
      slip: fc.record({ typed: fc.emailAddress(), suggestion: fc.emailAddress() }),
    },
    { requiredKeys: ["type", "draft"] },
  ),
  fc.record({ type: fc.constant("CONFIRMING"), draft: drafts }),
  fc.record({ type: fc.constant("PROVING_EMAIL"), draft: drafts, email: fc.emailAddress() }),
);
const grounds: fc.Arbitrary<Ground> = fc.oneof(
  signingUps,
  fc.constant<Ground>({ type: "START" }),
  fc.record(
    { type: fc.constant("CHOOSING_EVENT"), eventId: ids, first: fc.constant(true) },
    { requiredKeys: ["type"] },
  ),
  fc.record({ type: fc.constant("REGISTERED"), eventId: ids }),
);
const states: fc.Arbitrary<DialogueState> = fc.oneof(
  grounds,
  fc.record({
    type: fc.constant("GIVING_UP"),
    event: fc.constant(choir().event),
    waiting: fc.nat(9),
    back: grounds,
  }),
  fc.record(
    { type: fc.constant("LEAVING"), back: signingUps, other: fc.record({ eventId: ids, title: fc.string() }) },
    { requiredKeys: ["type", "back"] },
  ),
  fc.record({
    type: fc.constant("CONFIRMING_LINK"),
    linkCodeId: fc.constant(linkCodeId),
    platform: fc.constantFrom("telegram", "whatsapp"),
    name: fc.string(),
    back: grounds,
  }),
  fc.record({ type: fc.constantFrom("ENTERING_TIME_ZONE", "CONFIRMING_FORGET"), back: grounds }),
  fc.constant<DialogueState>({ type: "GROUP" }),
);

export const snapshots: fc.Arbitrary<Snapshot> = fc.record({
  state: states,
  locale: fc.constantFrom(undefined, "en", "ru"),
  zone: fc.constantFrom(undefined, "Europe/Moscow"),
  offered: fc.array(
    presses.map((press) => ({ data: toData(press), label: { type: "text" as const, key: "button-events" } })),
    { maxLength: 4 },
  ),
});
export const speakers: fc.Arbitrary<Speaker> = fc.record({
  platform: fc.constantFrom("telegram", "whatsapp"),
  profileName: fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
  languageCode: fc.option(fc.constantFrom("ru", "en-US", "de", "", "zz-"), { nil: undefined }),
  defaultLocale: fc.constantFrom("en", "ru"),
});
