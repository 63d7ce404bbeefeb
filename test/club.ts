import type { EventId, LinkCodeId, MergeId } from "../src/ids.ts";
import type { Card, EventFacts, Held, Standing } from "../src/messages.ts";
import type { Role } from "../src/roles.ts";

/** A club with a few events, and how one person stands towards them: what the services know, as plain values. */
export interface Club {
  events: ClubEvent[];
  person?: { name: string; email: string | null; reminders: boolean };
  /** E-mails that were given to us before, by somebody in another chat. */
  known?: string[];
  proved?: string[];
  silenced?: boolean;
  /** Wants no reminders. */
  quiet?: boolean;
  past?: Held[];
  /** What they are to the club. */
  role?: Role;
}

export interface ClubEvent {
  event: EventFacts;
  capacity: number | null;
  taken: number;
  waiting: number;
  standing: Standing;
  closed?: Card["closed"];
  /** A reminder asks whether they come. */
  asked?: boolean;
  description?: string;
}

export function eventId(number: number): EventId {
  return `01890a5d-ac96-774b-bcce-${String(number).padStart(12, "0")}` as EventId;
}
export const linkCodeId = "01890a5d-ac96-774b-bcce-b302099a8001" as LinkCodeId;
export const mergeId = "01890a5d-ac96-774b-bcce-b302099a9001" as MergeId;

export const CODE = "482915";

export function clubEvent(
  number: number,
  changes: Partial<ClubEvent> & { title?: string; slug?: string } = {},
): ClubEvent {
  const { title = `Event ${number}`, slug = `event-${number}`, ...rest } = changes;
  const event: EventFacts = {
    id: eventId(number),
    slug,
    title,
    startsAt: "2026-12-12T15:00:00.000Z",
    endsAt: null,
    timeZone: "Europe/Moscow",
    location: "Library hall, Lesnaya 5",
    locationUrl: null,
  };
  return { event, capacity: 300, taken: 257, waiting: 0, standing: { type: "none" }, ...rest };
}

export const meetUp = (changes: Partial<ClubEvent> = {}): ClubEvent =>
  clubEvent(1, { title: "Spring meet-up", slug: "spring-meetup", ...changes });
export const choir = (changes: Partial<ClubEvent> = {}): ClubEvent =>
  clubEvent(2, { title: "Choir evening", slug: "choir-evening", ...changes });
