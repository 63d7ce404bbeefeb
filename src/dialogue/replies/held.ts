import type { Choice, Intent, Label } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Held } from "../../messages.ts";
import { toData } from "../../presses.ts";
import { eventChoice, inRows, isFew } from "./cards.ts";
import { button, event, lines, moment, say, type Voice } from "./reply.ts";

const HELD_PAGE = 8;
/** A list of WhatsApp has ten rows. */
const OTHER_ROWS = 2;

/** "My registrations" when there are none or several; a single one is shown as its ticket. */
export function registrationsReply(
  voice: Voice,
  { held, page, pastCount }: { held: Held[]; page: number; pastCount: number },
  lead?: Label,
): Intent {
  const past = pastCount > 0 ? [button("button-past", { verb: "past" })] : [];
  const events = button("button-all-events", { verb: "events" });
  if (held.length === 0) return say(voice, { text: "my-none", choices: [[events, ...past]], lead });
  const rest = [...pages("my-page", held, page), ...past].slice(0, OTHER_ROWS);
  return say(voice, {
    text: "my-list",
    params: { items: lines(heldLines(held, page)) },
    choices: [...heldChoices(voice, { held, page, rest: rest.length }), rest],
    lead,
  });
}

export function pastReply(voice: Voice, { held, page }: { held: Held[]; page: number }): Intent {
  const back = button("button-my", { verb: "my" });
  const events = button("button-all-events", { verb: "events" });
  if (held.length === 0) return say(voice, { text: "past-none", choices: [[events, back]] });
  return say(voice, {
    text: "past-list",
    params: { items: lines(pastLines(held, page)) },
    choices: [[...pages("past-page", held, page), back]],
  });
}

/** Numbered lines of what somebody holds. */
export function heldLines(held: Held[], page = 0): Label[] {
  return onPage(held, page).map(({ held: { event: facts, standing }, number }) => {
    const params = { number, event: event(facts) };
    if (standing.type === "waitlisted") return label("line-waiting", { ...params, position: standing.position });
    if (standing.type === "offered") return label("line-offered", { ...params, until: moment(standing.until, facts) });
    return label("line-ticket", params);
  });
}

/** `rest`: how many other choices there are. */
function heldChoices(voice: Voice, { held, page, rest }: { held: Held[]; page: number; rest: number }): Choice[][] {
  const shown = onPage(held, page);
  const few = isFew(shown.length + rest);
  const choices = shown.map(({ held: { event: facts }, number }) => {
    const choice = eventChoice(voice, {
      facts,
      number,
      few,
      description: label("row-title", { event: event(facts) }),
    });
    return { ...choice, data: toData({ verb: "ticket", eventId: facts.id }) };
  });
  return inRows(voice, choices);
}

/** Of seats at events that are over; these may be years ago. */
function pastLines(held: Held[], page: number): Label[] {
  return onPage(held, page).map(({ held: { event: facts }, number }) =>
    label("line-past", { number, event: event(facts) }),
  );
}

function onPage(held: Held[], page: number): { held: Held; number: number }[] {
  const numbered = held.map((one, index) => ({ held: one, number: index + 1 }));
  const start = page * HELD_PAGE < held.length ? page * HELD_PAGE : 0;
  return numbered.slice(start, start + HELD_PAGE);
}

function pages(verb: "my-page" | "past-page", held: Held[], page: number): Choice[] {
  const choices: Choice[] = [];
  if (page > 0) choices.push(button("button-earlier", { verb, page: page - 1 }));
  const more = verb === "my-page" ? "button-more-tickets" : "button-more";
  if ((page + 1) * HELD_PAGE < held.length) choices.push(button(more, { verb, page: page + 1 }));
  return choices;
}
