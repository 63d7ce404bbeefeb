import type { Outcome } from "../dialogue/outcome.ts";
import type { Voice } from "../dialogue/replies/reply.ts";
import type { ChatId } from "../ids.ts";

/** Who in this process wants to know of what was committed at the desk. */
export interface DeskListeners {
  /** The club has another name, or the team other people. */
  onTeamChange(): void;
  /** Words are on their way to people, or were stopped. */
  onBroadcast(): void;
  /** Somebody of the team wants to know whether everything is working, and has been told to wait. */
  onExamine(asker: Asker): void;
}

interface Asker {
  chatId: ChatId;
  voice: Voice;
}

/** Tells what came of one update, once it is committed. Most presses only look, and are no news. */
export function tellNews(listeners: DeskListeners, outcomes: Outcome[], asker: Asker): void {
  for (const outcome of outcomes) {
    switch (outcome.type) {
      case "role-taken":
      case "club-named":
      case "member-removed":
        listeners.onTeamChange();
        break;
      case "desk-opened":
        if (outcome.joined) listeners.onTeamChange();
        break;
      case "words-sent":
      case "broadcast-stopped":
        listeners.onBroadcast();
        break;
      case "examination-begun":
        listeners.onExamine(asker);
        break;
    }
  }
}
