import { expect, test } from "vitest";
import { deskIntents } from "../../test/desk-intents.ts";
import { apology } from "../chats/apologies.ts";
import { aboutReply } from "../dialogue/replies/about.ts";
import { cardReply, eventListReply, joinChoices } from "../dialogue/replies/cards.ts";
import * as general from "../dialogue/replies/general.ts";
import * as givingUp from "../dialogue/replies/giving-up.ts";
import { pastReply, registrationsReply } from "../dialogue/replies/held.ts";
import { emailWrong, leads, wrongCode, zoneSaved, zoneUnknown } from "../dialogue/replies/leads.ts";
import * as linking from "../dialogue/replies/linking.ts";
import * as offers from "../dialogue/replies/offers.ts";
import * as privacy from "../dialogue/replies/privacy.ts";
import { comingReply } from "../dialogue/replies/reminders.ts";
import { otherPlatform, type Voice } from "../dialogue/replies/reply.ts";
import * as settings from "../dialogue/replies/settings.ts";
import * as signingUp from "../dialogue/replies/signing-up.ts";
import * as tickets from "../dialogue/replies/tickets.ts";
import { type EventId, type LinkCodeId, type MergeId, newId } from "../ids.ts";
import { type Intent, label } from "../intents.ts";
import type { Card, EventFacts, Held, SeatCount } from "../messages.ts";
import { codeArrived, codeMail } from "../services/linking-notices.ts";
import {
  eventCancelled,
  eventChanged,
  eventNews,
  offerWithdrawn,
  reminder,
  seatOffered,
  seatYours,
} from "../services/notices.ts";
import { createTexts, labelText } from "./texts.ts";
import type { House } from "./worded.ts";

const house: House = {
  organisation: "Green Club",
  contact: "info@club.example",
  retentionDays: 90,
  locale: "en",
  publicUrl: "https://club.example",
  telegramBot: "green_club_bot",
  whatsappPhone: "79990001122",
};

const voices: Voice[] = (["en", "ru"] as const).flatMap((locale) =>
  (["telegram", "whatsapp"] as const).flatMap((platform) =>
    [undefined, "Asia/Vladivostok"].map((zone) => ({ locale, platform, zone })),
  ),
);

const event: EventFacts = {
  id: newId<EventId>(),
  slug: "spring-meetup",
  title: "Spring <b>meet-up</b>",
  startsAt: "2026-09-30T15:00:00Z", // "сент." is the longest short month
  endsAt: null,
  timeZone: "Europe/Moscow",
  location: "Library hall",
  locationUrl: null,
};

const seatCounts: SeatCount[] = [
  { capacity: 300, taken: 257, waiting: 0 },
  { capacity: 300, taken: 300, waiting: 4 },
  { capacity: 1, taken: 1, waiting: 0 },
  { capacity: null, taken: 12, waiting: 0 },
];

const long = "Songs and tea. ".repeat(250);

const cards: Card[] = seatCounts.flatMap((seats) => [
  { event, description: long, seats, standing: { type: "none" }, closed: undefined, person: undefined, others: true },
  {
    event,
    description: null,
    seats,
    standing: { type: "none" },
    closed: undefined,
    person: { name: "Anna", email: null, reminders: true },
    others: true,
  },
  {
    event,
    description: null,
    seats,
    standing: { type: "none" },
    closed: "started",
    person: { name: "Anna", email: null, reminders: false },
    others: false,
  },
  {
    event,
    description: "Songs",
    seats,
    standing: { type: "none" },
    closed: "cancelled",
    person: undefined,
    others: false,
  },
]);

const seat: Held = { event, standing: { type: "confirmed", ticketCode: "K7QM3FPA" } };
const place: Held = { event, standing: { type: "waitlisted", position: 5 } };
const offer: Held = { event, standing: { type: "offered", until: event.startsAt } };
const many = Array.from({ length: 12 }, (_, index) => (index % 3 ? (index % 2 ? seat : place) : offer));
const everyLead = [
  ...Object.values(leads),
  emailWrong("anna at home"),
  zoneUnknown("Mars"),
  zoneSaved("Europe/Berlin"),
  wrongCode(1),
  wrongCode(4),
];

