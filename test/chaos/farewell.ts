import { setTimeout } from "node:timers/promises";
import { set } from "./expectations.ts";
import type { Guest } from "./guest.ts";

/** WhatsApp tells whole seconds: what is written in the very second of the farewell may be taken for older than it. */
const A_SECOND_ON_MS = 2_500;

/** Has all deleted, on whichever phones are connected; `returns`: and begins anew later. */
export async function forgetMe(guest: Guest, returns: boolean): Promise<boolean> {
  const question = await guest.says("/forget", set("forget-question"));
  if (!question) return false;
  const farewell = await guest.presses(question, "forget-sure", set("forgotten"));
  const concerned = guest.diary.linked === "no" ? [guest] : guest.person.phones;
  for (const { diary } of concerned) {
    // Whether the other phone is concerned as well, nobody told them: they leave it at that.
    const isSure = farewell !== undefined && (diary === guest.diary || diary.linked === "yes");
    diary.forgotten = isSure ? "yes" : "unsure";
    diary.isGone = isSure && !returns;
    diary.isOver ||= !isSure || !returns;
    diary.locale = "en";
  }
  for (const { diary } of concerned) diary.linked = "no";
  await setTimeout(A_SECOND_ON_MS);
  return farewell !== undefined;
}
