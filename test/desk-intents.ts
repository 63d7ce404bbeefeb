import type { Voice } from "../src/dialogue/replies/reply.ts";
import * as fields from "../src/dialogue/staff/replies/fields.ts";
import * as leads from "../src/dialogue/staff/replies/leads.ts";
import * as menu from "../src/dialogue/staff/replies/menu.ts";
import * as pages from "../src/dialogue/staff/replies/pages.ts";
import * as team from "../src/dialogue/staff/replies/team.ts";
import type { DeskEvent, Field } from "../src/dialogue/staff/state.ts";
import { newId, type UserId } from "../src/ids.ts";
import { type Intent, label } from "../src/intents.ts";
import type { EventFacts } from "../src/messages.ts";
import type { Role } from "../src/roles.ts";

const ROLES: Role[] = ["owner", "organiser", "door"];
const FIELDS: Field[] = ["title", "when", "zone", "where", "seats"];
const NOW = "2026-11-21T10:00:00.000Z";

/** Everything the desk can say. */
export function deskIntents(voice: Voice, event: EventFacts): Intent[] {
  return [...ofTeam(voice), ...ofFields(voice), ...ofEvents(voice, event)];
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
    leads.zoneUnclear("Mars"),
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
    status: "published" as const,
  };
  const refusals = (["cancelled", "over", "has-people", "ends-first"] as const).map((type) => ({ type }));
  const told = [0, 1, 2, 5].map((n) => leads.eventChanged({ told: n, promoted: n }));
  const refused = [...refusals, { type: "below-taken" as const, taken: 21 }].map(leads.changeRefused);
  return shown.flatMap((event) => [
    ...[undefined, ...told, ...refused, leads.changedMeanwhile].map((lead) => pages.pageReply(voice, event, lead)),
    pages.correctQuestion(voice, facts.id),
    pages.keptReply(voice),
    pages.publishedReply(voice, event),
    pages.linksReply(voice, event),
    ...[0, 1].flatMap((times) => [
      pages.sureQuestion(voice, event, { changes, times }),
      pages.sureQuestion(voice, event, { changes: { ...changes, maxParticipants: 5 }, times }),
      pages.sureQuestion(voice, event, { changes: { status: "cancelled" }, times }),
    ]),
    pages.eventsReply(voice, { events: [], page: 0, total: 0 }),
    pages.eventsReply(voice, { events: shown, page: 1, total: 30 }),
  ]);
}
