import { type Intent, type Label, label } from "../../../intents.ts";
import { may } from "../../../roles.ts";
import { lines, say, type Voice } from "../../replies/reply.ts";
import type { Desk } from "../outcome.ts";
import { deskButton } from "./button.ts";

/** What somebody of the team may do. */
export function menuReply(
  voice: Voice,
  { role, clubFixed, clubNamed }: Pick<Desk, "role" | "clubFixed" | "clubNamed">,
  { planned, lead }: { planned: boolean; lead?: Label | undefined },
): Intent {
  const fresh = deskButton("desk-button-new-event", { act: "new-event" });
  const begun = [
    deskButton("desk-button-go-on", { act: "go-on" }),
    deskButton("desk-button-drop-plan", { act: "drop-plan" }),
  ];
  const events = deskButton("desk-button-events", { act: "events", number: 0 });
  const people = may(role, "people") ? [deskButton("desk-button-people", { act: "people" })] : [];
  const team = may(role, "team") ? [deskButton("desk-button-team", { act: "team" })] : [];
  const club = may(role, "club") && !clubFixed ? [deskButton("desk-button-club", { act: "club" })] : [];
  const health = may(role, "health") ? [deskButton("desk-button-health", { act: "health" })] : [];
  const door = deskButton("door-button-door", { act: "door" });
  const notes: Label[] = [];
  if (planned) notes.push(label("desk-note-begun"));
  if (!clubNamed && may(role, "club")) notes.push(label("desk-note-nameless"));
  return say(voice, {
    text: "desk-menu",
    params: { notes: lines(notes) },
    choices: [planned ? begun : [fresh], [events, ...team, ...club], [...people, door, ...health]],
    lead,
  });
}

export function clubQuestion(voice: Voice, lead?: Label): Intent {
  return say(voice, { text: "desk-ask-club", lead });
}

/** A link of the team that gives nothing. */
export function refusedLinkReply(voice: Voice, why: "unknown" | "used" | "expired"): Intent {
  return say(voice, { text: `desk-link-${why}` });
}
