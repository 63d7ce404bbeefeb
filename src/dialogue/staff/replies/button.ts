import { type DeskPress, toDeskData } from "../../../desk-presses.ts";
import type { EventId } from "../../../ids.ts";
import { type Choice, type Label, label } from "../../../intents.ts";

/** A button of the desk with a fixed word on it. */
export function deskButton(key: string, press: DeskPress, says?: "yes" | "no"): Choice {
  return withLabel(label(key), press, says);
}

/** One that tells a number or a moment. */
export function withLabel(told: Label, press: DeskPress, says?: "yes" | "no"): Choice {
  const choice: Choice = { type: "press", label: told, data: toDeskData(press) };
  return says ? { ...choice, says } : choice;
}

export function toMenu(): Choice {
  return deskButton("desk-button-menu", { act: "menu" });
}

export function backToPage(event: EventId): Choice {
  return deskButton("desk-button-page", { act: "page", event });
}

/** No to a question about an event. */
export function leaveIt(event: EventId): Choice {
  return deskButton("desk-button-leave-it", { act: "page", event }, "no");
}

export function backToPeople(of: EventId): Choice {
  return deskButton("people-button-back", { act: "people-of", of });
}

/** What of a list is shown. */
export interface Part {
  page: number;
  before: number;
  shown: number;
  total: number;
}

/** To what stands before it, and after. */
export function turnButtons(
  { page, before, shown, total }: Part,
  { more, to }: { more: string; to: (page: number) => DeskPress },
): Choice[] {
  return [
    ...(page > 0 ? [deskButton("button-earlier", to(page - 1))] : []),
    ...(before + shown < total ? [deskButton(more, to(page + 1))] : []),
  ];
}
