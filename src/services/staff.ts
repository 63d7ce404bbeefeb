import type { Kysely, Transaction } from "kysely";
import { insertAudit } from "../database/audit-log.ts";
import { listMergedIds } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { listStaff, listTelegramChats, lockStaff, markStaffRemoved, setStaff } from "../database/staff.ts";
import { deleteOpenLinksOf } from "../database/staff-links.ts";
import { parseName } from "../fields.ts";
import type { UserId } from "../ids.ts";
import type { Actor, Locale } from "../messages.ts";
import { betterRole, may, type Role } from "../roles.ts";
import { ensureUser } from "./users.ts";

export interface Member {
  userId: UserId;
  role: Role;
  name: string | undefined;
}

/** Everybody who has a role, each once with the best of theirs; who came first stands first. */
export async function listTeam(db: Kysely<Database>): Promise<Member[]> {
  const members = new Map<UserId, Member>();
  for (const { userId, role, name } of await listStaff(db)) {
    const known = members.get(userId);
    const best = betterRole(known?.role, role) ?? role;
    members.set(userId, { userId, role: best, name: known?.name ?? name ?? undefined });
  }
  return [...members.values()];
}

/** What somebody is to the club now; undefined for a participant and for a stranger. */
export async function findRole(db: Kysely<Database>, userId: UserId | undefined): Promise<Role | undefined> {
  if (!userId) return undefined;
  return (await listTeam(db)).find((member) => member.userId === userId)?.role;
}

/** Whoever acts, if they have a role. The person of the configured admin chat becomes the owner as they first ask. */
export async function findActing(
  trx: Transaction<Database>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ role: Role; userId: UserId; joined?: true } | undefined> {
  const { userId } = actor;
  const role = await findRole(trx, userId);
  if (actor.isAdmin && role !== "owner") {
    const joining = await giveRole(trx, { actor, role: "owner", invitedBy: undefined, now });
    return { role: "owner", userId: joining, joined: true };
  }
  return role && userId ? { role, userId } : undefined;
}

export async function giveRole(
  trx: Transaction<Database>,
  { actor, role, invitedBy, now }: { actor: Actor; role: Role; invitedBy: UserId | undefined; now: Date },
): Promise<UserId> {
  const userId = await ensureUser(trx, { actor, now });
  const name = parseName(actor.profileName ?? "") ?? null;
  await setStaff(trx, { userId, role, name, invitedBy: invitedBy ?? null, now });
  const by = invitedBy ? `user:${invitedBy}` : "system";
  await insertAudit(trx, {
    actor: `chat:${actor.chatId}`,
    action: "role-taken",
    subject: `user:${userId}`,
    detail: { role, by },
    now,
  });
  return userId;
}

export type RemoveOutcome =
  | { type: "removed"; name: string | undefined; role: Role }
  /** Somebody else was first. */
  | { type: "no-member" }
  /** Without an owner nobody could invite anyone any more. */
  | { type: "last-owner" }
  | { type: "not-staff" };

/** Takes a person's role, and the invitations they made. */
export async function removeMember(
  trx: Transaction<Database>,
  { actor, member, now }: { actor: Actor; member: UserId; now: Date },
): Promise<RemoveOutcome> {
  await lockStaff(trx);
  const acting = await findActing(trx, { actor, now });
  if (!acting || !may(acting.role, "team")) return { type: "not-staff" };
  const team = await listTeam(trx);
  const found = team.find(({ userId }) => userId === member);
  if (!found) return { type: "no-member" };
  if (found.role === "owner" && countOwners(team) === 1) return { type: "last-owner" };
  await takeRoles(trx, await listMergedIds(trx, member), now);
  await insertAudit(trx, {
    actor: `user:${acting.userId}`,
    action: "role-removed",
    subject: `user:${member}`,
    detail: { role: found.role },
    now,
  });
  return { type: "removed", name: found.name, role: found.role };
}

/** Whether the club would be left without an owner if this person went. */
export async function isLastOwner(db: Kysely<Database>, userId: UserId | undefined): Promise<boolean> {
  const team = await listTeam(db);
  return countOwners(team) === 1 && team.some((member) => member.userId === userId && member.role === "owner");
}

/** For someone who has themselves forgotten: as if they had never been of the team. */
export async function takeRoles(trx: Transaction<Database>, userIds: UserId[], now: Date): Promise<void> {
  await markStaffRemoved(trx, userIds, now);
  await deleteOpenLinksOf(trx, userIds);
}

/** A chat on Telegram of somebody of the team, who can be written to there. */
export interface StaffChat {
  telegramId: number;
  role: Role;
  /** Of their talk with us; undefined until it told one. */
  locale: Locale | undefined;
}

/** Whoever has been of the team longest stands first. */
export async function listStaffChats(db: Kysely<Database>): Promise<StaffChat[]> {
  const team = await listTeam(db);
  const chats = await listTelegramChats(
    db,
    team.map(({ userId }) => userId),
  );
  return team.flatMap(({ userId, role }) =>
    chats
      .filter((chat) => chat.userId === userId)
      .map(({ telegramId, locale }) => ({ telegramId, role, locale: locale ?? undefined })),
  );
}

function countOwners(team: Member[]): number {
  return team.filter(({ role }) => role === "owner").length;
}
