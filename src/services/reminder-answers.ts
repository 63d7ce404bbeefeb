import type { Transaction } from "kysely";
import { findRemindedEvent } from "../database/reminders.ts";
import type { Database } from "../database/schema.ts";
import type { Actor } from "../messages.ts";
import { giveUp } from "./registrations.ts";
import { sayComing } from "./reminders.ts";

type Answered =
  | Awaited<ReturnType<typeof sayComing>>
  | Awaited<ReturnType<typeof giveUp>>
  /** No reminder asks, or several do, or, `offhand`, something else was said since. */
  | { type: "reminder-missing" };

/**
 * [I'm coming] and [I can't come] in words, which do not say at which event: they count where reminders spoke of one only.
 * No seat is given up before that was asked. `offhand`: a mere yes or no, which counts as the first word after the reminder.
 */
export async function answerReminder(
  trx: Transaction<Database>,
  { actor, comes, offhand, now }: { actor: Actor; comes: boolean; offhand: boolean; now: Date },
): Promise<Answered> {
  const { userId } = actor;
  const reminded = userId && (await findRemindedEvent(trx, { userId, now }));
  if (!reminded || (offhand && !reminded.isNews)) return { type: "reminder-missing" };
  const { eventId } = reminded;
  return comes
    ? sayComing(trx, { actor, eventId, now })
    : giveUp(trx, { actor, eventId, sure: false, typed: true, now });
}
