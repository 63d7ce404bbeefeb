import { helpReply } from "../src/dialogue/replies/general.ts";
import { zoneUnknown } from "../src/dialogue/replies/leads.ts";
import type { Voice } from "../src/dialogue/replies/reply.ts";
import type { DeskEvent } from "../src/dialogue/staff/desk-event.ts";
import * as callingOff from "../src/dialogue/staff/replies/calling-off.ts";
import { doorReply } from "../src/dialogue/staff/replies/door.ts";
import * as eventList from "../src/dialogue/staff/replies/event-list.ts";
import * as fields from "../src/dialogue/staff/replies/fields.ts";
import * as health from "../src/dialogue/staff/replies/health.ts";
import * as leads from "../src/dialogue/staff/replies/leads.ts";
import * as menu from "../src/dialogue/staff/replies/menu.ts";
import * as pages from "../src/dialogue/staff/replies/pages.ts";
import * as sharing from "../src/dialogue/staff/replies/sharing.ts";
import * as team from "../src/dialogue/staff/replies/team.ts";
import type { Field } from "../src/dialogue/staff/state.ts";
import { newId, type UserId } from "../src/ids.ts";
import { type Intent, label } from "../src/intents.ts";
import type { EventFacts } from "../src/messages.ts";
import type { Role } from "../src/roles.ts";
import { everyDoorAnswer } from "./door-answers.ts";
import { peopleIntents } from "./people-intents.ts";
import { writingIntents } from "./writing-intents.ts";

const ROLES: Role[] = ["owner", "organiser", "door"];
const FIELDS: Field[] = ["title", "when", "zone", "where", "seats", "description", "picture"];
const NOW = "2026-11-21T10:00:00.000Z";

/** Everything the desk can say. */
export function deskIntents(voice: Voice, event: EventFacts): Intent[] {
  return [
    ...peopleIntents(voice, event),
    ...ofTeam(voice),
    ...ofFields(voice),
    ...ofEvents(voice, event),
    ...ofHealth(voice),
    ...ofDoor(voice, event),
    ...writingIntents(voice, event),
  ];
}

function ofDoor(voice: Voice, event: EventFacts): Intent[] {
  return everyDoorAnswer(event).flatMap((answer) =>
    [true, false].map((organises) => doorReply(voice, answer, { organises })),
  );
}

function ofTeam(voice: Voice): Intent[] {
  const members = ROLES.map((role, index) => ({
    userId: newId<UserId>(),
    role,
    name: index ? "Ada" : undefined,
    you: index === 1,
  }));
  const told = ROLES.flatMap((role) => [
    label(`desk-lead-taken-${role}`),
    label(`desk-lead-kept-${role}`),
    label("desk-lead-removed", { role: label(`desk-role-${role}`), name: "Ada" }),
  ]);
  const others = ["noted", "no-member", "last-owner"].map((lead) => label(`desk-lead-${lead}`));
  const desks = ROLES.flatMap((role) =>
    [true, false].map((one) => menu.menuReply(voice, { role, clubFixed: one, clubNamed: one }, { planned: one })),
  );
  return [
    ...desks,
    ...ROLES.map((role) => helpReply(voice, label(`desk-help-${role}`))),
    ...[...told, ...others].map((lead) => team.teamReply(voice, members, lead)),
    menu.clubQuestion(voice, label("desk-lead-club-unclear", { longest: 100 })),
    ...(["unknown", "used", "expired"] as const).map((why) => menu.refusedLinkReply(voice, why)),
    ...ROLES.flatMap((role) => [
      team.invitedReply(voice, { role, token: "t0ken" }),
      team.removeQuestion(voice, { name: role === "door" ? "" : "Ada", role }),
    ]),
  ];
}

