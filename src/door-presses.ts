import { type EventId, fromShortId, type RegistrationId, toShortId } from "./ids.ts";

/** What a button at the door means; like every other it carries no authority. */
export type DoorPress =
  /** The door one is at; how many are in by now; at which door one is. */
  | { act: "door" | "refresh" | "doors" }
  /** From now on at the door of this event. */
  | { act: "door-at"; door: EventId }
  | { act: "let-in"; registration: RegistrationId }
  /** The check-in of that moment, and no later one. */
  | { act: "undo-in"; registration: RegistrationId; at: number };

const ACTS: readonly string[] = [
  "door",
  "refresh",
  "doors",
  "door-at",
  "let-in",
  "undo-in",
] satisfies DoorPress["act"][];

export function isDoorPress(press: { act: string }): press is DoorPress {
  return ACTS.includes(press.act);
}

/** What stands behind "desk:". A moment is told in as few letters as it takes. */
export function toDoorData(press: DoorPress): string {
  switch (press.act) {
    case "door-at":
      return `${press.act}:${toShortId(press.door)}`;
    case "let-in":
      return `${press.act}:${toShortId(press.registration)}`;
    case "undo-in":
      return `${press.act}:${toShortId(press.registration)}.${press.at.toString(36)}`;
    default:
      return press.act;
  }
}

/** undefined for anything we never wrote. */
export function parseDoorPress(act: string, argument: string | undefined): DoorPress | undefined {
  if (argument === undefined) return act === "door" || act === "refresh" || act === "doors" ? { act } : undefined;
  if (act === "door-at") {
    const door = fromShortId<EventId>(argument);
    return door && { act, door };
  }
  if (act !== "let-in" && act !== "undo-in") return undefined;
  const [, id = "", moment] = /^([\w-]{22})(?:\.([0-9a-z]{1,9}))?$/.exec(argument) ?? [];
  const registration = fromShortId<RegistrationId>(id);
  if (!registration || (act === "undo-in") !== (moment !== undefined)) return undefined;
  return act === "let-in" ? { act, registration } : { act, registration, at: Number.parseInt(moment ?? "", 36) };
}
