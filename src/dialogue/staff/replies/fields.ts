import type { Choice, Intent, Label, Params } from "../../../intents.ts";
import { label } from "../../../intents.ts";
import { say, type Voice } from "../../replies/reply.ts";
import type { Field } from "../state.ts";
import { addDays, toOffset, toWall, weekdayOf } from "../wall-clock.ts";
import { deskButton, toMenu, withLabel } from "./button.ts";

interface Asking {
  field: Field;
  zone: string;
  now: string;
  /** Of an event that is not kept yet. */
  isNew: boolean;
  lead?: Label | undefined;
}

/** Asks for one field of an event. */
export function fieldQuestion(voice: Voice, { field, zone, now, isNew, lead }: Asking): Intent {
  const params: Params = field === "when" ? { zone, example: exampleOf(now, zone) } : field === "zone" ? { zone } : {};
  const beside: Partial<Record<Field, Choice>> = {
    when: deskButton("desk-button-other-zone", { act: "other-zone" }),
    seats: deskButton("desk-button-no-limit", { act: "no-limit" }),
    description: deskButton("desk-button-no-description", { act: "no-description" }),
    picture: deskButton("desk-button-no-picture", { act: "no-picture" }),
  };
  const own = beside[field];
  return say(voice, {
    text: `desk-ask-${field}`,
    params,
    choices: [[...(own ? [own] : []), ...(isNew && field === "title" ? [toMenu()] : [])]],
    lead,
  });
}

/** A Saturday some weeks ahead, as it may be typed. */
function exampleOf(now: string, zone: string): string {
  const today = toWall(new Date(now), zone);
  const { day, month, year } = addDays(today, 27 - weekdayOf(today));
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(day)}.${two(month)}.${year} 18:00`;
}

/** What was typed can mean several moments. */
export function whichQuestion(voice: Voice, { at, zone }: { at: string[]; zone: string }): Intent {
  const rows = at.map((moment) => label("desk-button-moment", { at: { type: "moment", at: moment, zone } }));
  const offsets = at.map((moment) =>
    label("desk-button-offset", {
      at: { type: "moment", at: moment, zone },
      offset: toOffset(new Date(moment), zone),
    }),
  );
  // As clocks go back they show one hour twice.
  const titles =
    new Set(at.map((moment) => JSON.stringify(toWall(new Date(moment), zone)))).size < at.length ? offsets : rows;
  const choices = titles.map((title, index) => withLabel(title, { act: "pick", number: index + 1 }));
  return say(voice, {
    text: "desk-ask-which",
    choices: choices.map((choice) => [choice]),
  });
}

export function pointQuestion(voice: Voice): Intent {
  return say(voice, { text: "desk-ask-point" });
}
