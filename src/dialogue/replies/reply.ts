import type { Choice, Intent, Label, Params } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { EventFacts, Locale, Platform, SeatCount } from "../../messages.ts";
import { type Press, toData } from "../../presses.ts";

/** For whom a reply is made. */
export interface Voice {
  locale: Locale;
  zone: string | undefined;
  platform: Platform;
}

/** What every text can name besides its params: `$organisation`, `$contact`, `$days` (until data is deleted). */
export interface Reply {
  text: string;
  params?: Params;
  choices?: Choice[][];
  listLabel?: Label;
  lead?: Label | undefined;
  /** A question, which a newer one overtakes. */
  asks?: true;
}

export function say({ locale, zone }: Voice, reply: Reply): Intent {
  const { text, params = {}, choices = [], listLabel, lead, asks } = reply;
  const rows = choices.filter((row) => row.length > 0);
  const intent: Intent = { text, params, locale, zone, choices: rows };
  if (listLabel) intent.listLabel = listLabel;
  if (lead) intent.lead = lead;
  if (asks) intent.asks = asks;
  return intent;
}

/** With the picture of an event, where it has one. */
export function withPicture(intent: Intent, fileId: string | null | undefined): Intent {
  return fileId ? { ...intent, picture: { type: "event", fileId } } : intent;
}

/** A button with a fixed word on it. */
export function button(key: string, press: Press, says?: "yes" | "no"): Choice {
  const choice: Choice = { type: "press", label: label(key), data: toData(press) };
  return says ? { ...choice, says } : choice;
}

export function event(facts: EventFacts): { type: "event"; event: EventFacts } {
  return { type: "event", event: facts };
}

/** By the clock of the event, like its start. */
export function moment(at: string, { timeZone: zone }: EventFacts): { type: "moment"; at: string; zone: string } {
  return { type: "moment", at, zone };
}

export function lines(items: Label[]): { type: "list"; items: Label[]; between: "lines" } {
  return { type: "list", items, between: "lines" };
}

/** The word for a messenger: "Telegram", "WhatsApp", in the case that its sentence needs. */
export function messenger(platform: Platform): Label {
  return label(`messenger-${platform}`);
}

export function otherPlatform(platform: Platform): Platform {
  return platform === "telegram" ? "whatsapp" : "telegram";
}

export function otherLocale(locale: Locale): Locale {
  return locale === "en" ? "ru" : "en";
}

/** A seat that is free while people wait is free for anybody: they let it go. */
export function isFull({ capacity, taken }: SeatCount): boolean {
  return capacity !== null && taken >= capacity;
}

/** How full an event is, in a phrase. */
export function seatsPhrase(seats: SeatCount): Label {
  const { capacity, taken, waiting } = seats;
  if (capacity === null) return label("seats-unlimited");
  if (isFull(seats)) return label("seats-full", { capacity, waiting });
  return label("seats-left", { left: capacity - taken, capacity });
}

/** A ticket's code as it is read aloud: K7QM-3FPA. */
export function showCode(code: string): string {
  return (code.replaceAll("-", "").match(/.{1,4}/gsu) ?? []).join("-");
}
