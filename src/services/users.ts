import type { Transaction } from "kysely";
import { type ConfirmedRow, insertNewcomers, setConfirmed } from "../database/newcomers.ts";
import type { Database } from "../database/schema.ts";
import { insertUser, setChatUser } from "../database/users.ts";
import { Unavailable } from "../errors.ts";
import { toEmailKey } from "../fields.ts";
import { newId, type UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";

/** Raised when the sentence that people consent to changes; whoever agreed to an older one is asked again. */
export const CONSENT_VERSION = 1;

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

/** Whether a person may register with what we know, without being asked. */
export function isKnown({ name, consentVersion }: { name: string | null; consentVersion: number | null }): boolean {
  return name !== null && consentVersion === CONSENT_VERSION;
}

export interface ConfirmedPerson {
  name: string;
  email: string | undefined;
  reminders: boolean;
}

/** What somebody confirmed, and what was known of them before: nothing of a stranger. */
export interface Confirming {
  /** A stranger's chat becomes this user's. */
  actor: Actor;
  userId: UserId;
  person: ConfirmedPerson;
  before: { email: string | null; emailVerifiedAt: Date | null };
  /** When this chat proved, of late, that it reads the mailbox of the address. */
  provedAt: Date | undefined;
}

/** Makes users of strangers, with what they confirmed and the moment of their consent. */
export async function saveStrangers(trx: Transaction<Database>, strangers: Confirming[], now: Date): Promise<void> {
  const theirs = await insertNewcomers(trx, strangers.map(toRow), now);
  if (theirs !== strangers.length) throw new Unavailable("the chat became somebody's meanwhile");
}

/**
 * Keeps what users confirmed, with the moment of their consent.
 *
 * An address counts as proved while it stays the same, or if this chat has just proved it; "none" does not drop one
 * that was proved. Reminders that are agreed to end an earlier STOP: they could not come otherwise.
 */
export async function saveKnown(trx: Transaction<Database>, known: Confirming[], now: Date): Promise<void> {
  const saved = await setConfirmed(trx, known.map(toRow), now);
  if (saved !== known.length) throw new Unavailable("the person was merged or forgotten meanwhile");
}

function toRow(confirming: Confirming): ConfirmedRow {
  const { userId, actor, person } = confirming;
  const { chatId, locale, zone: timeZone } = actor;
  const { name, reminders } = person;
  const consentVersion = CONSENT_VERSION;
  return { userId, chatId, name, email: toEmail(confirming), locale, timeZone, reminders, consentVersion };
}

/** The address as the row is to keep it from now on; undefined: as it does. */
export function toEmail({ before, person, provedAt }: Confirming): ConfirmedRow["email"] {
  const isProved = before.emailVerifiedAt !== null;
  const { email: given } = person;
  if (given === undefined) return isProved ? undefined : { address: null, verifiedAt: null };
  const isSame = before.email !== null && toEmailKey(given) === toEmailKey(before.email);
  return isSame && isProved ? undefined : { address: given, verifiedAt: provedAt ?? null };
}
