import type { Intent } from "../../intents.ts";
import type { EventFacts } from "../../messages.ts";
import { button, event, say, type Voice } from "./reply.ts";

/** They said that they come, and can still change their mind. */
export function comingReply(voice: Voice, facts: EventFacts): Intent {
  return say(voice, {
    text: "coming-noted",
    params: { event: event(facts) },
    choices: [[button("button-cannot-come", { verb: "give-up", eventId: facts.id })]],
  });
}
