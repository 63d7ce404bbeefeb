import type { EventVerb, PlainVerb, Press } from "../presses.ts";
import { askForRegistrations, browse, lookAt, openOther, otherName } from "./browsing.ts";
import { back, cancel } from "./cancelling.ts";
import { answerReminder, giveUp, keepSeat } from "./giving-up.ts";
import { askForLink } from "./linking.ts";
import { declineSeat, stay, takeSeat } from "./offers.ts";
import { exportMyData, forget, showPrivacy } from "./privacy.ts";
import { codeBrought, noCode } from "./proving.ts";
import { goBack, repeat } from "./questions.ts";
import { helpReply, welcomeReply } from "./replies/general.ts";
import { leads } from "./replies/leads.ts";
import {
  askLanguage,
  askReminders,
  askZone,
  chooseLanguage,
  preferPlatform,
  switchReminders,
  zoneTold,
} from "./settings.ts";
import { chooseCorrection, confirm, join } from "./signing-up.ts";
import { stop, writeAgain } from "./silence.ts";
import { openDesk } from "./staff/desk.ts";
import { scanned } from "./staff/door.ts";
import type { Step } from "./step.ts";
import { correctEmail, correctName, goOnWithoutEmail, slipAnswered, useName } from "./telling.ts";
import { answer, ask, isSigningUp, standStill, type Turn } from "./turn.ts";
import type { Wish } from "./wishes.ts";

/** Does what somebody wants, pressed or typed. */
export function fulfil(turn: Turn, wish: Wish): Step {
  switch (wish.verb) {
    case "stop":
      return stop(turn);
    case "start":
      return writeAgain(turn);
    case "thank":
      return welcome(turn);
    case "greet":
      return greet(turn);
    case "answer-reminder":
      return answerReminder(turn, { comes: wish.comes, offhand: false });
    case "redeem":
      return ask(turn, { type: "redeem-link-code", code: wish.code });
    case "code":
      return codeBrought(turn, wish.code);
    case "open":
      return lookAt(turn, { slug: wish.slug });
    case "page":
      return browse(turn, wish.page);
    case "about":
      return ask(turn, { type: "show-event", event: { id: wish.eventId }, about: wish.page });
    case "my-page":
      return askForRegistrations(turn, { past: false, page: wish.page });
    case "past-page":
      return askForRegistrations(turn, { past: true, page: wish.page });
    case "language":
      return chooseLanguage(turn, wish.locale);
    case "zone":
      return zoneTold(turn, wish.zone);
    case "prefer":
      return preferPlatform(turn, wish.platform);
    case "accept-link":
    case "refuse-link":
    case "not-me":
      return ask(turn, { type: wish.verb, linkCodeId: wish.linkCodeId });
    case "take-offer":
      return takeSeat(turn);
    case "decline-offer":
      return declineSeat(turn);
    case "undo-merge":
      return ask(turn, { type: "undo-merge", mergeId: wish.mergeId });
    case "desk":
      return openDesk(turn, wish.desk);
    case "check-in":
      return scanned(turn, wish.code);
    case "redeem-role":
      return ask(turn, { type: "redeem-staff-link", token: wish.token });
    default:
      return "eventId" in wish ? fulfilForEvent(turn, wish) : fulfilPlain(turn, wish.verb);
  }
}

function fulfilForEvent(turn: Turn, { verb, eventId }: Extract<Press, { verb: EventVerb }>): Step {
  switch (verb) {
    case "event":
    case "ticket":
      return lookAt(turn, { id: eventId });
    case "sign-up":
    case "take-back":
      return join(turn, eventId, { queue: false });
    case "queue":
      return join(turn, eventId, { queue: true });
    case "queue-asked":
      return join(turn, eventId, { queue: true, askFirst: true });
    case "take-seat":
      return takeSeat(turn, eventId);
    case "stay":
      return stay(turn, eventId);
    case "other-name":
      return otherName(turn, eventId);
    case "confirm":
      return confirm(turn, eventId, { reminders: true });
    case "confirm-quiet":
      return confirm(turn, eventId, { reminders: false });
    case "give-up":
      return giveUp(turn, eventId, { sure: false });
    case "give-up-sure":
      return giveUp(turn, eventId, { sure: true });
    case "keep":
      return keepSeat(turn, eventId);
    case "coming":
      return ask(turn, { type: "say-coming", eventId });
  }
}

const PLAIN: Record<PlainVerb, (turn: Turn) => Step> = {
  events: (turn) => browse(turn, 0),
  "use-name": useName,
  "no-email": goOnWithoutEmail,
  "without-email": goOnWithoutEmail,
  "take-suggestion": (turn) => slipAnswered(turn, "suggestion"),
  "keep-email": (turn) => slipAnswered(turn, "typed"),
  correct: chooseCorrection,
  "correct-name": correctName,
  "correct-email": correctEmail,
  "other-email": correctEmail,
  "go-on": (turn) => goBack(turn),
  "open-other": openOther,
  cancel,
  back,
  "no-code": noCode,
  my: (turn) => askForRegistrations(turn, { past: false, page: 0 }),
  past: (turn) => askForRegistrations(turn, { past: true, page: 0 }),
  link: askForLink,
  "write-again": writeAgain,
  "my-data": exportMyData,
  forget: (turn) => forget(turn, { sure: false }),
  "forget-sure": (turn) => forget(turn, { sure: true }),
  "time-zone": askZone,
  languages: askLanguage,
  reminders: askReminders,
  "reminders-on": (turn) => switchReminders(turn, true),
  "reminders-off": (turn) => switchReminders(turn, false),
  privacy: showPrivacy,
  help,
};

function help(turn: Turn): Step {
  if (turn.snapshot.ofTeam) return openDesk(turn, { act: "help" });
  return answer(turn, standStill(turn), helpReply(turn.voice));
}

/** A question that waits is asked once more: thanks are no answer to it. */
function welcome(turn: Turn): Step {
  const { from, voice } = turn;
  const waits = isSigningUp(from) || "back" in from || from.type === "START";
  return waits ? repeat(turn, from) : answer(turn, from, welcomeReply(voice));
}

/** Greeted back above the list, the card or the ticket; where a question waits, that is said again. */
function greet(turn: Turn): Step {
  const { from } = turn;
  return from.type === "CHOOSING_EVENT" || from.type === "REGISTERED" ? goBack(turn, leads.hello) : repeat(turn, from);
}

function fulfilPlain(turn: Turn, verb: PlainVerb): Step {
  return PLAIN[verb](turn);
}
