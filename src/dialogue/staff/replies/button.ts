import { type DeskPress, toDeskData } from "../../../desk-presses.ts";
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
