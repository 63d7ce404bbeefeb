import type { Transaction } from "kysely";
import { findRemindedEvent } from "../database/reminders.ts";
import type { Database } from "../database/schema.ts";
import type { Actor } from "../messages.ts";
import { giveUp } from "./registrations.ts";
import { sayComing } from "./reminders.ts";

type Answered =
  | Awaited<ReturnType<typeof sayComing>>
  | Awaited<ReturnType<typeof giveUp>>
  /** No reminder of late asks, or, `offhand`, it was answered. */
  | { type: "reminder-missing" };

/** [I'm coming] and [I can't come] in words, which do not say at which event: at the one that was spoken of last. */
export async function answerReminder(
  trx: Transaction<Database>,
  { actor, comes, offhand, now }: { actor: Actor; comes: boolean; offhand: boolean; now: Date },
): Promise<Answered> {
  const { userId } = actor;
  const eventId = userId && (await findRemindedEvent(trx, { userId, open: offhand, now }));
  if (!eventId) return { type: "reminder-missing" };
  return comes ? sayComing(trx, { actor, eventId, now }) : giveUp(trx, { actor, eventId, sure: false, now });
}
