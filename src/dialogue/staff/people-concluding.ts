import { label } from "../../intents.ts";
import type { PersonSeen } from "../../people.ts";
import type { Request } from "../request.ts";
import type { Step } from "../step.ts";
import { answer, ask, rewrite, type Turn } from "../turn.ts";
import { isOfPeople } from "./people.ts";
import type { PeopleOutcome, PeopleQuestion } from "./people-state.ts";
import { questionOf, toDesk } from "./question.ts";
import { countReply, exportedReply, foundReply, listReply, whichReply } from "./replies/people.ts";
import { addedReply, cancelled, cancelQuestion, movedUp, personReply, queueQuestion, stays } from "./replies/person.ts";

/** The part of the desk's outcomes that is about the people of an event. */
export const PEOPLE_TYPES: Record<PeopleOutcome["type"], true> = {
  "people-counted": true,
  "people-events-listed": true,
  "people-missing": true,
  "people-listed": true,
  "people-searched": true,
  "person-shown": true,
  "person-missing": true,
  "place-cancelled": true,
  "moved-up": true,
  "place-stays": true,
  "person-added": true,
  "adding-full": true,
  "adding-closed": true,
  "people-exported": true,
};

export function isPeopleOutcome<Other extends { type: string }>(
  outcome: PeopleOutcome | Other,
): outcome is PeopleOutcome {
  return Object.hasOwn(PEOPLE_TYPES, outcome.type);
}

export function concludePeople(turn: Turn, request: Request, outcome: PeopleOutcome): Step {
  const { voice, lead } = turn;
  switch (outcome.type) {
    case "people-counted": {
      const { count } = outcome;
      const question = { type: "people", of: count.event.id, shown: { type: "count" } } as const;
      return answer(turn, toDesk(question), countReply(voice, count, lead));
    }
    case "people-events-listed":
      return answer(turn, toDesk({ type: "none" }), whichReply(voice, outcome, lead));
    case "people-missing":
      return ask({ ...turn, lead: label("lead-event-missing") }, { type: "list-people-events", page: 0 });
    case "people-listed":
      return listed(turn, outcome.page);
    case "people-searched":
      return searched(turn, request, outcome);
    case "people-exported": {
      const question = { type: "people", of: outcome.event.id, shown: { type: "count" } } as const;
      return answer(turn, toDesk(question), exportedReply(voice, outcome));
    }
    case "adding-full":
    case "adding-closed":
    case "person-added":
      return added(turn, request, outcome);
    default:
      return concludePerson(turn, request, outcome);
  }
}

/** On Telegram a list is turned in its place. */
function listed(turn: Turn, page: Extract<PeopleOutcome, { type: "people-listed" }>["page"]): Step {
  const before = questionOf(turn);
  const isTurned =
    before.type === "people" &&
    before.of === page.event.id &&
    before.shown.type === "list" &&
    before.shown.list === page.list &&
    before.shown.page !== page.page;
  const shown = { type: "list", list: page.list, page: page.page } as const;
  const question: PeopleQuestion = { type: "people", of: page.event.id, shown };
  return (isTurned ? rewrite : answer)(turn, toDesk(question), listReply(turn.voice, page, turn.lead));
}

/** The one whom it fits at once; else who they are, or that there is nobody. */
function searched(turn: Turn, request: Request, outcome: Extract<PeopleOutcome, { type: "people-searched" }>): Step {
  const [only] = outcome.people;
  if (only && outcome.people.length === 1) {
    return ask(turn, { type: "show-person", registration: only.registration, as: "page" });
  }
  const words = request.type === "find-people" ? request.words : "";
  const shown = { type: "search", words } as const;
  const reply = foundReply(turn.voice, outcome, { words, lead: turn.lead });
  return answer(turn, toDesk({ type: "people", of: outcome.event.id, shown }), reply);
}

type Added = Extract<PeopleOutcome, { type: "adding-full" | "adding-closed" | "person-added" }>;

function added(turn: Turn, request: Request, outcome: Added): Step {
  if (outcome.type === "adding-closed") {
    return ask({ ...turn, lead: stays(outcome.why) }, { type: "count-people", event: outcome.event.id });
  }
  if (outcome.type === "adding-full") {
    const name = request.type === "add-person" ? request.name : "";
    const question = { type: "adding", of: outcome.event.id, name } as const;
    return answer(turn, toDesk(question), queueQuestion(turn.voice, { ...outcome, name }));
  }
  const { registration, event } = outcome.person;
  const shown = { type: "person", registration } as const;
  return answer(turn, toDesk({ type: "people", of: event.id, shown }), addedReply(turn.voice, outcome.person));
}

type OfPerson = Extract<
  PeopleOutcome,
  { type: "person-shown" | "person-missing" | "place-cancelled" | "moved-up" | "place-stays" }
>;

function concludePerson(turn: Turn, request: Request, outcome: OfPerson): Step {
  switch (outcome.type) {
    case "person-missing":
      return missing(turn);
    case "person-shown":
      return request.type === "show-person" && request.as === "question"
        ? askToCancel(turn, outcome.person)
        : showPerson(turn, outcome.person);
    case "place-cancelled":
      return showPerson({ ...turn, lead: cancelled(outcome.person, outcome.served) }, outcome.person);
    case "moved-up":
      return showPerson({ ...turn, lead: movedUp(outcome.person, outcome.to) }, outcome.person);
    case "place-stays":
      return showPerson({ ...turn, lead: stays(outcome.why) }, outcome.person);
  }
}

/** Back to the people among whom they were. */
function missing(turn: Turn): Step {
  const question = questionOf(turn);
  const event = isOfPeople(question) ? { event: question.of } : {};
  return ask({ ...turn, lead: label("people-lead-person-missing") }, { type: "count-people", ...event });
}

function askToCancel(turn: Turn, person: PersonSeen): Step {
  if (person.closed || person.place.type === "gone") {
    return showPerson({ ...turn, lead: stays(person.closed ?? "gone") }, person);
  }
  const { registration, event } = person;
  const question = { type: "cancelling", of: event.id, registration } as const;
  return answer(turn, toDesk(question), cancelQuestion(turn.voice, person, turn.lead));
}

function showPerson(turn: Turn, person: PersonSeen): Step {
  const shown = { type: "person", registration: person.registration } as const;
  return answer(
    turn,
    toDesk({ type: "people", of: person.event.id, shown }),
    personReply(turn.voice, person, turn.lead),
  );
}