function browsing(voice: Voice): Intent[] {
  const listed = Array.from({ length: 9 }, (_, index) => ({
    event,
    seats: seatCounts[index % 4] ?? { capacity: 1, taken: 0, waiting: 0 },
  }));
  const page = { page: 0, before: 0, total: 23, events: listed };
  return [
    ...cards.flatMap((card) => [
      cardReply(voice, card),
      cardReply(voice, card, { first: true, profileName: "Max Weber" }),
      cardReply(voice, card, { first: true }),
      ...[0, 9].map((page) => aboutReply(voice, { card, page, join: joinChoices(voice, card, {}) })),
    ]),
    eventListReply(voice, page, { first: true }),
    eventListReply(voice, { page: 1, before: 99, total: 120, events: listed.slice(1) }),
    eventListReply(voice, { ...page, total: 2, events: listed.slice(0, 2) }),
    eventListReply(voice, { ...page, total: 0, events: [] }),
    general.helpReply(voice),
    general.welcomeReply(voice),
    ...everyLead.map((lead) => general.notUnderstoodReply(voice, lead)),
    general.cancelledReply(voice, { title: "Spring" }),
    general.nothingToCancelReply(voice),
    general.groupReply(voice),
  ];
}

function joining(voice: Voice): Intent[] {
  const missing = ["name", "email", "confirmation", "code"] as const;
  return [
    signingUp.nameQuestion(voice, undefined),
    signingUp.nameQuestion(voice, "Anna"),
    signingUp.nameCorrection(voice, "Anna"),
    signingUp.emailQuestion(voice, { name: "Anna", again: false }),
    signingUp.emailQuestion(voice, { name: "Anna", again: true }),
    signingUp.slipQuestion(voice, "anna@gmail.com"),
    ...cards.flatMap((card) =>
      [null, "anna@gmail.com"].map((email) =>
        signingUp.confirmQuestion(voice, { card, name: "Anna", email, queue: true, askFirst: email === null }),
      ),
    ),
    signingUp.correctQuestion(voice),
    ...missing.flatMap((one) => [
      signingUp.leavingQuestion(voice, { title: "Spring", missing: one, other: "Choir" }),
      signingUp.leavingQuestion(voice, { title: "Spring", missing: one, other: undefined }),
    ]),
  ];
}

function holding(voice: Voice): Intent[] {
  const code = "K7QM3FPA";
  return [
    tickets.ticketReply(voice, { event, code, fresh: true, unreminded: true }),
    tickets.ticketReply(voice, { event, code, hasPast: true }),
    ...[true, false].map((askFirst) => tickets.waitingReply(voice, { event, position: 5, fresh: { askFirst } })),
    tickets.waitingReply(voice, { event, position: 5 }),
    ...[[], [seat, place], many].flatMap((held) => [
      registrationsReply(voice, { held, page: 0, pastCount: 0 }),
      registrationsReply(voice, { held, page: 1, pastCount: 3 }),
      pastReply(voice, { held, page: 0 }),
    ]),
    offers.offeredReply(voice, { event, until: event.startsAt }),
    offers.offerOverReply(voice, { event, ranOut: undefined, position: 3 }),
    ...[true, false].map((today) =>
      offers.offerOverReply(voice, { event, ranOut: { at: event.startsAt, today }, position: 3 }),
    ),
    givingUp.giveUpQuestion(voice, { event, waiting: 1 }),
    comingReply(voice, event),
    ...[true, false].flatMap((one) => [
      givingUp.givenUpReply(voice, { event, ticketCode: code, wasWaiting: false, servedNext: one }),
      givingUp.givenUpReply(voice, { event, ticketCode: undefined, wasWaiting: true, servedNext: one }),
    ]),
  ];
}

function connecting(voice: Voice): Intent[] {
  const linkCodeId = newId<LinkCodeId>();
  const other = otherPlatform(voice.platform);
  const made = { code: "482915", other: [other] };
  const notices: linking.LinkNotice[] = [
    "link-unknown",
    "link-limited",
    "link-refused",
    "not-me-noted",
    "merge-undone",
    "merge-kept",
  ];
  return [
    linking.codeSentReply(voice, ["telegram", "whatsapp", "mail"]),
    linking.codeQuestion(voice),
    linking.reverseCodeReply(voice, made),
    linking.linkCodeReply(voice, made),
    linking.linkCodeReply(voice, { code: "482915", other: [] }),
    linking.linkQuestion(voice, { linkCodeId, platform: other, name: "M•• W••" }),
    linking.linkQuestion(voice, { linkCodeId, platform: other, name: "" }),
    linking.linkedReply(voice, { mergeId: newId<MergeId>(), other, held: [seat, place] }),
    linking.linkedReply(voice, { mergeId: newId<MergeId>(), other, held: [] }),
    ...notices.map((notice) => linking.linkNotice(voice, notice)),
  ];
}

