import { type Intent, type Label, label } from "../../../intents.ts";
import { isSameWallTime } from "../../../texts/dates.ts";
import { event, lines, say, seatsPhrase, type Voice } from "../../replies/reply.ts";
import type { DeskEvent, EventPage } from "../desk-event.ts";
import { deskButton, toMenu, turnButtons, withLabel } from "./button.ts";

/** A page of all events, those to come first; drafts among them. */
export function eventsReply(voice: Voice, { events, page, total, zone }: EventPage, lead?: Label): Intent {
  if (!events.length) {
    const fresh = deskButton("desk-button-new-event", { act: "new-event" });
    return say(voice, { text: "desk-no-events", choices: [[fresh, toMenu()]], lead });
  }
  const before = page * DESK_PAGE;
  const numbered = events.map((shown, index) => ({ shown, number: before + index + 1 }));
  const turns = turnButtons(
    { page, before, shown: events.length, total },
    { more: "button-more", to: (number) => ({ act: "events", number }) },
  );
  const open = numbered.map(({ shown: { facts }, number }) =>
    withLabel(label("button-event", { number, event: event(facts) }), { act: "page", event: facts.id }),
  );
  return say(voice, {
    text: "desk-events",
    params: {
      items: lines(numbered.map(({ shown, number }) => eventLine(shown, { number, zone }))),
    },
    choices: [...open.map((choice) => [choice]), [...turns, toMenu()]],
    lead,
  });
}

/** So many and the ways on fit into WhatsApp's list. */
export const DESK_PAGE = 7;

/** A line of a list of events. The zone is named where clocks show another hour than the club's. */
export function eventLine(
  { facts, seats, status }: DeskEvent,
  { number, zone }: { number: number; zone: string | undefined },
): Label {
  const isElsewhere = zone !== undefined && !isSameWallTime(facts.startsAt, facts.timeZone, zone);
  const key = isElsewhere ? "desk-line-event-elsewhere" : "desk-line-event";
  return label(key, { number, event: event(facts), note: noteOf(status, seats) });
}

function noteOf(status: DeskEvent["status"], seats: DeskEvent["seats"]): Label {
  return status === "published" ? seatsPhrase(seats) : label(`desk-status-${status}`);
}
