import type { Kysely, Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import { findUser, insertUser, setChatUser, setUser, type UserRow } from "../database/users.ts";
import { Unavailable } from "../errors.ts";
import { toEmailKey } from "../fields.ts";
import { newId, type UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { findEmailProof } from "./email-proofs.ts";

/** Raised when the sentence that people consent to changes; whoever agreed to an older one is asked again. */
export const CONSENT_VERSION = 1;

export interface Person {
  id: UserId;
  name: string;
  email: string | undefined;
  emailVerified: boolean;
  reminders: boolean;
}

/** The person behind a chat, as a bare row if there was none: nothing is known of them but that they wrote. */
export async function ensureUser(
  trx: Transaction<Database>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<UserId> {
  if (actor.userId) return actor.userId;
  const id = newId<UserId>();
  const { locale, zone, chatId } = actor;
  await insertUser(trx, { id, locale, timeZone: zone ?? null, createdAt: now, updatedAt: now });
  if (!(await setChatUser(trx, chatId, id))) throw new Unavailable("the chat became somebody's meanwhile");
  return id;
}

/** Someone whose name we have, and who agreed to that; undefined for a bare row, and for one merged or forgotten. */
export async function findPerson(db: Kysely<Database>, userId: UserId): Promise<Person | undefined> {
  const row = await findUser(db, userId);
  if (!row || !isKnown(row) || row.name === null) return undefined;
  return {
    id: row.id,
    name: row.name,
    email: row.email ?? undefined,
    emailVerified: row.emailVerifiedAt !== null,
    reminders: row.remindersOffAt === null,
  };
}

/** Whether a person may register with what we know, without being asked. */
export function isKnown({ name, consentVersion }: { name: string | null; consentVersion: number | null }): boolean {
  return name !== null && consentVersion === CONSENT_VERSION;
}

export interface ConfirmedPerson {
  name: string;
  email: string | undefined;
  reminders: boolean;
}

/**
 * Keeps what a person confirmed, with the moment of their consent.
 *
 * An address counts as proved while it stays the same, or if this chat has just proved it; "none" does not drop one
 * that was proved. Reminders that are agreed to end an earlier STOP: they could not come otherwise.
 */
export async function savePerson(
  trx: Transaction<Database>,
  { actor, person, now }: { actor: Actor & { userId: UserId }; person: ConfirmedPerson; now: Date },
): Promise<void> {
  const row = await findUser(trx, actor.userId);
  const { name, email, reminders } = person;
  const provedAt = email === undefined ? undefined : await findEmailProof(trx, { chatId: actor.chatId, email, now });
  const saved =
    row &&
    (await setUser(trx, row.id, {
      name,
      ...toEmail(row, email, provedAt),
      locale: actor.locale,
      ...(actor.zone !== undefined && { timeZone: actor.zone }),
      remindersOffAt: reminders ? null : (row.remindersOffAt ?? now),
      silencedAt: reminders ? null : row.silencedAt,
      consentAt: now,
      consentVersion: CONSENT_VERSION,
      updatedAt: now,
    }));
  if (!saved) throw new Unavailable("the person was merged or forgotten meanwhile");
}

function toEmail(
  { email, emailVerifiedAt }: UserRow,
  given: string | undefined,
  provedAt: Date | undefined,
): Partial<Pick<UserRow, "email" | "emailVerifiedAt">> {
  if (given === undefined) return emailVerifiedAt === null ? { email: null } : {};
  const isSame = email !== null && toEmailKey(given) === toEmailKey(email);
  if (isSame && emailVerifiedAt !== null) return {};
  return { email: given, emailVerifiedAt: provedAt ?? null };
}
