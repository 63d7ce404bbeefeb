import type { Kysely, Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import { findUser, setUser } from "../database/users.ts";
import type { UserId } from "../ids.ts";
import type { Actor, Held, Locale, Platform } from "../messages.ts";
import { listHeld } from "./cards.ts";
import { ensureUser } from "./users.ts";

interface Preferences {
  actor: Actor;
  locale?: Locale | undefined;
  zone?: string | undefined;
  platform?: Platform | undefined;
  /** Those of 24 hours and of one hour before; changes and cancellations come all the same. */
  reminders?: boolean | undefined;
  now: Date;
}

/**
 * What the person chose, for messages that we begin. Language and zone of someone we do not know yet the conversation
 * itself keeps; who wants no reminders is written down at once. Asking for them ends an earlier STOP: they could not come otherwise.
 */
export async function savePreferences(trx: Transaction<Database>, preferences: Preferences): Promise<void> {
  const { actor, locale, zone, platform, reminders, now } = preferences;
  const userId = reminders === false ? await ensureUser(trx, { actor, now }) : actor.userId;
  if (!userId) return;
  const user = reminders === false ? await findUser(trx, userId) : undefined;
  await setUser(trx, userId, {
    ...(locale !== undefined && { locale }),
    ...(zone !== undefined && { timeZone: zone }),
    ...(platform !== undefined && { preferredPlatform: platform }),
    ...(reminders === true && { remindersOffAt: null, silencedAt: null }),
    ...(reminders === false && { remindersOffAt: user?.remindersOffAt ?? now }),
    updatedAt: now,
  });
}

/** Whether reminders come to a person; to somebody new they would. */
export async function findReminding(
  db: Kysely<Database>,
  userId: UserId | undefined,
): Promise<"on" | "off" | "silenced"> {
  const user = userId && (await findUser(db, userId));
  if (user?.silencedAt) return "silenced";
  return user?.remindersOffAt ? "off" : "on";
}

/** STOP: no message that we begin goes to this person any more, on any channel. Their seats stay, and are told. */
export async function silence(
  trx: Transaction<Database>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ type: "silenced"; held: Held[] }> {
  const userId = await ensureUser(trx, { actor, now });
  const user = await findUser(trx, userId);
  if (!user?.silencedAt) await setUser(trx, userId, { silencedAt: now, updatedAt: now });
  const { held } = await listHeld(trx, { userId, past: false, now });
  return { type: "silenced", held };
}

/** Undoes STOP. */
export async function unsilence(
  trx: Transaction<Database>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ type: "unsilenced"; wasSilenced: boolean }> {
  const user = actor.userId && (await findUser(trx, actor.userId));
  if (!user?.silencedAt) return { type: "unsilenced", wasSilenced: false };
  await setUser(trx, user.id, { silencedAt: null, updatedAt: now });
  return { type: "unsilenced", wasSilenced: true };
}
