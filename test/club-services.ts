import type { Outcome } from "../src/dialogue/outcome.ts";
import type { Request } from "../src/dialogue/request.ts";
import type { EventId } from "../src/ids.ts";
import type { Card, EventRef, Held, Platform } from "../src/messages.ts";
import { type Club, type ClubEvent, CODE, linkCodeId, mergeId } from "./club.ts";
import { answerAtDesk, isOfDesk } from "./club-desk.ts";
import type { Services } from "./talk.ts";

/** The services of a club. What is done changes the club, so that the next question sees it. */
export function servicesOf(club: Club): Services {
  return (request) => {
    if (isOfDesk(request)) return answerAtDesk(request, club.role);
    return (
      answerReading(club, request) ??
      answerSeats(club, request) ??
      answerLinking(club, request) ??
      answerPerson(club, request)
    );
  };
}

function cardOf(club: Club, found: ClubEvent): Card {
  const { event, capacity, taken, waiting, standing, closed } = found;
  const seats = { capacity, taken, waiting };
  const description = found.description ?? null;
  return { event, description, seats, standing, closed, person: club.person, others: club.events.length > 1 };
}

function find(club: Club, ref: EventRef): ClubEvent | undefined {
  return club.events.find(({ event }) => ("slug" in ref ? event.slug === ref.slug : event.id === ref.id));
}

function cardFor(club: Club, ref: EventRef): Outcome {
  const found = find(club, ref);
  return found ? { type: "event-found", card: cardOf(club, found) } : { type: "event-missing" };
}

const PAGE_SIZE = 8;

function answerReading(club: Club, request: Request): Outcome | undefined {
  switch (request.type) {
    case "list-events": {
      const open = club.events.filter(({ closed }) => !closed);
      const [only] = open;
      if (only && open.length === 1) return { type: "event-found", card: cardOf(club, only) };
      const before = request.page * PAGE_SIZE;
      const events = open.slice(before, before + PAGE_SIZE).map((one) => cardOf(club, one));
      return { type: "events-listed", page: request.page, before, total: open.length, events };
    }
    case "show-event":
      return cardFor(club, request.event);
    case "list-registrations":
      return {
        type: "registrations-listed",
        past: request.past,
        held: request.past ? (club.past ?? []) : heldOf(club),
        pastCount: club.past?.length ?? 0,
      };
    case "check-draft": {
      const found = find(club, { id: request.draft.eventId });
      if (!found) return { type: "event-missing" };
      const { email } = request.draft;
      const known = email && club.known?.includes(email) && !club.proved?.includes(email);
      return {
        type: "draft-checked",
        draft: request.draft,
        card: cardOf(club, found),
        email: known ? "known" : "fine",
      };
    }
    default:
      return undefined;
  }
}

function heldOf(club: Club): Held[] {
  return club.events
    .filter(({ standing }) => standing.type !== "none")
    .map(({ event, standing }) => ({ event, standing }));
}

function answerSeats(club: Club, request: Request): Outcome | undefined {
  switch (request.type) {
    case "register": {
      const { name = "", email = null } = request.draft;
      return take(club, {
        ref: { id: request.draft.eventId },
        queue: request.draft.queue,
        person: { name, email, reminders: request.reminders },
      });
    }
    case "register-known":
      return take(club, { ref: { id: request.eventId }, queue: request.queue, person: club.person });
    case "give-up":
      return giveUp(club, request);
    case "take-seat":
      return takeOffered(club, request.eventId);
    case "decline-seat": {
      const offered = findAsked(club);
      return offered ? giveUp(club, { eventId: offered.event.id, sure: false }) : { type: "offer-missing" };
    }
    case "stay":
      return cardFor(club, { id: request.eventId });
    case "answer-reminder": {
      const reminded = club.events.find(({ asked }) => asked);
      if (!reminded) return { type: "reminder-missing" };
      if (request.comes) return { type: "coming-noted", event: reminded.event };
      return { type: "giving-up-asked", event: reminded.event, waiting: reminded.waiting ?? 0 };
    }
    case "say-coming": {
      const found = find(club, { id: request.eventId });
      const isComing = found?.standing.type === "confirmed" && !found.closed;
      return isComing ? { type: "coming-noted", event: found.event } : cardFor(club, { id: request.eventId });
    }
    default:
      return undefined;
  }
}

