import type { Choice, Intent, Label } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { EventFacts } from "../../messages.ts";
import { button, event, lines, say, showCode, type Voice } from "./reply.ts";

export interface TicketFacts {
  event: EventFacts;
  code: string;
  /** Just confirmed: says so. */
  fresh?: boolean;
  /** Reminders are wanted, and none will come any more. */
  unreminded?: boolean;
  /** It has begun or is over: no seat to give up any more. */
  begun?: boolean;
  /** There are past ones to look at, too. */
  hasPast?: boolean;
  lead?: Label | undefined;
}

/** The ticket is one message: picture, words, code, links and buttons. */
export function ticketReply(voice: Voice, ticket: TicketFacts): Intent {
  const { event: facts, code, fresh, unreminded, lead } = ticket;
  const intent = say(voice, {
    text: fresh ? "ticket-new" : "ticket",
    params: {
      event: event(facts),
      code: showCode(code),
      link: { type: "link", link: { to: "ticket", code } },
      notes: lines(unreminded ? [label("note-starts-soon")] : []),
    },
    choices: ticketChoices(voice, ticket),
    lead,
  });
  return { ...intent, picture: { type: "ticket", code } };
}

function ticketChoices(voice: Voice, { event: facts, code, fresh, begun, hasPast }: TicketFacts): Choice[][] {
  const leave = begun ? [] : [button("button-give-up", { verb: "give-up", eventId: facts.id })];
  const past = hasPast ? [button("button-past", { verb: "past" })] : [];
  if (voice.platform === "whatsapp") {
    const first = fresh
      ? button("button-ticket", { verb: "ticket", eventId: facts.id })
      : button("button-events", { verb: "events" });
    return [[first, ...leave, ...past]];
  }
  return [
    [
      { type: "url", label: label("button-calendar"), link: { to: "calendar", code } },
      { type: "url", label: label("button-map"), link: { to: "map", code } },
    ],
    [{ type: "copy", label: label("button-copy-code"), text: showCode(code) }, ...leave],
    past,
  ];
}

/** A place in the queue. `fresh`: just joined. */
export function waitingReply(
  voice: Voice,
  {
    event: facts,
    position,
    fresh,
    lead,
  }: { event: EventFacts; position: number; fresh?: { askFirst: boolean }; lead?: Label | undefined },
): Intent {
  return say(voice, {
    text: fresh ? "waiting-new" : "waiting",
    params: { event: event(facts), position, ...(fresh && { asks: fresh.askFirst ? 1 : 0 }) },
    choices: [
      [
        button("button-leave-queue", { verb: "give-up", eventId: facts.id }),
        button("button-events", { verb: "events" }),
      ],
    ],
    lead,
  });
}
