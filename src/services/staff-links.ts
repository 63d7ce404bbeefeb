import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import type { Database } from "../database/schema.ts";
import { lockStaff } from "../database/staff.ts";
import {
  deleteStaffLink,
  insertStaffLink,
  lockPrintedLink,
  lockStaffLink,
  markStaffLinkUsed,
  type StaffLinkRow,
} from "../database/staff-links.ts";
import { newId, type StaffLinkId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { betterRole, may, type Role } from "../roles.ts";
import { findActing, findRole, giveRole, listTeam } from "./staff.ts";

const HOUR_MS = 60 * 60_000;
const PRINTED_MS = 24 * HOUR_MS;
const INVITATION_MS = 7 * 24 * HOUR_MS;

export type InviteOutcome = { type: "invited"; role: Role; token: string; expiresAt: Date } | { type: "not-staff" };

/** A link that gives one person a role, once. */
export async function invite(
  trx: Transaction<Database>,
  { actor, role, now }: { actor: Actor; role: Role; now: Date },
): Promise<InviteOutcome> {
  const acting = await findActing(trx, { actor, now });
  if (!acting || !may(acting.role, "team")) return { type: "not-staff" };
  const { userId } = acting;
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(now.getTime() + INVITATION_MS);
  const id = newId<StaffLinkId>();
  await insertStaffLink(trx, { id, tokenHash: hash(token), role, madeBy: userId, expiresAt, now });
  await insertAudit(trx, {
    actor: `user:${userId}`,
    action: "invited",
    subject: `staff-link:${id}`,
    detail: { role },
    now,
  });
  return { type: "invited", role, token, expiresAt };
}

export type RedeemOutcome =
  | { type: "role-given"; role: Role }
  /** They are as much already; the link stays good for whom it was meant. */
  | { type: "role-kept"; role: Role }
  | { type: "staff-link-refused"; why: "unknown" | "used" | "expired" };

/** Opens a one-use link: of two who open it at once, one is given the role. */
export async function redeemStaffLink(
  trx: Transaction<Database>,
  { actor, token, now }: { actor: Actor; token: string; now: Date },
): Promise<RedeemOutcome> {
  const link = await lockStaffLink(trx, hash(token));
  if (!link) return { type: "staff-link-refused", why: "unknown" };
  await lockStaff(trx);
  const role = await findRole(trx, actor.userId);
  if (role && betterRole(role, link.role) === role) return { type: "role-kept", role };
  const why = await findRefusal(trx, link, now);
  if (why) return { type: "staff-link-refused", why };
  const userId = await giveRole(trx, { actor, role: link.role, invitedBy: link.madeBy ?? undefined, now });
  await markStaffLinkUsed(trx, { id: link.id, usedBy: userId, now });
  return { type: "role-given", role: link.role };
}

/** What was printed is for a club without an owner. */
async function findRefusal(trx: Transaction<Database>, link: StaffLinkRow, now: Date) {
  if (link.usedAt) return "used";
  if (link.expiresAt <= now) return "expired";
  return link.madeBy === null && (await hasOwner(trx)) ? "used" : undefined;
}

/**
 * The token of the link that makes its first reader the owner; undefined while there is one.
 *
 * It is made from the link's id and a key, so that every process and every start prints the same link until it is
 * used or 24 hours old, and what the database holds opens nothing.
 */
export async function openOwnerLink(
  trx: Transaction<Database>,
  { key, now }: { key: string; now: Date },
): Promise<string | undefined> {
  if (await hasOwner(trx)) return undefined;
  for (;;) {
    const open = await lockPrintedLink(trx);
    const token = open && toToken(key, open.id);
    if (token !== undefined && open && open.expiresAt > now && open.tokenHash.equals(hash(token))) return token;
    if (open) await deleteStaffLink(trx, open.id);
    const id = newId<StaffLinkId>();
    const made = toToken(key, id);
    const expiresAt = new Date(now.getTime() + PRINTED_MS);
    if (await insertStaffLink(trx, { id, tokenHash: hash(made), role: "owner", madeBy: null, expiresAt, now }))
      return made;
  }
}

async function hasOwner(trx: Transaction<Database>): Promise<boolean> {
  return (await listTeam(trx)).some(({ role }) => role === "owner");
}

function toToken(key: string, id: StaffLinkId): string {
  return createHmac("sha256", key).update(`owner-link:${id}`).digest("base64url");
}

function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
