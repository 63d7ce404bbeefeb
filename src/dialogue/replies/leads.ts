import type { Label } from "../../intents.ts";
import { label } from "../../intents.ts";
import { shorten } from "../words.ts";

/** What is said first, before a question or an answer that stands on its own. */
export const leads = {
  startedOver: label("lead-started-over"),
  hello: label("lead-hello"),
  notUnderstood: label("lead-not-understood"),
  onlyText: label("lead-only-text"),
  edited: label("lead-edited"),
  eventMissing: label("lead-event-missing"),
  nameTooLong: label("lead-name-too-long"),
  nameWithoutLetters: label("lead-name-without-letters"),
  emailNoted: label("lead-email-noted"),
  tooManyAddresses: label("lead-too-many-addresses"),
  codeExpired: label("lead-code-expired"),
  emailProved: label("lead-email-proved"),
  linked: label("lead-linked"),
  justFilled: label("lead-just-filled"),
  seatGone: label("lead-seat-gone"),
  already: label("lead-already"),
  kept: label("lead-kept"),
  nothingToGiveUp: label("lead-nothing-to-give-up"),
  seatInUse: label("lead-seat-in-use"),
  lastOwner: label("desk-forget-last-owner"),
  nothingDeleted: label("lead-nothing-deleted"),
  writingAgain: label("lead-writing-again"),
  remindersOn: label("lead-reminders-on"),
  remindersOff: label("lead-reminders-off"),
  languageSaved: label("lead-language-saved"),
  platformSaved: label("lead-platform-saved"),
} as const;

export function emailWrong(typed: string): Label {
  return label("lead-email-wrong", { typed: shorten(typed) });
}

export function zoneUnknown(typed: string): Label {
  return label("lead-zone-unknown", { typed: shorten(typed) });
}

export function zoneSaved(zone: string): Label {
  return label("lead-zone-saved", { zone });
}

export function wrongCode(tries: number): Label {
  return label("lead-wrong-code", { tries });
}
