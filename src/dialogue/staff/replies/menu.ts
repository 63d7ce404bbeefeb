import type { Choice, Intent, Label } from "../../../intents.ts";
import { may } from "../../../roles.ts";
import { say, type Voice } from "../../replies/reply.ts";
import type { Desk } from "../state.ts";
import { deskButton } from "./button.ts";

/** What somebody of the team may do. */
export function menuReply(
  voice: Voice,
  { role }: Pick<Desk, "role">,
  { planned, lead }: { planned: boolean; lead?: Label | undefined },
): Intent {
  if (!may(role, "events")) return say(voice, { text: "desk-menu-door", lead });
  const begun: Choice[] = [
    deskButton("desk-button-go-on", { act: "go-on" }),
    deskButton("desk-button-drop-plan", { act: "drop-plan" }),
  ];
  const fresh: Choice[] = [deskButton("desk-button-new-event", { act: "new-event" })];
  const team: Choice[] = may(role, "team") ? [deskButton("desk-button-team", { act: "team" })] : [];
  return say(voice, {
    text: planned ? "desk-menu-begun" : "desk-menu",
    choices: [planned ? begun : fresh, [deskButton("desk-button-events", { act: "events", number: 0 }), ...team]],
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
