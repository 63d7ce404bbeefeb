import type { Subject } from "../database/subjects.ts";
import { type Choice, type Intent, label } from "../intents.ts";

/**
 * The same message as a letter, which no button answers: it leads to the ticket, and to the event's card in either
 * messenger, where the answer can be given.
 */
export function toLetter(intent: Intent, { event, ticketCode }: Pick<Subject, "event" | "ticketCode">): Intent {
  const ticket: Choice[] =
    ticketCode === null
      ? []
      : [{ type: "url", label: label("button-show-ticket"), link: { to: "ticket", code: ticketCode } }];
  const cards: Choice[] = [
    { type: "url", label: label("button-answer-telegram"), link: { to: "telegram", start: `e_${event.slug}` } },
    { type: "url", label: label("button-answer-whatsapp"), link: { to: "whatsapp", text: event.slug } },
  ];
  return { ...intent, choices: [[...ticket, ...cards]] };
}
