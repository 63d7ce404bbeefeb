import type { EventId } from "../ids.ts";

/** What the person has told us for one event so far. */
export interface Draft {
  eventId: EventId;
  /** For messages that need no facts, such as "you were signing up for ...". */
  title: string;
  name?: string;
  /** null: told us they have none, or go on without it. */
  email?: string | null;
  /** The address is known with us, and a code showed that it is theirs. */
  proved?: true;
  /** Full, and the person wants the next free seat, */
  queue: boolean;
  /** but not taken for them at once: they are asked first. */
  askFirst?: true;
}

export type Kept = Pick<Draft, "name" | "email" | "proved">;