function settling(voice: Voice): Intent[] {
  const known = { name: "Anna", email: "anna@gmail.com", held: [seat, place], past: 3, token: "t0ken" };
  return [
    privacy.privacyReply(voice),
    privacy.myDataReply(voice, known),
    privacy.myDataReply(voice, { ...known, name: null, email: null, held: [] }),
    privacy.forgottenReply(voice),
    privacy.writingAgainReply(voice),
    ...[[], [seat], [place], [seat, place]].flatMap((held) => [
      privacy.forgetQuestion(voice, held),
      privacy.stoppedReply(voice, held),
    ]),
    settings.languageQuestion(voice),
    ...(["on", "off", "silenced"] as const).map((reminders) => settings.remindersReply(voice, reminders)),
    settings.zoneQuestion(voice),
    settings.savedReply(voice, "language-saved"),
    settings.savedReply(voice, { zone: "Asia/Tbilisi" }),
    settings.savedReply(voice, { platform: "telegram" }),
    ...(["too-fast", "something-broke", "postgres-away"] as const).map((key) => apology(key, voice.locale)),
  ];
}

function unasked({ locale, platform, zone }: Voice): Intent[] {
  const notices = [eventChanged(event), eventCancelled(event), eventCancelled(event, "The hall\nis cold")].flatMap(
    ({ confirmed, waitlisted }) => [confirmed, waitlisted],
  );
  const sent = { id: newId<LinkCodeId>(), code: "482915", askedIn: otherPlatform(platform), locale };
  return [
    codeArrived(sent),
    codeMail(sent),
    { text: "linked-there", params: { other: label("messenger-telegram") }, locale, choices: [] },
    seatYours(event, { code: "K7QM3FPA", locale, zone: zone ?? null }),
    ...[true, false].map((isMoved) =>
      seatOffered(event, { until: new Date(event.startsAt), locale, zone: zone ?? null, isMoved }),
    ),
    offerWithdrawn(event, { locale, zone: zone ?? null }),
    ...[eventNews(event, "Bring *a* cup"), ...notices].map((notice) => ({ ...notice, locale, zone })),
    ...[0, 1, 2].flatMap((n) =>
      [reminder("reminder-24h", event), reminder("reminder-1h", event)].map((notice) => {
        const present = { name: "Anna", named: n, days: n, minutes: n === 0 ? 60 : n };
        return { ...notice, params: { ...notice.params, ...present }, locale, zone };
      }),
    ),
  ];
}

function everyIntent(voice: Voice): Intent[] {
  const parts = [browsing, joining, holding, connecting, settling, unasked].flatMap((of) => of(voice));
  return [...parts, ...deskIntents(voice, event)];
}

test.each(voices)("everything the dialogue can say has its words in $locale on $platform", (voice) => {
  const problems: object[] = [];
  const texts = createTexts(house, (problem) => problems.push(problem));
  for (const intent of everyIntent(voice)) {
    const { body, rows } = texts.word(intent, voice.platform);
    const words = body.map(({ text }) => text).join("") + JSON.stringify(rows);
    expect(words).not.toMatch(/\{ ?\$|undefined|\[object|\ue000/);
    expect(rows.flat().every(({ title }) => title.trim() !== "")).toBe(true);
  }
  expect(problems).toEqual([]);
});

test.each(voices)("every button says the same wherever it is typed, in $locale on $platform", (voice) => {
  const texts = createTexts(house);
  for (const intent of everyIntent(voice)) {
    const shown = texts.word(intent, voice.platform).rows.flat();
    const presses = intent.choices
      .flat()
      .filter((choice) => choice.type === "press")
      .filter(({ only = voice.platform }) => only === voice.platform);
    const typed = presses.map((press) => labelText(voice.locale, press.label, voice.platform));
    expect(shown.filter(({ type }) => type === "press").map(({ title }) => title)).toEqual(typed);
  }
});

test.each(voices.filter(({ platform }) => platform === "whatsapp"))(
  "WhatsApp has room for the titles in $locale",
  (voice) => {
    const texts = createTexts(house);
    for (const intent of everyIntent(voice)) {
      const { rows, listButton } = texts.word(intent, "whatsapp");
      const presses = rows.flat().filter((choice) => choice.type === "press");
      const room = presses.length <= 3 ? 20 : 24;
      expect(presses.map(({ title }) => title).filter((title) => title.length > room)).toEqual([]);
      expect(new Set(presses.map(({ title }) => title)).size).toBe(presses.length);
      expect(listButton.length).toBeLessThanOrEqual(20);
    }
  },
);
