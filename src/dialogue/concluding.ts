import type { Card } from "../messages.ts";
import { eventFound, eventMissing, eventsListed, registrationsListed } from "./browsing.ts";
import { comingNoted, givenUp, giveUpAsked, nothingToGiveUp, reminderMissing, seatInUse } from "./giving-up.ts";
import { take } from "./hearing.ts";
import { linkAsked, linkCodeMade, linked, noticed } from "./linking.ts";
import { offerMissing, offerOver, seatTaken } from "./offers.ts";
import type { Outcome } from "./outcome.ts";
import { showAbout, showEvent } from "./places.ts";
import { forgetAsked, forgotten, showMyData } from "./privacy.ts";
import { codeExpired, codeSent, codeWrong, emailProved, stillUnproved, tooManyAddresses } from "./proving.ts";
import { repeat } from "./questions.ts";
import { leads } from "./replies/leads.ts";
import type { Request } from "./request.ts";
import { preferencesSaved, remindersFound } from "./settings.ts";
import { confirmed, draftChecked, full, joinAsStranger, startSignUp, waitlisted } from "./signing-up.ts";
import { silenced, unsilenced } from "./silence.ts";
import { concludeDesk, isOfDesk } from "./staff/concluding.ts";
import type { Step } from "./step.ts";
import { pressOf, type Turn } from "./turn.ts";

/** What the services answered, read with the question that was asked. */
export function conclude(turn: Turn, request: Request, outcome: Outcome): Step {
  if (isOfDesk(outcome)) return concludeDesk(turn, { request, outcome }, take);
  switch (outcome.type) {
    case "events-listed":
      return eventsListed(turn, outcome);
    case "event-found":
      return found(turn, request, outcome.card);
    case "event-missing":
      return missing(turn, request);
    case "registrations-listed":
      return registrationsListed(turn, { ...outcome, page: pageOf(request) });
    case "preferences-saved":
      return request.type === "save-preferences" ? preferencesSaved(turn, request) : repeat(turn, turn.from);
    case "reminders-found":
      return remindersFound(turn, outcome.reminders);
    case "silenced":
      return silenced(turn, outcome);
    case "unsilenced":
      return unsilenced(turn, outcome);
    case "my-data":
      return showMyData(turn, outcome);
    case "forget-asked":
      return forgetAsked(turn, outcome);
    case "forgotten":
      return forgotten(turn);
    case "given-up":
      return givenUp(turn, outcome);
    case "giving-up-asked":
      return giveUpAsked(turn, outcome);
    case "coming-noted":
      return comingNoted(turn, outcome.event);
    case "reminder-missing":
      return reminderMissing(turn, request);
    case "nothing-to-give-up":
      return nothingToGiveUp(turn, outcome.card);
    case "seat-in-use":
      return seatInUse(turn, outcome.card);
    case "offer-over":
      return offerOver(turn, outcome);
    case "offer-missing":
      return offerMissing(turn);
    default:
      return concludeSignUp(turn, request, outcome);
  }
}

function found(turn: Turn, request: Request, card: Card): Step {
  if (request.type !== "show-event") return eventFound(turn, card);
  const { about, joining } = request;
  if (joining) return joinAsStranger(turn, card, joining);
  return about === undefined ? eventFound(turn, card) : showAbout(turn, card, about);
}

/** A guess that was none means what it meant without it. */
function missing(turn: Turn, request: Request): Step {
  if (turn.aim === "guess" && turn.said.type === "text") return take({ ...turn, aim: "answer" }, turn.said.text);
  const ownEvent = request.type === "check-draft" || request.type === "register";
  return eventMissing(turn, { ownEvent });
}

function pageOf(request: Request): number {
  return request.type === "list-registrations" ? (request.page ?? 0) : 0;
}

function asksFirst(request: Request): boolean {
  if (request.type === "register-known") return request.askFirst ?? false;
  return request.type === "register" && (request.draft.askFirst ?? false);
}

type SignUpOutcome = Extract<
  Outcome,
  { type: "draft-checked" | "confirmed" | "waitlisted" | "already" | "full" | "closed" | "unknown-person" }
>;

function concludeSignUp(turn: Turn, request: Request, outcome: SignUpOutcome | LinkingOutcome): Step {
  switch (outcome.type) {
    case "draft-checked":
      if (turn.from.type !== "PROVING_EMAIL") return draftChecked(turn, outcome);
      // Once the address is proved from the other chat, whatever is said here goes on.
      return outcome.email === "known"
        ? stillUnproved(turn, turn.from)
        : draftChecked({ ...turn, lead: undefined }, outcome);
    case "confirmed":
      return request.type === "take-seat" ? seatTaken(turn, outcome) : confirmed(turn, outcome);
    case "waitlisted":
      return waitlisted(turn, outcome, { askFirst: asksFirst(request) });
    case "already":
      // Whoever is asked has nothing yet.
      return showEvent(
        outcome.card.standing.type === "offered" ? turn : { ...turn, lead: leads.already },
        outcome.card,
      );
    case "full":
      return full(turn, outcome.card);
    case "closed":
      return showEvent(turn, outcome.card);
    case "unknown-person":
      return startSignUp(turn, outcome.card, {
        queue: request.type === "register-known" && request.queue,
        askFirst: asksFirst(request),
      });
    default:
      return concludeLinking(turn, outcome);
  }
}

type LinkingOutcome = Extract<
  Outcome,
  {
    type:
      | "code-sent"
      | "too-many-addresses"
      | "linked"
      | "email-proved"
      | "wrong-code"
      | "code-expired"
      | "link-code-made"
      | "link-asked"
      | "link-unknown"
      | "link-limited"
      | "link-refused"
      | "merge-undone"
      | "merge-kept";
  }
>;

function concludeLinking(turn: Turn, outcome: LinkingOutcome): Step {
  switch (outcome.type) {
    case "code-sent":
      return codeSent(turn, outcome.to);
    case "too-many-addresses":
      return tooManyAddresses(turn);
    case "linked":
      return linked(turn, outcome);
    case "email-proved":
      return emailProved(turn, outcome.card);
    case "wrong-code":
      return codeWrong(turn, outcome.triesLeft);
    case "code-expired":
      return codeExpired(turn);
    case "link-code-made":
      return linkCodeMade(turn, outcome);
    case "link-asked":
      return linkAsked(turn, outcome);
    case "link-refused":
      return noticed(turn, pressOf(turn)?.verb === "not-me" ? "not-me-noted" : "link-refused");
    case "link-unknown":
    case "link-limited":
    case "merge-undone":
    case "merge-kept":
      return noticed(turn, outcome.type);
  }
}
