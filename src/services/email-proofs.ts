import type { Kysely, Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { deleteUnprovedEmail, listHolders } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { setUser } from "../database/users.ts";
import { toEmailKey } from "../fields.ts";
import type { UserId } from "../ids.ts";
import type { Actor } from "../messages.ts";

/** How long a chat that is nobody's yet may take to register with the address it proved. */
const PROOF_HOLDS_MS = 24 * 60 * 60_000;

/** Since when a chat must have proved that it reads a mailbox, for what it registers with now. */
export function provedSince(now: Date): Date {
  return new Date(now.getTime() - PROOF_HOLDS_MS);
}

/** A chat's proof is worth nothing any more once somebody else has proved the same. */
export async function isProvedByAnother(
  db: Kysely<Database>,
  { userId, email }: { userId: UserId | undefined; email: string },
): Promise<boolean> {
  const holders = await listHolders(db, { email: toEmailKey(email), except: userId });
  return holders.some(({ verified }) => verified);
}

/**
 * Whoever reads the mailbox has the address: it is taken from those who only typed it.
 * Gives the other person who had it proved, if there is one: the same person, then.
 */
export async function takeOverEmail(
  trx: Transaction<Database>,
  { actor, email, now }: { actor: Actor; email: string; now: Date },
): Promise<UserId | undefined> {
  const holders = await listHolders(trx, { email, except: actor.userId });
  const unproved = holders.filter(({ verified }) => !verified).map(({ id }) => id);
  await deleteUnprovedEmail(trx, { userIds: unproved, now });
  for (const id of unproved) {
    const entry = { actor: `chat:${actor.chatId}`, action: "email-taken", subject: `user:${id}`, detail: {}, now };
    await insertAudit(trx, entry);
  }
  const other = holders.find(({ verified }) => verified)?.id;
  if (!other && actor.userId) await setUser(trx, actor.userId, { email, emailVerifiedAt: now, updatedAt: now });
  return other;
}
