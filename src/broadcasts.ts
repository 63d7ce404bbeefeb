import type { BroadcastId, EventId } from "./ids.ts";
import type { Audience, EventFacts } from "./messages.ts";

/** What organisers write to the people of an event: the shapes that cross a border between rooms. */

/** What an organiser writes to the people of an event. */
export interface Words {
  /** Of the preview that showed them: they are sent once, and words that were changed have another. */
  id: BroadcastId;
  event: EventId;
  /** Of the event, as the preview showed it. */
  revision: number;
  audience: Audience;
  text: string;
}

/** How far the sending of an organiser's words is. */
export interface BroadcastProgress {
  id: BroadcastId;
  event: EventFacts;
  audience: Audience;
  /** Whom it was for, and how many of them could be reached when it was sent. */
  people: number;
  reachable: number;
  sent: number;
  waiting: number;
  underWay: number;
  /** Of those who wait so many are to get it later: in the morning, or at another try. */
  later: number;
  stopped: boolean;
  /** Nothing of it waits any more. */
  over: boolean;
}

/** Why somebody did not get it. */
export type Unsent =
  | "stopped"
  | "silenced"
  | "unreachable"
  | "left"
  | "called-off"
  | "over-limit"
  | "too-late"
  | "forgotten"
  | "failed";

/** What became of it. WhatsApp alone tells what was delivered, and of those who let it what was read. */
export interface BroadcastReport extends BroadcastProgress {
  ways: { platform: string; people: number }[];
  delivered: number;
  read: number;
  unsent: { why: Unsent; people: number; names: (string | undefined)[] }[];
}
