import {
  type LineReading,
  MAX_ABOUT,
  MAX_PLACE,
  MAX_TITLE,
  parseLine,
  parseParagraph,
  parseSeats,
} from "../../event-fields.ts";
import { type Label, label } from "../../intents.ts";
import type { Point } from "../../messages.ts";
import { zoneUnknown } from "../replies/leads.ts";
import type { Step } from "../step.ts";
import { answer, type Turn } from "../turn.ts";
import { parseTimeZone } from "../zones.ts";
import { type Asked, askField, zoneOf } from "./asking.ts";
import type { EventVersion } from "./desk-event.ts";
import type { Desk } from "./outcome.ts";
import { changeEvent } from "./pages.ts";
import { pictureTold } from "./pictures.ts";
import { planOn } from "./planning.ts";
import { ofThat, questionOf, toDesk } from "./question.ts";
import { pointQuestion, whichQuestion } from "./replies/fields.ts";
import { seatsUnclear, whenUnclear } from "./replies/leads.ts";
import type { Changes, HalfMoment } from "./state.ts";
import { isHalf, parseWhenWith } from "./when.ts";

/** Words in answer to a question about an event. */
export function fieldTold(turn: Turn, desk: Desk, text: string): Step {
  const question = questionOf(turn);
  if (question.type === "which") return whenTold(turn, desk, { text, ...ofThat(question) });
  if (question.type === "point")
    return placeTold(turn, desk, { text, locationUrl: question.link, ...ofThat(question) });
  if (question.type !== "field") return planOn(turn, desk, turn.snapshot.plan ?? {});
  const told = { text, ...ofThat(question) };
  switch (question.field) {
    case "title":
      return titleTold(turn, desk, told);
    case "when":
      return whenTold(turn, desk, { ...told, half: question.half });
    case "zone":
      return zoneTold(turn, desk, told);
    case "where":
      return placeTold(turn, desk, { ...told, locationUrl: null });
    case "seats":
      return seatsTold(turn, desk, told);
    case "description":
      return descriptionTold(turn, desk, told);
    case "picture":
      return pictureTold(turn, desk) ?? planOn(turn, desk, turn.snapshot.plan ?? {});
  }
}

interface Told {
  text: string;
  of?: EventVersion;
}

/** What is known now: of the plan, which goes on, or of an event, which is changed. */
function know(turn: Turn, desk: Desk, { known, of }: { known: Changes; of: EventVersion | undefined }): Step {
  if (of) {
    const changes = known.startsAt === undefined ? known : { ...known, timeZone: of.zone };
    return changeEvent(turn, { of, changes, times: 0 });
  }
  const { maxParticipants: seats, timeZone: zone, title, startsAt, location, locationUrl, description } = known;
  const fields = { title, startsAt, location, locationUrl, seats, zone, description };
  const told = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return planOn(turn, desk, { ...turn.snapshot.plan, ...told });
}

function unclear(turn: Turn, desk: Desk, { lead, ...asked }: Asked & { lead: Label }): Step {
  return askField({ ...turn, lead }, desk, asked);
}

function titleTold(turn: Turn, desk: Desk, { text, of }: Told): Step {
  const reading = parseLine(text, MAX_TITLE);
  if (reading.type === "line") return know(turn, desk, { known: { title: reading.line }, of });
  return unclear(turn, desk, { field: "title", lead: lineUnclear(reading, MAX_TITLE), ...ofThat(of ? { of } : {}) });
}

function placeTold(turn: Turn, desk: Desk, { text, of, locationUrl }: Told & { locationUrl: string | null }): Step {
  const reading = parseLine(text, MAX_PLACE);
  if (reading.type === "line") return know(turn, desk, { known: { location: reading.line, locationUrl }, of });
  return unclear(turn, desk, { field: "where", lead: lineUnclear(reading, MAX_PLACE), ...ofThat(of ? { of } : {}) });
}

function lineUnclear(reading: Exclude<LineReading, { type: "line" }>, longest: number): Label {
  if (reading.type === "empty") return label("desk-lead-no-words");
  return label("desk-lead-too-long", { length: reading.length, longest });
}