function ofFields(voice: Voice): Intent[] {
  const asked = { zone: "Europe/Moscow", now: NOW };
  const plain = ["skipped", "no-date", "no-time", "no-such-date", "other-weekday", "unknown"] as const;
  const whens = [{ type: "past" as const, at: NOW }, ...plain.map((type) => ({ type }))];
  const unclear = [
    ...whens.map((when) => leads.whenUnclear(when, { text: "31 November", zone: "Europe/Moscow" })),
    ...(["unknown", "too-few", "too-many"] as const).map(leads.seatsUnclear),
    zoneUnknown("Mars"),
    label("desk-lead-no-words"),
    label("desk-lead-too-long", { length: 10_000, longest: 200 }),
    label("desk-lead-plan-goes-on", { title: "Spring" }),
    label("desk-lead-copied", { title: "Spring" }),
  ];
  return [
    ...FIELDS.flatMap((field) => [true, false].map((isNew) => fields.fieldQuestion(voice, { ...asked, field, isNew }))),
    ...unclear.map((lead) => fields.fieldQuestion(voice, { ...asked, field: "when", isNew: true, lead })),
    fields.whichQuestion(voice, { at: ["2026-09-30T04:00:00Z", "2026-09-30T16:00:00Z"], zone: "Europe/Moscow" }),
    fields.whichQuestion(voice, { at: ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"], zone: "Europe/Berlin" }),
    fields.pointQuestion(voice),
  ];
}

function ofEvents(voice: Voice, facts: EventFacts): Intent[] {
  const shown: DeskEvent[] = (["draft", "published", "cancelled"] as const).map((status, n) => ({
    facts,
    description: n ? "Songs and tea. ".repeat(n * 30) : null,
    seats: { capacity: n ? 300 : null, taken: n * 2, waiting: n },
    status,
    revision: 3,
  }));
  const changes = {
    title: "Choir",
    startsAt: NOW,
    timeZone: "Europe/Moscow",
    location: "Hall",
    maxParticipants: null,
    description: "Songs and tea.",
    picture: "AgACAgIAAxkBAAIB",
    status: "published" as const,
  };
  const refusals = (["cancelled", "over", "has-people", "ends-first"] as const).map((type) => ({ type }));
  const told = [0, 1, 2, 5].map((n) => leads.eventChanged({ unreached: 1, told: n, promoted: n, offered: n }));
  const refused = [...refusals, { type: "below-taken" as const, taken: 21 }].map(leads.changeRefused);
  return shown.flatMap((event) => [
    ...[undefined, ...told, ...refused, leads.changedMeanwhile].map((lead) => pages.pageReply(voice, event, lead)),
    ...[undefined, leads.wordsUnclear({ type: "empty" }, 700)].map((lead) =>
      callingOff.partingQuestion(voice, event, { longest: 700, lead }),
    ),
    pages.correctQuestion(voice, facts.id),
    pages.keptReply(voice),
    pages.copyQuestion(voice, { begun: "Choir", title: "Spring" }),
    sharing.publishedReply(voice, event),
    sharing.linksReply(voice, event),
    ...(["pdf", "png"] as const).map((as) => sharing.posterReply(voice, event, as)),
    ...[0, 1].flatMap((times) => [
      pages.sureQuestion(voice, event, { changes, times }),
      pages.sureQuestion(voice, event, { changes: { ...changes, maxParticipants: 5 }, times }),
      ...[undefined, null, "The hall has no heating."].map((parting) => {
        const calledOff = { status: "cancelled" as const, ...(parting !== undefined && { parting }) };
        return callingOff.callOffQuestion(voice, event, { changes: calledOff, times });
      }),
      pages.sureQuestion(voice, event, { changes: { description: null, picture: null }, times }),
    ]),
    eventList.eventsReply(voice, { events: [], page: 0, total: 0, zone: undefined }),
    eventList.eventsReply(voice, { events: shown, page: 1, total: 30, zone: "Asia/Tokyo" }),
  ]);
}

/** Of one thing found in each state, of many, and of none. */
function ofHealth(voice: Voice): Intent[] {
  const found = (["broken", "warning", "unseen", "ok"] as const).map((status) => {
    const advice = status === "broken" ? label("doctor-mail-refused-advice") : undefined;
    return { status, title: label("doctor-check-mail"), words: label("doctor-mail-off"), advice };
  });
  const days = [0, 1].flatMap((tomorrow) =>
    [0, 1, 190].map((people) => {
      const ways = { telegram: people, whatsapp: people, mail: people, unreached: people };
      return label("desk-health-outlook", { tomorrow, people, ...ways, templates: people, limit: 250, over: people });
    }),
  );
  const examinations = [[], found.slice(2), found.slice(1), found, [...found, ...found, ...found, ...found, ...found]];
  return [
    health.lookingReply(voice),
    ...[1, 2, 20].map((seconds) => health.lookedLately(voice, seconds)),
    ...examinations.flatMap((findings) => {
      const examination = { at: NOW, zone: "Europe/Moscow", findings, outlook: days };
      return [health.healthReply(voice, examination), ...[0, 1, 9].map((n) => health.mendReply(voice, examination, n))];
    }),
  ];
}