function take(club: Club, { ref, queue, person }: { ref: EventRef; queue: boolean; person: Club["person"] }): Outcome {
  const found = find(club, ref);
  if (!found) return { type: "event-missing" };
  if (found.closed) return { type: "closed", card: cardOf(club, found) };
  if (found.standing.type !== "none") return { type: "already", card: cardOf(club, found) };
  const isFull = found.capacity !== null && found.taken >= found.capacity;
  if (isFull && !queue) return { type: "full", card: cardOf(club, found) };
  if (!person) return { type: "unknown-person", card: cardOf(club, found) };
  club.person = person;
  if (isFull) {
    found.waiting += 1;
    found.standing = { type: "waitlisted", position: found.waiting };
    return { type: "waitlisted", card: cardOf(club, found), position: found.waiting };
  }
  found.taken += 1;
  found.standing = { type: "confirmed", ticketCode: "K7QM3FPA" };
  return { type: "confirmed", card: cardOf(club, found), ticketCode: "K7QM3FPA", startsSoon: false };
}

function findAsked(club: Club): ClubEvent | undefined {
  return club.events.find(({ standing }) => standing.type === "offered");
}

/** Whoever waits without an offer was too late for one. */
function takeOffered(club: Club, id: EventId | undefined): Outcome {
  const found = id ? find(club, { id }) : findAsked(club);
  if (!found) return { type: "offer-missing" };
  const { event, standing } = found;
  if (standing.type === "waitlisted") {
    const ranOut = { at: "2026-12-11T17:00:00.000Z", today: true };
    return { type: "offer-over", event, ranOut, position: standing.position };
  }
  if (standing.type !== "offered") return { type: "event-found", card: cardOf(club, found) };
  found.standing = { type: "confirmed", ticketCode: "K7QM3FPA" };
  return { type: "confirmed", card: cardOf(club, found), ticketCode: "K7QM3FPA", startsSoon: false };
}

function giveUp(club: Club, { eventId: id, sure }: { eventId: EventId; sure: boolean }): Outcome {
  const found = find(club, { id });
  if (!found) return { type: "event-missing" };
  const { event, standing, waiting } = found;
  if (standing.type === "none") return { type: "nothing-to-give-up", card: cardOf(club, found) };
  if (standing.type === "confirmed" && waiting > 0 && !sure) return { type: "giving-up-asked", event, waiting };
  found.standing = { type: "none" };
  const wasWaiting = standing.type !== "confirmed";
  const servedNext = !wasWaiting && waiting > 0;
  if (wasWaiting || servedNext) found.waiting -= 1;
  else found.taken -= 1;
  const ticketCode = standing.type === "confirmed" ? standing.ticketCode : undefined;
  return { type: "given-up", event, ticketCode, wasWaiting, servedNext };
}

const OTHERS: Platform[] = ["telegram", "whatsapp"];

function answerLinking(club: Club, request: Request): Outcome | undefined {
  switch (request.type) {
    case "prove-email":
      return { type: "code-sent", to: ["telegram"] };
    case "enter-code": {
      if (request.code !== CODE) return { type: "wrong-code", triesLeft: 4 };
      const found = request.eventId ? find(club, { id: request.eventId }) : undefined;
      club.proved = [...(club.proved ?? []), request.email];
      return { type: "linked", mergeId, other: "telegram", card: found && cardOf(club, found), held: heldOf(club) };
    }
    case "make-link-code":
      return { type: "link-code-made", code: CODE, other: OTHERS };
    case "redeem-link-code":
      if (request.code !== CODE) return { type: "link-unknown" };
      return { type: "link-asked", linkCodeId, platform: "telegram", name: "M•• W••" };
    case "accept-link":
      return { type: "linked", mergeId, other: "telegram", card: undefined, held: heldOf(club) };
    case "refuse-link":
    case "not-me":
      return { type: "link-refused" };
    case "undo-merge":
      return { type: "merge-undone" };
    default:
      return undefined;
  }
}

function answerPerson(club: Club, request: Request): Outcome {
  const held = heldOf(club);
  switch (request.type) {
    case "silence":
      club.silenced = true;
      return { type: "silenced", held };
    case "unsilence": {
      const wasSilenced = club.silenced ?? false;
      club.silenced = false;
      return { type: "unsilenced", wasSilenced };
    }
    case "show-reminders":
      return { type: "reminders-found", reminders: club.silenced ? "silenced" : club.quiet ? "off" : "on" };
    case "save-preferences":
      if (request.reminders !== undefined) club.quiet = !request.reminders;
      if (request.reminders) club.silenced = false;
      return { type: "preferences-saved" };
    case "export-my-data": {
      const { name = null, email = null } = club.person ?? {};
      return { type: "my-data", name, email, held, past: 0, token: "token" };
    }
    case "ask-to-forget":
      return { type: "forget-asked", held };
    case "forget":
      return { type: "forgotten" };
    default:
      throw new Error(`the club knows no ${request.type}`);
  }
}
