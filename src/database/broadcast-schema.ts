import type { Generated } from "kysely";
import type { BroadcastId, ChatId, EventId, UserId } from "../ids.ts";
import type { Audience, Locale } from "../messages.ts";
import type { Maybe, MaybeMoment, Moment } from "./columns.ts";

/** What an organiser wrote to the people of an event. Its messages are those of the outbox with its id. */
export interface BroadcastsTable {
  id: BroadcastId;
  eventId: EventId;
  audience: Audience;
  /** Emptied after the retention, and when who wrote them has themselves forgotten. */
  words: string;
  madeBy: UserId;
  /** Where its progress is told, */
  chatId: ChatId;
  /** and the message there which is written over with it; null where there is none. */
  messageId: Maybe<string>;
  locale: Locale;
  /** In the audience when it was sent, and how many of them could be reached then. */
  people: number;
  reachable: number;
  /** How many had it when that was last told, and when that was. */
  told: Generated<number>;
  toldAt: Moment;
  createdAt: Moment;
  stoppedAt: MaybeMoment;
  /** Nothing of it waits any more, and its report is written. */
  closedAt: MaybeMoment;
}
