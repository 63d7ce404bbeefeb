import type { Label, Param, Params } from "../intents.ts";
import type { EventFacts, Locale } from "../messages.ts";
import { isSameWallTime, toWallTime, toZoneName, type WallTime } from "./dates.ts";
import { toUrl } from "./links.ts";
import { shield } from "./markup.ts";
import { format, type ReportProblem, type Values, type Voice } from "./phrases.ts";
import type { House } from "./worded.ts";

/** For whom words are made: language, platform, and the person's own time zone if known. */
export interface Speech {
  locale: Locale;
  voice: Voice;
  zone: string | undefined;
  /** Buttons are worded without one: they name no organisation and carry no link. */
  house: House | undefined;
  report: ReportProblem;
}

interface Instant {
  at: string;
  zone: string;
}

/** Says a phrase of ours; what people wrote in it stays shielded. */
export function say(label: Label, speech: Speech): string {
  const spoken = label.as ? { ...speech, voice: label.as } : speech;
  return format({ ...spoken, key: label.key }, toValues(label.params ?? {}, spoken), spoken.report);
}

/** Every form in which an event's or another moment can stand in a sentence: `$event-when`, `$event-day-on`, ... */
const FORMS: Record<string, (instant: Instant, speech: Speech) => string> = {
  when: (instant, speech) => sayWhen("when", instant, speech),
  clock: (instant, speech) => sayWhen("clock", instant, speech),
  moment: (instant, speech) => sayMoment("moment", instant, speech),
  day: (instant, speech) => sayMoment("day", instant, speech),
  "day-then": (instant, speech) => sayMoment("day-then", instant, speech),
  "day-on": (instant, speech) => sayMoment("day-on", instant, speech),
  "day-for": (instant, speech) => sayMoment("day-for", instant, speech),
  until: (instant, speech) => sayWhen("moment-until", instant, speech),
  row: (instant, speech) => sayMoment("moment-row", instant, speech),
  date: (instant, speech) => sayMoment("date", instant, speech),
  "date-year": (instant, speech) => sayMoment("date-year", instant, speech),
  time: (instant) => toWallTime(instant.at, instant.zone).time,
  zone: (instant, speech) => sayMoment("zone", instant, speech),
};

function toValues(params: Params, speech: Speech): Values {
  const values: Values = {};
  if (speech.house) addHouse(values, speech.house, speech);
  for (const [name, param] of Object.entries(params)) addParam(values, { name, param }, speech);
  return values;
}

function addHouse(values: Values, house: House, speech: Speech): void {
  // A name that comes with quotation marks would get a second pair in Russian.
  values.organisation = shield(house.organisation.replace(/^[«"“„](.*)[»"”“]$/u, "$1"));
  values.contact = shield(house.contact) || format({ ...speech, key: "contact-unknown" }, {}, speech.report);
  values["retention-days"] = house.retentionDays;
}

function addParam(values: Values, { name, param }: { name: string; param: Param }, speech: Speech): void {
  if (typeof param === "number") values[name] = param;
  else if (typeof param === "string") values[name] = shield(param);
  else addPhrase(values, { name, param }, speech);
}

function addPhrase(
  values: Values,
  { name, param }: { name: string; param: Exclude<Param, string | number> },
  speech: Speech,
): void {
  switch (param.type) {
    case "event":
      addEvent(values, { name, event: param.event }, speech);
      break;
    case "moment":
      addLazily(values, name, () => sayMoment("moment", param, speech));
      addForms(values, { name, instant: param }, speech);
      break;
    case "text":
      values[name] = say(param, speech);
      break;
    case "list":
      values[name] = param.items.map((item) => say(item, speech)).join(param.between === "lines" ? "\n" : ", ");
      values[`${name}-count`] = param.items.length;
      break;
    case "link":
      values[name] = (speech.house && toUrl(param.link, speech.house)) ?? "";
  }
}

function addEvent(values: Values, { name, event }: { name: string; event: EventFacts }, speech: Speech): void {
  values[`${name}-title`] = shield(event.title);
  values[`${name}-where`] = shield(event.location) || format({ ...speech, key: "where-unknown" }, {}, speech.report);
  addForms(values, { name, instant: { at: event.startsAt, zone: event.timeZone } }, speech);
}

function addForms(values: Values, { name, instant }: { name: string; instant: Instant }, speech: Speech): void {
  for (const [form, word] of Object.entries(FORMS)) addLazily(values, `${name}-${form}`, () => word(instant, speech));
}

/** A text uses one or two of the many forms, so only those are made. */
function addLazily(values: Values, name: string, word: () => string): void {
  Object.defineProperty(values, name, { get: word, enumerable: true, configurable: true });
}

const ELSEWHERE = { when: "when-elsewhere", clock: "clock-elsewhere", "moment-until": "until-elsewhere" };

/** With the person's own time beside it, where that differs. */
function sayWhen(key: keyof typeof ELSEWHERE, instant: Instant, speech: Speech): string {
  const own = speech.zone;
  if (own === undefined || isSameWallTime(instant.at, instant.zone, own)) return sayMoment(key, instant, speech);
  const here = toWallTime(instant.at, instant.zone);
  const there = toWallTime(instant.at, own);
  const elsewhere = isSameDay(here, there) ? there.time : sayMoment("moment", { at: instant.at, zone: own }, speech);
  return sayMoment(ELSEWHERE[key], instant, speech, { elsewhere });
}

function sayMoment(key: string, { at, zone }: Instant, speech: Speech, more: Values = {}): string {
  const values = { ...toWallTime(at, zone), ...toZoneName(zone, speech.locale), ...more };
  return format({ ...speech, key }, values, speech.report);
}

function isSameDay(one: WallTime, other: WallTime): boolean {
  return one.day === other.day && one.month === other.month;
}
