import type { Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import { findUser, setUser } from "../database/users.ts";
import type { Actor, Held, Locale, Platform } from "../messages.ts";
import { listHeld } from "./cards.ts";
import { ensureUser } from "./users.ts";

interface Preferences {
  actor: Actor;
  locale?: Locale | undefined;
  zone?: string | undefined;
  platform?: Platform | undefined;
  now: Date;
}

/** What the person chose, for messages that we begin. Of someone we do not know yet the conversation itself keeps it. */
export async function savePreferences(
  trx: Transaction<Database>,
  { actor, locale, zone, platform, now }: Preferences,
): Promise<void> {
  if (!actor.userId) return;
  await setUser(trx, actor.userId, {
    ...(locale !== undefined && { locale }),
    ...(zone !== undefined && { timeZone: zone }),
    ...(platform !== undefined && { preferredPlatform: platform }),
    updatedAt: now,
  });
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
