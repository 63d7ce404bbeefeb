import { type Label, label } from "../../../intents.ts";
import type { EventFacts } from "../../../messages.ts";
import type { PersonListed, PlaceSeen } from "../../../people.ts";
import { moment } from "../../replies/reply.ts";

/** A person in a list: how they stand, or, with `isWhy`, why nothing reaches them. */
export function lineOf(
  { name, email, place, why }: PersonListed,
  { number, facts, isWhy }: { number: number; facts: EventFacts; isWhy: boolean },
): Label {
  const notes = isWhy ? why.map((one) => label(`people-why-${one}`)) : placeNotes(place, { facts, number });
  const mail = email && !isWhy ? [label("people-line-mail", { email })] : [];
  return label("people-line", {
    number,
    name: nameOf(name),
    notes: { type: "list", items: [...mail, ...notes], between: "commas" },
  });
}

/** Of those who wait their number is left out where it is the one of the line. */
function placeNotes(place: PlaceSeen, { facts, number }: { facts: EventFacts; number: number }): Label[] {
  switch (place.type) {
    case "seat":
      if (place.enteredAt) return [label("people-is-in", { at: moment(place.enteredAt, facts) })];
      return place.coming ? [label("people-is-coming")] : [];
    case "asked":
      return [label("people-is-asked", { at: moment(place.until, facts) })];
    case "waiting":
      return [
        ...(place.position === number ? [] : [label("people-waits", { position: place.position })]),
        ...(place.asksFirst ? [label("people-asks-first")] : []),
      ];
    case "gone":
      return [label("people-is-gone")];
  }
}

export function nameOf(name: string | undefined): string | Label {
  return name ?? label("people-forgotten");
}