function whenTold(turn: Turn, desk: Desk, { text, of, half }: Told & { half?: HalfMoment | undefined }): Step {
  const zone = zoneOf(turn, desk, of);
  const { locale } = turn.voice;
  const when = parseWhenWith(half, text, { now: new Date(desk.now), zone, locale });
  if (when.type === "moment") return know(turn, desk, { known: { startsAt: when.at }, of });
  const same = ofThat(of ? { of } : {});
  if (when.type !== "either") {
    const known = isHalf(when) ? { text, at: desk.now } : when.type === "unknown" ? half : undefined;
    const lead = whenUnclear(when, { text, zone });
    return unclear(turn, desk, { field: "when", lead, ...same, ...(known && { half: known }) });
  }
  return answer(
    turn,
    toDesk({ type: "which", at: when.at, ...same }),
    whichQuestion(turn.voice, { at: when.at, zone }),
  );
}

/** One of the two days, or hours, that were asked about; undefined if nothing was. */
export function momentPicked(turn: Turn, desk: Desk, number: number): Step | undefined {
  const question = questionOf(turn);
  const startsAt = question.type === "which" ? question.at[number - 1] : undefined;
  if (question.type !== "which" || startsAt === undefined) return undefined;
  return know(turn, desk, { known: { startsAt }, of: question.of });
}

/** The zone is told before the moment, which is asked for next. */
function zoneTold(turn: Turn, desk: Desk, { text, of }: Told): Step {
  const zone = parseTimeZone(text);
  if (zone === undefined)
    return unclear(turn, desk, { field: "zone", lead: zoneUnknown(text), ...ofThat(of ? { of } : {}) });
  if (of) return askField(turn, desk, { field: "when", of: { ...of, zone } });
  return planOn(turn, desk, { ...turn.snapshot.plan, zone });
}

function seatsTold(turn: Turn, desk: Desk, { text, of }: Told): Step {
  const reading = parseSeats(text);
  if (reading.type === "seats") return know(turn, desk, { known: { maxParticipants: reading.seats }, of });
  return unclear(turn, desk, { field: "seats", lead: seatsUnclear(reading.type), ...ofThat(of ? { of } : {}) });
}

function descriptionTold(turn: Turn, desk: Desk, { text, of }: Told): Step {
  const reading = parseParagraph(text, MAX_ABOUT);
  if (reading.type === "paragraph") return know(turn, desk, { known: { description: reading.paragraph }, of });
  const lead = label("desk-lead-too-long", { length: reading.length, longest: MAX_ABOUT });
  return unclear(turn, desk, { field: "description", lead, ...ofThat(of ? { of } : {}) });
}

/** [No description], where one is asked for; undefined elsewhere. */
export function noDescription(turn: Turn, desk: Desk): Step | undefined {
  const question = questionOf(turn);
  if (question.type !== "field" || question.field !== "description") return undefined;
  return know(turn, desk, { known: { description: null }, of: question.of });
}

/** [No limit], where seats are asked for; undefined elsewhere. */
export function noLimit(turn: Turn, desk: Desk): Step | undefined {
  const question = questionOf(turn);
  if (question.type !== "field" || question.field !== "seats") return undefined;
  return know(turn, desk, { known: { maxParticipants: null }, of: question.of });
}

/** A place sent from the map, where one is asked for; one without a name is asked how it is called. */
export function pointTold(turn: Turn, desk: Desk, { latitude, longitude, name }: Point): Step | undefined {
  const question = questionOf(turn);
  const isAsked = question.type === "point" || (question.type === "field" && question.field === "where");
  if (!isAsked) return undefined;
  const link = `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
  const reading = parseLine(name ?? "", MAX_PLACE);
  if (reading.type === "line") {
    return know(turn, desk, { known: { location: reading.line, locationUrl: link }, of: question.of });
  }
  return answer(turn, toDesk({ type: "point", link, ...ofThat(question) }), pointQuestion(turn.voice));
}
