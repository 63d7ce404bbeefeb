import fc from "fast-check";
import type { Said, Speaker } from "../src/dialogue/input.ts";
import type { DialogueState, Ground, SigningUp, Snapshot } from "../src/dialogue/state.ts";
import { EVENT_VERBS, LINK_VERBS, PAGE_VERBS, PLAIN_VERBS, type Press, toData } from "../src/presses.ts";
import { deskPresses, deskQuestions, plans, someWords } from "./any-desk.ts";
import { drafts, ids } from "./any-outcome.ts";
import { choir, linkCodeId, mergeId } from "./club.ts";

/** Whatever can come into a dialogue, and wherever it can stand: for its laws. */

const presses: fc.Arbitrary<Press> = fc.oneof(
  deskPresses.map((desk) => ({ verb: "desk" as const, desk })),
  fc.record({ verb: fc.constantFrom(...PLAIN_VERBS) }),
  fc.record({ verb: fc.constantFrom(...EVENT_VERBS), eventId: ids }),
  fc.record({ verb: fc.constant("about"), eventId: ids, page: fc.nat(9) }),
  fc.record({ verb: fc.constantFrom(...PAGE_VERBS), page: fc.nat(40) }),
  fc.record({ verb: fc.constant("language"), locale: fc.constantFrom("en", "ru") }),
  fc.record({ verb: fc.constant("prefer"), platform: fc.constantFrom("telegram", "whatsapp") }),
  fc.record({ verb: fc.constant("zone"), zone: fc.constantFrom("Europe/Moscow", "Nowhere/Land") }),
  fc.record({ verb: fc.constantFrom(...LINK_VERBS), linkCodeId: fc.constant(linkCodeId) }),
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
  fc.record({
    type: fc.constant("place"),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    name: fc.option(fc.string(), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("picture"),
    fileId: fc.constantFrom(undefined, "AgACAgIAAxkBAAIB"),
    album: fc.constantFrom(undefined, "1", "2"),
  }),
  fc.record({ type: fc.constant("unsupported"), kind: fc.constantFrom("sticker", "reaction", "voice") }),
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
  deskQuestions.map((question) => ({ type: "ORGANISING" as const, question })),
  fc.record(
    { type: fc.constant("CHOOSING_EVENT"), eventId: ids, first: fc.constant(true), stranger: fc.constant(true) },
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

export const snapshots: fc.Arbitrary<Snapshot> = fc.record(
  {
    state: states,
    locale: fc.constantFrom(undefined, "en", "ru"),
    zone: fc.constantFrom(undefined, "Europe/Moscow"),
    offered: fc.array(
      presses.map((press) => ({ data: toData(press), label: { type: "text" as const, key: "button-events" } })),
      { maxLength: 4 },
    ),
    plan: plans,
    words: someWords,
  },
  { requiredKeys: ["state", "locale", "zone", "offered"] },
);
export const speakers: fc.Arbitrary<Speaker> = fc.record({
  platform: fc.constantFrom("telegram", "whatsapp"),
  profileName: fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
  languageCode: fc.option(fc.constantFrom("ru", "en-US", "de", "", "zz-"), { nil: undefined }),
  defaultLocale: fc.constantFrom("en", "ru"),
});
