import type { Person, Thread } from "./conversation.ts";
import { graphRefusal } from "./refusal.ts";
import { type Shape, toText } from "./shape.ts";
import { missing, wrong } from "./whatsapp-limits.ts";
import type { World } from "./world.ts";

const WINDOW_MS = 24 * 60 * 60_000;
const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

export interface Recipient {
  person: Person;
  thread: Thread;
  /** As the message named them. */
  input: string;
}

/**
 * Who a message is for: `to` is a number, `recipient` a BSUID, and `to` wins.
 *
 * A BSUID in `to` is accepted by Meta and silently lost; here it is refused, so that it is seen.
 *
 * @throws GraphRefusal
 */
export function findRecipient(body: Shape, world: World): Recipient {
  const to = toText(body.to);
  const input = to ?? toText(body.recipient);
  if (input === undefined) throw missing("to");
  if (to !== undefined && BSUID.test(to)) throw wrong("Parameter to is a BSUID: it belongs in recipient");
  if (to !== undefined && !/^\+?\d{7,15}$/.test(to)) throw wrong("Parameter to is not a phone number");
  if (to === undefined && !BSUID.test(input)) throw wrong("Parameter recipient is not a BSUID");
  const digits = to?.replace("+", "");
  const person = world.state.people.find(({ whatsapp }) =>
    digits === undefined ? whatsapp.userId === input : whatsapp.phone === digits,
  );
  if (!person) throw graphRefusal(131026, "Message Undeliverable.");
  return { person, thread: world.threadOf(person, "whatsapp"), input };
}

/** @throws GraphRefusal 131047 if the person wrote nothing within 24 hours of the shared clock. */
export function requireWindow(recipient: Recipient, world: World): void {
  if (isWindowOpen(recipient, world)) return;
  throw graphRefusal(
    131047,
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  );
}

export function isWindowOpen({ thread: { lastInboundAt } }: Recipient, { clock }: World): boolean {
  return lastInboundAt !== undefined && clock.now().getTime() - Date.parse(lastInboundAt) < WINDOW_MS;
}
